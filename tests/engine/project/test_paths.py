"""Names are found by some of their letters, in either keyboard layout, the likeliest first."""

from __future__ import annotations

import pytest

from rubin_tui.engine import PathIndex

NAMES = (
    "src/index.py",
    "docs/indexing/plain.md",
    "POUs/FB_Drive.TcPOU",
    "POUs/MAIN.TcPOU",
    "firmware/bad/readme.txt",
    "Привод подачи.md",
    "tests/test_drive.py",
    "ёлка.txt",
    "a\nb\x1b.st",
)


def found(typed: str, **how: object) -> list[str]:
    index = PathIndex(NAMES)
    return [NAMES[hit.number] for hit in index.find(typed, **how)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("index", "src/index.py"),
        ("штвуч", "src/index.py"),
        ("ШТВУЧ.ЗН", "src/index.py"),
        ("fbd", "POUs/FB_Drive.TcPOU"),
        ("td", "tests/test_drive.py"),
        ("pou main", "POUs/MAIN.TcPOU"),
        ("main pou", "POUs/MAIN.TcPOU"),
        ("ьфшт", "POUs/MAIN.TcPOU"),
        ("прив", "Привод подачи.md"),
        ("ghbdjl", "Привод подачи.md"),
        ("елка", "ёлка.txt"),
        ("in/pl", "docs/indexing/plain.md"),
        ("ab", "a\nb\x1b.st"),
    ],
)
def test_the_likeliest_stands_first(typed: str, first: str) -> None:
    names = found(typed)
    if typed == "ab":
        assert first in names
    else:
        assert names[0] == first


def test_what_does_not_hold_the_letters_in_order_is_not_there() -> None:
    assert found("xyz") == []
    assert found("evird") == []
    assert "src/index.py" not in found("xedni")


def test_the_letters_that_were_meant_are_told() -> None:
    index = PathIndex(NAMES)
    hit = index.find("штвуч")[0]
    assert [NAMES[hit.number][at] for at in hit.letters] == list("index")
    hit = index.find("fbd")[0]
    assert "".join(NAMES[hit.number][at] for at in hit.letters) == "FB" + "D"
    hit = index.find("test drive")[0]
    assert "".join(NAMES[hit.number][at] for at in hit.letters) == "testdrive"


def test_what_was_used_last_comes_first_when_it_fits_as_well() -> None:
    assert found("", recent=(6, 2), most=3) == ["tests/test_drive.py", "POUs/FB_Drive.TcPOU", "src/index.py"]
    assert found("drive")[0] == "tests/test_drive.py"
    assert found("drive", recent=(2,))[0] == "POUs/FB_Drive.TcPOU"
    assert found("main", recent=(6,))[0] == "POUs/MAIN.TcPOU"


def test_going_on_typing_and_taking_back_find_the_same_as_typing_anew() -> None:
    index = PathIndex(NAMES)
    for typed in ("d", "dr", "dri", "dr", "r", "in", "ind", "", "in p", "in pl", "шт", "штв"):
        assert index.find(typed) == PathIndex(NAMES).find(typed), typed


def test_no_names_and_very_long_words() -> None:
    assert PathIndex([]).find("a") == []
    assert PathIndex([]).find("") == []
    assert PathIndex([""]).find("") != []
    assert found("d" * 5000) == []
    assert found("\U0001f600") == []


def test_a_hundred_thousand_names_are_narrowed_to_the_one() -> None:
    names = [f"part{number % 97}/module_{number}/file_{number}.st" for number in range(100_000)]
    names.append("part1/needle_here.st")
    hits = PathIndex(names).find("ndlhr", most=20)
    assert names[hits[0].number] == "part1/needle_here.st"
    assert len(PathIndex(names).find("m7", most=20)) == 20
