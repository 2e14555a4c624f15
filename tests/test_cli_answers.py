"""How `rubin ask` and `rubin search` write answers that are not from the manuals alone."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from rubin_tui.cli import main
from rubin_tui.commands.ask import show
from rubin_tui.commands.output import Output
from rubin_tui.engine.model import Answer, Citation, Locale, Origin, Sentence


def at(filename: str, line: int, quote: str, origin: Origin) -> Citation:
    return Citation(
        f"d-{filename}", filename, "p", (), None, None, line, line, quote, 0, 0, len(quote), origin
    )


def said(quote: str, filename: str, line: int, origin: Origin, *matched: str) -> Sentence:
    return Sentence(quote, at(filename, line, quote, origin), 1.0, matched=matched)


FOUND = Answer(
    "F30002",
    "",
    "answer",
    "en",
    (said("F30002 is overvoltage.", "g120.md", 7, "user"), said("It is hot.", "drives.md", 9, "rubin")),
    "found",
    0.9,
    project=(said("16#7532: (* stop *)", "FB_Drive.st", 46, "project", "16#7532"),),
    notes=(said("R of the brake.", "22.md", 3, "note"),),
)


def written(answer: Answer, locale: Locale) -> list[str]:
    out = io.StringIO()
    show(Output(locale, out, out), answer)
    return out.getvalue().splitlines()


def test_project_and_notes_follow_the_manuals() -> None:
    assert written(FOUND, "en") == [
        "● found",
        "",
        "  «F30002 is overvoltage.»",
        "  [1] g120.md, line 7",
        "",
        "  «It is hot.»",
        "  [2] drives.md, line 9 · Rubin reference",
        "",
        "In the project (16#7532):",
        "  FB_Drive.st:46 «16#7532: (* stop *)» [3]",
        "",
        "In the notes:",
        "  22.md:3 «R of the brake.» [4]",
    ]


def test_what_only_the_project_has_leads_and_is_called_found() -> None:
    missed = replace(FOUND, kind="not_found", confidence="not_found")
    assert written(missed, "ru") == [
        "● найдено в проекте, в документах об этом нет",
        "",
        "В проекте (16#7532):",
        "  FB_Drive.st:46 «16#7532: (* stop *)» [1]",
        "",
        "В заметках:",
        "  22.md:3 «R of the brake.» [2]",
        "",
        "Ближайшие места:",
        "",
        "  «F30002 is overvoltage.»",
        "  [3] g120.md, строка 7",
        "",
        "  «It is hot.»",
        "  [4] drives.md, строка 9 · справка Rubin",
    ]
    noted = replace(missed, project=(), sentences=())
    assert written(noted, "en")[0] == "● found in the notes, not in the documents"


def test_nothing_is_said_of_manuals_nobody_looked_into() -> None:
    noted = replace(FOUND, kind="not_found", confidence="not_found", sentences=(), project=())
    out = io.StringIO()
    show(Output("en", out, out), noted, manuals=False)
    assert out.getvalue().splitlines() == ["● found", "", "In the notes:", "  22.md:3 «R of the brake.» [1]"]


def test_nothing_found_where_it_was_looked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "What is Modbus?", "--in", "notes"]) == 1
    assert capsys.readouterr().out.splitlines()[0] == "○ not found there"


def test_rubins_own_articles_are_marked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "What is Modbus?"]) == 0
    assert ", line " in (out := capsys.readouterr().out) and " · Rubin reference · " in out
    assert main(["search", "Modbus"]) == 0
    first = capsys.readouterr().out.splitlines()[2]
    assert first.startswith("  1. modbus.md, line ") and " · Rubin reference · " in first


def test_where_to_look_is_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "Modbus", "--in", "reference"]) == 0
    assert main(["search", "Modbus", "--in", "notes", "--in", "project"]) == 1
    assert main(["search", "Modbus", "--in", "garage"]) == 2
    assert "garage" in capsys.readouterr().err
