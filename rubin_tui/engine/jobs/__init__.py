"""Worker processes: work that is heavy for the processor, or reads what strangers wrote, runs in one."""

from rubin_tui.engine.jobs.values import JobFailed as JobFailed
from rubin_tui.engine.jobs.values import Limits as Limits
from rubin_tui.engine.jobs.values import Priority as Priority
from rubin_tui.engine.jobs.workers import Workers as Workers
