"""Message to answer: understand, search, weigh, choose, judge, check."""

from rubin_tui.engine.assistant.assistant import Assistant as Assistant
