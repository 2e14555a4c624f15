"""What is coloured when, how much of it at a time, and what becomes of bad lexers and bad text."""

import itertools
import subprocess
import sys
from collections.abc import Hashable, Iterator, Sequence

import pytest
from pygments.lexer import RegexLexer
from pygments.lexers import find_lexer_class_by_name
from pygments.token import Keyword, Text

from benchmarks._edits import Clock, document, full_colours, settle
from rubin_tui.engine.editing.highlight import Highlighter, Source, source_of
from rubin_tui.engine.editing.highlight import highlighter as module
from rubin_tui.engine.editing.highlight.pygments_source import DEEPEST, pygments_source
from rubin_tui.engine.editing.highlight.source import LONGEST, Row
from rubin_tui.messages import LOCALES, render


class Counting:
    """A source that counts the rows it gave."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.title, self.start = source.title, source.start
        self.resumable, self.exact, self.pure = source.resumable, source.exact, source.pure
        self.at_root = source.at_root
        self.given = 0

    def rows(self, lines: Sequence[str], first: int, stop: int, state: Hashable) -> Iterator[Row | None]:
        for row in self.source.rows(lines, first, stop, state):
            self.given += row is not None
            yield row


class Ticking:
    """A clock on which every look takes a millisecond."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self) -> float:
        self.looks += 1
        return self.looks / 1000


def named(alias: str) -> Source:
    return pygments_source(find_lexer_class_by_name(alias))


def settled(text: list[str], source: Source | None, visible: range = range(40)) -> tuple[Highlighter, Clock]:
    clock = Clock()
    highlighter = Highlighter(text, source, clock)
    settle(highlighter, visible, clock)
    return highlighter, clock


def test_tokens_are_ranges_of_characters_with_a_kind() -> None:
    text = ["def f(x):  # naïve", '    return "я" + 1', ""]
    highlighter, _ = settled(text, named("python"))
    assert highlighter.tokens(0) == ((0, 3, "keyword"), (4, 5, "name.function"), (11, 18, "comment"))
    assert highlighter.tokens(1) == ((4, 10, "keyword"), (11, 14, "string"), (17, 18, "number"))
    assert highlighter.tokens(2) == ()


def test_only_rows_with_other_colours_are_told() -> None:
    text = document("c", 300, seed=1)
    text[100:104] = ["int a;", "int b;", "", "int c; /* x */"]
    highlighter, _ = settled(text, named("c"), range(90, 130))
    generation, key = highlighter.generation, highlighter.key(101)
    text[100] = "int aa;"
    highlighter.changed(100, 1, 1)
    assert highlighter.work(range(90, 130), 1.0).changed == set()
    assert highlighter.generation == generation
    text[100] = "int /*"
    highlighter.changed(100, 1, 1)
    assert highlighter.work(range(90, 130), 1.0).changed == {100, 101, 103}
    assert highlighter.generation == generation + 1
    assert highlighter.key(101) != key
    assert highlighter.tokens(101) == ((0, 6, "comment"),)


@pytest.mark.parametrize("lines", [1_000, 20_000])
def test_a_key_costs_a_few_rows_however_long_the_text_is(lines: int) -> None:
    text = ["x = 1", "", "def f():", "    return 2"] * (lines // 4)
    source = Counting(named("python"))
    middle = range(lines // 2, lines // 2 + 40)
    highlighter, clock = settled(text, source, middle)
    source.given = 0
    for row in range(middle.start, middle.start + 40, 4):
        clock.now += 0.1
        text[row] += "0"
        highlighter.changed(row, 1, 1)
        highlighter.work(middle, 1.0)
    assert source.given <= 10 * (module.BEFORE + 4)


def test_a_slice_ends_when_its_time_is_over() -> None:
    text = document("python", 3_000, seed=1)
    clock = Ticking()
    highlighter = Highlighter(text, named("python"), clock)
    slices = 0
    again: float | None = 0.0
    while again is not None:
        before = clock.looks
        again = highlighter.work(range(40), 0.05).again
        assert clock.looks - before <= 60
        slices += 1
    assert slices > 50
    assert [highlighter.tokens(row) for row in range(3_000)] == full_colours("python", text)


def test_what_is_seen_is_coloured_before_the_rest() -> None:
    text = document("go", 8_000, seed=1)
    source = Counting(named("go"))
    highlighter = Highlighter(text, source, Clock())
    visible = range(6_000, 6_040)
    words = [row for row in visible if text[row].startswith(("func", "type", "var", "//"))]
    assert len(words) > 5
    while source.given < 280:
        highlighter.work(visible, 0.0)
    assert all(highlighter.key(row) for row in words)
    assert not any(highlighter.key(row) for row in range(3_000))


def test_an_edit_between_slices_loses_no_row() -> None:
    text = document("cpp", 2_000, seed=1)
    clock = Clock()
    highlighter = Highlighter(text, named("cpp"), clock)
    for row in (1_500, 20, 900, 21, 1_999):
        for _ in range(200):
            highlighter.work(range(40), 0.0)
        text[row : row + 1] = ["/* one", "two */ int x;", text[row]]
        highlighter.changed(row, 1, 3)
    settle(highlighter, range(40), clock)
    assert [highlighter.tokens(row) for row in range(len(text))] == full_colours("cpp", text)


def test_all_lines_may_go_and_come_back() -> None:
    text = document("rust", 200, seed=1)
    highlighter, clock = settled(text, named("rust"))
    kept = list(text)
    text[:] = [""]
    highlighter.changed(0, 200, 1)
    settle(highlighter, range(40), clock)
    assert highlighter.tokens(0) == ()
    text[:] = kept
    highlighter.changed(0, 1, 200)
    settle(highlighter, range(40), clock)
    assert [highlighter.tokens(row) for row in range(200)] == full_colours("rust", kept)


def test_a_giant_text_is_coloured_where_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GIANT_LINES", 5_000)
    text = ["int x; /* c */"] * 6_000
    highlighter, clock = settled(text, named("c"), range(5_000, 5_040))
    assert highlighter.tokens(5_010) == ((0, 3, "type"), (7, 14, "comment"))
    assert highlighter.tokens(2_000) == ()
    text[5_010] = "/*"
    highlighter.changed(5_010, 1, 1)
    settle(highlighter, range(5_000, 5_040), clock)
    assert highlighter.tokens(5_011) == ((0, 14, "comment"),)


def test_a_line_of_five_megabytes_is_coloured_up_to_a_bound() -> None:
    text = ["x = 1;" * 830_000, "int y;"]
    highlighter, _ = settled(text, named("c"))
    tokens = highlighter.tokens(0)
    assert len(tokens) == LONGEST // 6
    assert tokens[-1][1] <= LONGEST
    assert highlighter.tokens(1) == ((0, 3, "type"),)


@pytest.mark.parametrize("alias", ["python", "yaml", "sql"])
def test_a_hundred_thousand_brackets_in_a_line_are_text_like_any(alias: str) -> None:
    highlighter, _ = settled(["[" * 100_000, "x"], named(alias))
    assert highlighter.note is None


def test_states_nested_deeper_than_the_bound_still_end_up_right() -> None:
    lines = DEEPEST * 2
    text = ["[", "{ a: 'b',"] * (lines // 2) + ["}]"] * (lines // 2)
    highlighter, clock = settled(text, named("yaml"), range(lines, lines + 40))
    text[lines] = "] 'x"
    highlighter.changed(lines, 1, 1)
    settle(highlighter, range(lines, lines + 40), clock)
    assert [highlighter.tokens(row) for row in range(len(text))] == full_colours("yaml", text)


class Recursing(RegexLexer):
    name = "Recursing"
    tokens = {"root": [(r"if\b", Keyword), (r"x", lambda lexer, match: lexer.deeper()), (r"(?s).", Text)]}

    def deeper(self) -> None:
        self.deeper()


class Endless(RegexLexer):
    name = "Endless"
    tokens = {"root": [(r"if\b", Keyword), (r"(a+)+b", Keyword), (r"(?s).", Text)]}


@pytest.mark.parametrize(
    ("lexer", "line", "problem"),
    [(Recursing, "x", "highlight.failed"), (Endless, "a" * 60, "highlight.slow")],
)
def test_a_lexer_that_fails_leaves_plain_text_and_a_note(
    lexer: type, line: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    text = ["if", "y"]
    highlighter, _ = settled(text, pygments_source(lexer))
    assert highlighter.tokens(0) == ((0, 2, "keyword"),)
    text[1] = line
    highlighter.changed(1, 1, 1)
    progress = highlighter.work(range(2), 0.01)
    assert (list(progress.changed), progress.again) == ([0, 1], None)
    assert highlighter.tokens(0) == ()
    assert highlighter.note is not None
    assert highlighter.note.id == problem
    for locale in LOCALES:
        assert lexer.__name__ in render(highlighter.note, locale)
    text.append("z")
    highlighter.changed(2, 0, 1)
    assert highlighter.tokens(2) == ()
    assert highlighter.work(range(3), 0.01).again is None


def test_plain_text_costs_nothing() -> None:
    highlighter = Highlighter(["a", "b"], None)
    highlighter.changed(0, 1, 5)
    assert highlighter.work(range(2), 0.01) == module.Progress((), None)
    assert (highlighter.tokens(4), highlighter.note) == ((), None)


@pytest.mark.parametrize(
    ("name", "first", "title"),
    [
        ("a.py", "", "Python"),
        ("CMakeLists.txt", "", "CMake"),
        ("x.h", "class A {", "C++"),
        ("x.h", "struct a {", "C"),
        ("Makefile", "", "Base Makefile"),
        ("a.json", "", "JSON"),
        ("part.ngc", "", "G-code"),
        ("pump.st", "", "Structured Text"),
        ("pump.TcPOU", '<?xml version="1.0"?>', "XML"),
        ("run", "#!/usr/bin/env node", "JavaScript"),
        ("Cargo.lock", "", "TOML"),
        (".env", "", "Bash"),
        ("a.ipynb", "", "JSON"),
        ("Jenkinsfile", "", "Groovy"),
    ],
)
def test_the_lexer_is_chosen_by_name_then_by_content(name: str, first: str, title: str) -> None:
    source = source_of(name, [first])
    assert source is not None
    assert source.title == title


@pytest.mark.parametrize("name", ["go.sum", "notes.txt", "noname"])
def test_text_in_no_language_is_plain(name: str) -> None:
    assert source_of(name, ["class A;"]) is None


def test_every_table_lexer_can_begin_anywhere_but_one() -> None:
    from rubin_tui.engine.languages import LANGUAGES

    sources = [(language.id, source_of(f"x{language.suffixes[0]}", [""])) for language in LANGUAGES]
    assert [id for id, source in sources if source is None or not source.resumable] == ["pascal"]


def test_pygments_is_loaded_when_a_lexer_of_it_is_needed() -> None:
    program = (
        "import sys; from rubin_tui.engine.editing.highlight import Highlighter, source_of;"
        "Highlighter(['G1 X1'], source_of('a.ngc', [])).work(range(1), 1.0);"
        "print([name for name in sys.modules if name.split('.')[0] in ('pygments', 'textual', 'rich')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_ranges_of_a_row_are_in_order_and_apart() -> None:
    text = document("html", 400, seed=5)
    highlighter, _ = settled(text, named("html"))
    for row in range(400):
        tokens = highlighter.tokens(row)
        assert all(begin < end <= len(text[row]) for begin, end, _ in tokens)
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(tokens))
