"""What is said about an error, and where."""

import pytest

from rubin_tui.engine.analysis.st_check import StCheck
from tests.engine.analysis.base import found, words

_BODY = "PROGRAM p\n{}\nEND_PROGRAM\n"


def _said(body: str, locale: str = "en") -> list[tuple[int, str]]:
    text = _BODY.format(body)
    return [(issue.start.line + 1, words(issue.message, locale)) for issue in found(StCheck(), text)]


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        ("a = 5;", 2, "`:=` is expected here: `=` compares, `:=` assigns."),
        ("IF a := 5 THEN\nb();\nEND_IF", 2, ""),
        ("a := 5\nb := 6;", 2, "`;` is missing after 5."),
        ("a := 5 b := 6;", 2, "`;` is missing after 5."),
        ("a := 5 b;", 2, "An operator or `;` is missing before b."),
        ("a := b ADN c;", 2, "ADN: did you mean AND?"),
        ("IF a THNE\nb();\nEND_IF", 2, "THNE: did you mean THEN?"),
        ("IF a\nb();\nEND_IF", 2, "THEN is missing: IF needs it here."),
        ("IF a DO\nb();\nEND_IF", 2, "THEN is expected here, not DO: it belongs to IF."),
        ("FI a THEN\nb();\nEND_IF", 2, "FI: did you mean IF?"),
        ("IF a THEN\nb();\nENDIF;\nc();", 4, "ENDIF: did you mean END_IF?"),
        ("IF a THEN\nb();\nELSEIF c THEN\nd();\nEND_IF", 4, "ELSEIF: did you mean ELSIF?"),
        (
            "IF a THEN\nb();\nELSE IF c THEN\nd();\nEND_IF",
            4,
            "ELSE IF opens a second IF that needs an END_IF of its own: write ELSIF.",
        ),
        ("IF a THEN\n  IF b THEN\n    c();\nEND_IF\nd();", 4, "IF in line 3 has no END_IF."),
        ("FOR i := 1 TO 2 DO\n  IF b THEN\n    c();\nEND_FOR", 4, "IF in line 3 has no END_IF."),
        ("a();\nEND_IF\nb();", 3, "END_IF without IF."),
        (
            "IF a THEN\n b();\nEND_FOR\nc();",
            4,
            "END_IF is expected here: IF in line 2 is still open, END_FOR closes nothing.",
        ),
        ("a(b := 1;", 2, "`)` is missing: `(` was opened in line 2."),
        ("a := b[1;", 2, "`]` is missing: `[` was opened in line 2."),
        ("a := (b + c));", 2, "`)` without `(`."),
        ("a := b + ;", 2, "A value is expected here, before ;."),
        ("a := b.;", 2, "The name of a member is expected after the full stop."),
        ("IF a == b THEN\nEND_IF", 2, "== is no operator of Structured Text: write =."),
        ("a : = 5;", 2, "`:=` is one sign, without a blank in it."),
        ("CASE a OF\nb := 1;\nEND_CASE", 3,
            "A label of CASE, such as `1:`, is expected before the first statement."),
        ("FOR i = 1 TO 5 DO\nEND_FOR", 2, "`:=` is expected here: `=` compares, `:=` assigns."),
        ("VAR\na INT;\nEND_VAR", 3, "`:` and a type are expected after a."),
        ("VAR\na : INT\nb : INT;\nEND_VAR", 3, "`;` is missing after INT."),
        ("VAR\nIF : INT;\nb : INT;\nEND_VAR", 3, "IF is a word of the language and cannot be a name here."),
        ("VAR\na : INT;\nb := 5;\nc();", 3, "VAR in line 2 has no END_VAR."),
        ("a (* b", 2, "The comment that begins here with `(*` is never closed by `*)`."),
        ("a := 'b;\nc();", 2, "The string is not closed on its line: ' is missing."),
    ],
)  # fmt: skip
def test_the_first_error(body: str, line: int, said: str) -> None:
    issues = _said(body)
    if not said:
        assert issues == []
    else:
        assert issues[0] == (line, said)


def test_several_errors_each_on_its_line_and_the_next_unit_whole() -> None:
    text = (
        "PROGRAM a\nx = 1;\ny := 2\nz := (3;\nIF b THNE\nEND_IF\nEND_PROGRAM\nPROGRAM c\nd();\nEND_PROGRAM\n"
    )
    assert [issue.start.line + 1 for issue in found(StCheck(), text)] == [2, 3, 4, 5]


def test_an_error_names_what_it_belongs_to() -> None:
    (issue,) = found(StCheck(), "PROGRAM a\nIF b THEN\n  c();\nEND_PROGRAM\n")
    assert words(issue.message, "ru") == "У IF в строке 2 нет END_IF."
    assert [(related.start.line, words(related.message)) for related in issue.related] == [
        (1, "It begins here")
    ]
    assert (issue.rule, issue.severity, issue.category) == ("st-syntax", "error", "syntax")


def test_both_languages_say_every_error() -> None:
    for body in ("a = 5;", "a := 5\nb();", "a := 5 b;", "IF a THEN", "END_FOR", "a := (1;", "{", "§", "a.;"):
        english, russian = _said(body), _said(body, "ru")
        assert [line for line, _ in english] == [line for line, _ in russian]
        assert all(one != other for (_, one), (_, other) in zip(english, russian, strict=True))


def test_a_text_is_looked_at_again_after_an_edit() -> None:
    check = StCheck()
    assert found(check, "PROGRAM a\nb();\nEND_PROGRAM\n", path="/x.st") == []
    assert len(found(check, "PROGRAM a\nb()\nEND_PROGRAM\n", path="/x.st")) == 1
    assert found(check, "PROGRAM a\nb();\nEND_PROGRAM\n", path="/x.st") == []
