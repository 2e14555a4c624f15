"""Rubin with 500 messages in its transcript, for the measurement of typing."""

from __future__ import annotations

import os
import random
from pathlib import Path

from rubin_tui.app import RubinApp
from rubin_tui.engine.model import Answer, Citation, Sentence
from rubin_tui.settings import Profile, Settings
from rubin_tui.widgets.turns import Turn, links_of

MESSAGES = 500
WORDS = (
    *("the", "braking", "resistor", "limits", "voltage", "of", "DC", "link", "while", "ramp", "down", "time"),
    *("p1121", "is", "short", "drive", "fault", "encoder", "axis"),
)


def _turn(number: int) -> Turn:
    words = random.Random(number)
    quote = " ".join(words.choice(WORDS) for _ in range(90)) + "."  # no two screens are alike
    citation = Citation("d", "G120.pdf", "p", ("Faults",), 1, "812", 3, 4, quote, 1, 0, len(quote))
    sentences = (Sentence(quote, citation, 1.0),)
    answer = Answer(f"question {number}", quote, "answer", "en", sentences, "found", 1.0)
    return Turn(answer.question, "answered", answer=answer, links=links_of(answer))


class LongChat(RubinApp):
    """The app with a long conversation behind it."""

    def on_ready(self) -> None:
        """Fill the transcript."""
        for number in range(MESSAGES // 2):
            self.main.chat.transcript.add(_turn(number))


if __name__ == "__main__":
    LongChat(Profile.find(os.environ), Settings(), Path.cwd()).run()
