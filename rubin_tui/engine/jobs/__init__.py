"""Worker processes: work that is heavy for the processor, or reads what strangers wrote, runs in one."""

from rubin_tui.engine.jobs.programs import Completed as Completed
from rubin_tui.engine.jobs.programs import ProgramMissing as ProgramMissing
from rubin_tui.engine.jobs.programs import end_program as end_program
from rubin_tui.engine.jobs.programs import run_program as run_program
from rubin_tui.engine.jobs.programs import start_program as start_program
from rubin_tui.engine.jobs.values import JobFailed as JobFailed
from rubin_tui.engine.jobs.values import Limits as Limits
from rubin_tui.engine.jobs.values import Priority as Priority
from rubin_tui.engine.jobs.workers import Workers as Workers
