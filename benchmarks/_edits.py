"""Random edits to documents of many languages, and what their colours must be."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]

from rubin_tui.engine.editing.highlight import Highlighter
from rubin_tui.engine.editing.highlight.highlighter import PAUSE
from rubin_tui.engine.editing.highlight.kinds import KINDS, KindNumbers
from rubin_tui.engine.editing.highlight.pygments_source import pygments_source

PARTS: dict[str, tuple[str, ...]] = {
    "python": (
        'def f{n}(a, *b):\n    """What {n} is.\n\n    More of it.\n    """\n'
        '    return f"{{a}} {n}" + r\'\\d\'\n',
        "@cache\nclass C{n}(Base):\n    x: int = {n}  # a number\n    y = [1,\n        2]\n",
        "import os\nif x and {n} > 0x1F:\n    print('it\\'s', \"two\" 'three')\n",
        "text = '''one\n# no comment {n}\n'''\nawait g(lambda x: x ** {n})\n",
    ),
    "c": (
        "/* block {n}\n * goes on\n */\nstatic int f{n}(const char *s)\n{{\n"
        "    return s[0] == '\\'' ? {n} : 0x10u;\n}}\n",
        '#include <stdio.h>\n#define MAX(a, b) \\\n    ((a) > (b) ? (a) : (b))\n#if 0\nint no{n};\n#endif\n',
        'struct s{n} {{ unsigned long a; double b; }};\nconst char *t = "text \\"{n}\\" %d\\n"; // end\n',
    ),
    "cpp": (
        "template <typename T>\nclass C{n} : public Base {{\n  public:\n"
        "    explicit C{n}(T &&x) noexcept;\n    // word\n}};\n",
        'auto s = R"x(raw {n}\n"quotes" /* no */\n)x";\nnamespace n{n} {{ using std::string; }}\n',
        "/* c {n} */ for (auto &x : y) {{ std::cout << \"a\\n\" << 'c' << 1'000; }}\n#ifdef A\n"
        "int z;\n#endif\n",
    ),
    "css": (
        "/* part {n}\n   of it */\n.a{n} > #b:hover {{\n  color: #ff00{n:02}; margin: 0 {n}px;\n}}\n",
        '@media (max-width: {n}px) {{\n  a::before {{ content: "x{n}"; background: url(a.png) }}\n}}\n',
    ),
    "xml": (
        '<!-- note {n}\n  more -->\n<a b="{n}" c=\'d\'>text &amp; more\n</a>\n',
        "<x:y\n  attr=\"long\n  value\"/>\n<![CDATA[ raw < {n} ]]>\n<?pi {n}?>\n",
    ),
    "yaml": (
        'key{n}:\n  - one: "text {n}"\n    two: \'it\'\'s\'\n  - [1, 2, {{a: b}}]\n',
        "# comment {n}\nblock{n}: |\n  text: no key\n  more {n}\nother: &x {n}\nref: *x\n",
        "long{n}: >-\n    folded\n    text\n---\n? a\n: !!str {n}\n",
    ),
    "rust": (
        "/// Docs {n}\npub fn f{n}<'a>(x: &'a str) -> Option<u32> {{\n    /* in\n"
        "    /* nested */ */\n    Some({n}_u32)\n}}\n",
        'let s = r#"raw "{n}" "#; let c = \'x\'; let t = "a\n   b\\n";\nprintln!("{{}}", s);\n',
        "#[derive(Debug)]\nstruct S{n} {{ a: Vec<i64>, b: f32 }}\nimpl S{n} {{ const A: bool = true; }}\n",
    ),
    "go": (
        "// F{n} does.\nfunc F{n}(a int, b string) (error) {{\n\tx := `raw\n{n}`\n\treturn nil\n}}\n",
        '/* c\n{n} */\ntype T{n} struct {{\n\tA map[string]int `json:"a"`\n}}\nvar r = \'x\'\n'
        'var s = "q\\n"\n',
    ),
    "lua": (
        "--[[ block {n}\nmore ]]\nlocal function f{n}(a, ...)\n  return a .. \"x\" .. 'y' -- end\nend\n",
        "local s = [==[\nraw {n} ]] \n]==]\nfor i = 1, {n} do print(i) end\n",
    ),
    "toml": (
        '# part {n}\n[table.a{n}]\nkey = "v{n}"\nnumbers = [1, 2.5,\n  0x1F]\nday = 2026-01-31\n',
        "[[rows]]\ntext = \"\"\"\nmany {n}\nlines\"\"\"\nraw = '''\nx'''\non = true\n",
    ),
    "perl": (
        "sub f{n} {{\n    my ($a, @b) = @_;\n    $a =~ s/x{n}/y/g;\n    return \"t $a\"; # end\n}}\n",
        "print <<EOT;\ntext $x {n}\nEOT\nmy %h = (a => 'b', c => q(d));\n",
        "=pod\n\nWords {n}\n\n=cut\n\nif ($x == {n}) {{ print 'a'; }}\n",
    ),
    "bash": (
        "# part {n}\nf{n}() {{\n  local x=\"a $1 ${{y:-{n}}}\"\n  echo 'one' `date` $(ls | wc -l)\n}}\n",
        "cat <<EOF\ntext $x {n}\nEOF\nif [[ $a -eq {n} ]]; then\n  exit 1\nfi\n",
    ),
    "markdown": (
        "# Head {n}\n\nSome *word* and **strong** and `code` {n}.\n\n- one\n- two\n",
        "```python\ndef f{n}():\n    return 'x'\n```\n\n> quote {n}\n\n[link](http://a/{n})\n",
        "Text\n====\n\n1. one\n2. two\n\n```\nplain {n}\n```\n",
    ),
    "html": (
        '<!-- note {n} -->\n<div class="a{n}" id=b>\n  text &nbsp; <b>bold</b>\n</div>\n',
        "<script>\nvar x = '{n}'; // c\nif (x < 1) {{ y(); }}\n</script>\n",
        "<style>\n.a {{ color: red; }}\n</style>\n<p>words\n{n}</p>\n",
    ),
    "javascript": (
        "/** Docs {n}\n * more\n */\nexport async function f{n}(a, b = 1) {{\n  return `t ${{a +\n"
        "    1}} x`;\n}}\n",
        "const r = /ab+[/]c/g.test('x{n}') ? \"y\" : null; // end\n"
        "class C{n} extends D {{ get x() {{ return 0x1f; }} }}\n",
        "let o = {{ a: {n}, 'b': [1, 2], c() {{}} }};\n",
    ),
    "sql": (
        "-- part {n}\nSELECT a.x, count(*) AS n FROM t{n} a\nWHERE a.y = 'it''s' AND b > {n};\n",
        "/* c\n{n} */\nCREATE TABLE t{n} (\n  id INTEGER PRIMARY KEY,\n  \"name\" VARCHAR(20)\n);\n",
    ),
}  # fmt: skip
"""Pieces of the sixteen languages, to make documents of; `{n}` is a number."""

WORDS = (
    *('"', "'", "`", '"""', "'''", "/*", "*/", "//", "#", "--", "(", ")", "[", "]", "{", "}", "<", ">"),
    *("<!--", "-->", "<script>", "</script>", "```", "<<EOF\n", "EOF\n", "[[", "]]", "--[["),
    *("]==]", "R\"x(", ")x\""),
    *("\\", "\n", "\n\n", "    ", "x", "if ", "return 1\n", " = 1;\n", "def f():\n", ": ", "|\n"),
    *("&", "$", "%", "@"),
    *("#if 0\n", "#endif\n", "=cut\n", "=pod\n", "---\n", "r#\"", "\"#", "<![CDATA[", "]]>", "${", "0x1"),
)  # fmt: skip

Edit = tuple[int, int, list[str]]
"""First line, how many are replaced, by what."""


def document(language: str, lines: int, seed: int) -> list[str]:
    """A text of about so many lines."""
    chance = random.Random(f"{language} {seed}")
    made: list[str] = []
    while len(made) < lines:
        part = chance.choice(PARTS[language]).format(n=chance.randrange(100))
        made += [*part.split("\n")[:-1], *[""] * chance.randrange(2)]
    return made[:lines]


def random_edit(lines: Sequence[str], visible: range, chance: random.Random) -> Edit:
    """An edit a person could make in the visible lines: a word typed, characters or lines deleted, joined."""
    row = chance.choice(visible)
    line = lines[row]
    column = chance.randrange(len(line) + 1)
    kind = chance.random()
    if kind < 0.65:
        return row, 1, (line[:column] + chance.choice(WORDS) + line[column:]).split("\n")
    if kind < 0.8:
        return row, 1, [line[:column] + line[column + chance.randrange(1, 6) :]]
    if kind < 0.9 and row + 1 < len(lines):
        return row, 2, [line + lines[row + 1]]
    removed = min(chance.randrange(1, 4), len(lines) - row, len(lines) - 1)
    return row, removed, []


@dataclass
class Clock:
    """Time that stands still unless it is moved."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


Coloured = list[tuple[tuple[int, int, str], ...]]


def full_colours(language: str, lines: Sequence[str]) -> Coloured:
    """The colours Pygments gives to the whole text, row by row."""
    kinds = KindNumbers()
    rows: list[list[tuple[int, int, str]]] = [[]]
    column = 0
    lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    for _, type, value in lexer.get_tokens_unprocessed("\n".join([*lines, ""])):
        kind = kinds[type]
        for number, part in enumerate(value.split("\n")):
            if number:
                rows.append([])
                column = 0
            end = column + len(part)
            if part and kind:
                row = rows[-1]
                if row and row[-1][1:] == (column, KINDS[kind - 1]):
                    row[-1] = (row[-1][0], end, KINDS[kind - 1])
                else:
                    row.append((column, end, KINDS[kind - 1]))
            column = end
    return [tuple(row) for row in rows[: len(lines)]]


@dataclass
class Outcome:
    """What came of edits: how many, after how many something visible was wrong, at once and after the second
    look, and how many rows of the whole text were after it was verified.
    """

    edits: int = 0
    wrong: int = 0
    wrong_later: int = 0
    wrong_rows: int = 0


def settle(highlighter: Highlighter, visible: range, clock: Clock, pause: float = 60.0) -> None:
    """Work until nothing is left to do, or to do within so many seconds."""
    end = clock.now + pause
    while (again := highlighter.work(visible, 1.0).again) is not None:
        if clock.now + again > end:
            return
        clock.now += again


def try_edits(
    language: str,
    lines: int,
    edits: int,
    seed: int,
    told: Callable[[str], None] = lambda text: None,
    text: Sequence[str] = (),
) -> Outcome:
    """Edit a document (`text`, or one made of so many lines) and compare its colours after each edit.

    The edits are at random places; most are taken back by the next one. After every tenth, and after one
    that leaves something wrong, the text is verified and compared whole.
    """
    chance = random.Random(f"edits {language} {lines} {seed}")
    text = list(text) or document(language, lines, seed)
    clock = Clock()
    source = pygments_source(lambda **options: get_lexer_by_name(language, **options))
    highlighter = Highlighter(text, source, clock)
    outcome = Outcome()
    settle(highlighter, range(40), clock)
    for number, (edit, visible) in enumerate(_edits(text, edits, chance)):
        clock.now += 1.0
        first, removed, inserted = edit
        text[first : first + removed] = inserted
        highlighter.changed(first, removed, len(inserted))
        visible = range(visible.start, min(visible.stop, len(text)))
        should = full_colours(language, text)

        def wrong(rows: range, should: Coloured = should) -> list[int]:
            return [row for row in rows if highlighter.tokens(row) != should[row]]

        settle(highlighter, visible, clock, 0.0)
        outcome.edits += 1
        at_once = wrong(visible)
        outcome.wrong += bool(at_once)
        settle(highlighter, visible, clock, PAUSE)
        later = wrong(visible)
        outcome.wrong_later += bool(later)
        if at_once or later:
            told(f"{language} edit {number}: {edit} wrong {at_once[:3]} later {later[:3]}")
        if number % 10 == 9 or later:
            settle(highlighter, visible, clock)
            stayed = wrong(range(len(text)))
            outcome.wrong_rows += len(stayed)
            if stayed:
                told(f"{language} edit {number}: {edit} stays wrong {stayed[:3]}")
        assert highlighter.note is None
    return outcome


def _edits(text: list[str], count: int, chance: random.Random) -> Iterator[tuple[Edit, range]]:
    back: tuple[Edit, range] | None = None
    for _ in range(count):
        if back is not None and chance.random() < 0.7:
            yield back
            back = None
            continue
        top = chance.randrange(max(len(text) - 40, 1))
        visible = range(top, min(top + 40, len(text)))
        edit = random_edit(text, visible, chance)
        first, removed, inserted = edit
        if inserted or len(text) > removed:
            back = (first, len(inserted), text[first : first + removed]), visible
        yield edit, visible
