"""Code -> findings -> score. `Analysis` opens it; `Scheduler` runs it while somebody types."""

from rubin_tui.engine.analysis.analysis import Analysis as Analysis
from rubin_tui.engine.analysis.analyzers import Analyzer as Analyzer
from rubin_tui.engine.analysis.analyzers import Problem as Problem
from rubin_tui.engine.analysis.analyzers import Registry as Registry
from rubin_tui.engine.analysis.sarif import to_sarif as to_sarif
from rubin_tui.engine.analysis.scheduler import Scheduler as Scheduler
