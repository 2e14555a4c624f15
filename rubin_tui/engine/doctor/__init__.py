"""What a doctor looks at: everything that can be wrong around Rubin, with what to do about it."""

from rubin_tui.engine.doctor.checks import Doctor as Doctor
from rubin_tui.engine.doctor.values import Abilities as Abilities
from rubin_tui.engine.doctor.values import Check as Check
from rubin_tui.engine.doctor.values import Private as Private
from rubin_tui.engine.doctor.values import report_lines as report_lines
from rubin_tui.engine.doctor.values import save_report as save_report
