"""The colours of code while it is edited."""

from rubin_tui.engine.editing.highlight.choice import source_of as source_of
from rubin_tui.engine.editing.highlight.highlighter import Highlighter as Highlighter
from rubin_tui.engine.editing.highlight.highlighter import Progress as Progress
from rubin_tui.engine.editing.highlight.kinds import KINDS as KINDS
from rubin_tui.engine.editing.highlight.kinds import Kind as Kind
from rubin_tui.engine.editing.highlight.kinds import Token as Token
from rubin_tui.engine.editing.highlight.source import LineLexer as LineLexer
from rubin_tui.engine.editing.highlight.source import LineSource as LineSource
from rubin_tui.engine.editing.highlight.source import Source as Source
