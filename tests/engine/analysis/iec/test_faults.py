"""Two hundred small faults in valid programs: nearly all are reported, on the line they are in."""

from rubin_tui.engine.analysis.iec.units import parse
from tests.engine.analysis.iec.programs import Broken, faults


def _first_line(broken: Broken) -> int:
    """The line of the first error, 0 without one."""
    for offset, fault in parse(broken.text).faults():
        return broken.text.count("\n", 0, offset + fault.start) + 1
    return 0


def test_faults_are_reported_on_their_lines() -> None:
    found = [(broken, _first_line(broken)) for broken in faults()]
    silent = [broken.edit for broken, line in found if not line]
    elsewhere = [broken.edit for broken, line in found if line and line not in broken.lines]
    assert len(found) >= 200
    assert len(silent) <= 0.01 * len(found), silent
    assert len(elsewhere) <= 0.03 * len(found), elsewhere
