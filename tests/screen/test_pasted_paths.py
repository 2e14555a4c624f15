"""What a terminal types when a file is dropped on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rubin_tui.journeys.paths import pasted_paths


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("{0}/a b.pdf", ["a b.pdf"]),
        ("'{0}/a b.pdf' ", ["a b.pdf"]),
        ("{0}/a\\ b.pdf", ["a b.pdf"]),
        ('"{0}/a b.pdf" {0}/c.pdf', ["a b.pdf", "c.pdf"]),
        ("file://{0}/a%20b.pdf\r\nfile://{0}/c.pdf", ["a b.pdf", "c.pdf"]),
        ("c.pdf", ["c.pdf"]),
        ("it's {0}/c.pdf", ["it's {0}/c.pdf"]),
        ("", []),
        ("x" * 5000, ["x" * 5000]),
    ],
)
def test_dropped_paths(tmp_path: Path, typed: str, names: list[str]) -> None:
    (tmp_path / "a b.pdf").touch()
    (tmp_path / "c.pdf").touch()
    found = pasted_paths(typed.format(tmp_path), tmp_path)
    assert found == [tmp_path / name.format(tmp_path) for name in names]
