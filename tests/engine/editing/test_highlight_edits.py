"""A seeded tenth of benchmarks/highlighting.py: after every edit the colours are those of the whole text."""

import pytest

from benchmarks._edits import PARTS, Clock, document, full_colours, settle, try_edits
from rubin_tui.engine.editing.highlight import Highlighter
from rubin_tui.engine.editing.highlight.choice import source_of


def test_sixteen_languages_are_right_after_random_edits() -> None:
    outcomes = {language: try_edits(language, 200, 30, seed=2) for language in PARTS}
    assert len(outcomes) == 16
    assert sum(outcome.edits for outcome in outcomes.values()) == 480
    assert sum(outcome.wrong for outcome in outcomes.values()) <= 2
    assert sum(outcome.wrong_later for outcome in outcomes.values()) <= 2
    assert {language for language, outcome in outcomes.items() if outcome.wrong_rows} == set()


@pytest.mark.parametrize("language", ["css", "lua"])
def test_long_documents_are_right_after_random_edits(language: str) -> None:
    outcome = try_edits(language, 4000, 30, seed=3)
    assert (outcome.edits, outcome.wrong_later, outcome.wrong_rows) == (30, 0, 0)


@pytest.mark.parametrize("lexer", ["json", "html+jinja", "make", "ruby", "php", "delphi"])
def test_lexers_of_every_build_end_up_right(lexer: str) -> None:
    texts = {
        "json": ["{", '  "a": [1, true,', '    "x"],', '  "b": {"c": null}', "}"] * 40,
        "html+jinja": ["<p class='a'>", "{% if x %}", "  {{ y|z }} &amp;", "{% endif %}", "{# c", "#}"] * 40,
        "make": ["a: b", "\t$(CC) -o $@ $<", "ifdef X", "Y := 1", "endif", "# c"] * 40,
        "ruby": ["def f", "  x = <<E", "  t #{a}", "E", "  %w(a b).each { |y| puts \"#{y}\" }", "end"] * 40,
        "php": ["<b>t</b>", "<?php", "/* c", " */ $a = 'x'; echo \"$a\";", "?>"] * 40,
        "delphi": ["{ c", "  d }", "procedure P; // x", "begin", "  a := 'it''s';", "end;"] * 40,
    }  # fmt: skip
    outcome = try_edits(lexer, 200, 20, seed=4, text=texts[lexer])
    assert (outcome.edits, outcome.wrong_rows) == (20, 0)


def test_the_comparison_sees_wrong_colours() -> None:
    text = document("python", 100, seed=1)
    clock = Clock()
    highlighter = Highlighter(text, source_of("a.py", text), clock)
    settle(highlighter, range(40), clock)
    text[0] = '"""'
    assert highlighter.tokens(0) != full_colours("python", text)[0]
