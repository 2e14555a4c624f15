"""Source code: the file's own lines under the names of functions, blocks and POUs."""

import pytest

from rubin_tui.engine.languages import LANGUAGES, SUFFIXES, language_named, language_of
from rubin_tui.engine.library.extract import SUFFIXES as READABLE
from rubin_tui.engine.library.extract import collect, extract_text
from rubin_tui.engine.library.extract.code_outline import outline
from rubin_tui.engine.library.extract.documents import read_source
from rubin_tui.engine.library.extract.frames import to_frame
from rubin_tui.engine.library.extract.values import Source
from tests.engine.containers.files import L5X, PLCOPEN, TCPOU
from tests.engine.library.reading import quotes, read

SAMPLES: dict[str, tuple[str, list[tuple[str, int, int]]]] = {
    "python": (
        "import x\n\nclass Drive:\n    @property\n    def speed(self):\n        return 1\n\nif x:\n"
        "    def late(): ...\n",
        [("Drive", 2, 6), ("speed", 3, 6), ("late", 8, 9)],
    ),
    "st": (
        "FUNCTION_BLOCK PUBLIC FB_Drive EXTENDS FB_Base\nMETHOD PUBLIC Halt : BOOL\nEND_METHOD\n"
        "END_FUNCTION_BLOCK\nTYPE E_State :\n(Idle);\nEND_TYPE\nprogram Main\nend_program\n"
        'ORGANIZATION_BLOCK "Main OB"\nEND_ORGANIZATION_BLOCK\nFUNCTION FC 12 : VOID\nEND_FUNCTION\n',
        [("FB_Drive", 0, 4), ("Halt", 1, 3), ("E_State", 4, 7), ("Main", 7, 9), ('"Main OB"', 9, 11),
            ("FC 12", 11, 13)],
    ),
    "pmac": (
        "&1\nOPEN PLC 5 CLEAR\nP1=0\nCLOSE\nopen prog 10\nclose\n",
        [("PLC 5", 1, 4), ("prog 10", 4, 6)],
    ),
    "gcode": (
        "%\n(PLATE)\n(ALU)\nG21\no<probe> sub\nG38.2 Z-1\no<probe> endsub\nO100 (SECOND)\nN10 G0 X0\n"
        "N100 (FACE)\nG1\n; DRILL 8\nG81\n",
        [("o<probe>", 4, 7), ("O100 (SECOND)", 7, 14), ("N100 FACE", 9, 11), ("DRILL 8", 11, 14)],
    ),
    "cpp": (
        "int proto(int a);\nstatic int read(const Axis &a)\n{\n    if (a) {\n        return call(1);\n    }\n"
        "}\nclass Drive : public Base {\n    void halt() { stop(); }\n    int speed() const\n    {\n    }\n"
        "};\nvoid Drive::reset() {\n}\n",
        [("read", 1, 7), ("Drive", 7, 13), ("halt", 8, 9), ("speed", 9, 12), ("Drive::reset", 13, 15)],
    ),
    "javascript": (
        "export class Axis {\n  async move(to) {\n    if (to) {\n    }\n  }\n}\n"
        "const stop = async (a) => {\n};\nfunction main() {\n}\n",
        [("Axis", 0, 6), ("move", 1, 5), ("stop", 6, 8), ("main", 8, 10)],
    ),
    "shell": ("set -e\nstop_all() {\n  kill 1\n}\nfunction go {\n}\n", [("stop_all", 1, 4), ("go", 4, 6)]),
    "ini": ("; c\n[EMC]\nA = 1\n[AXIS_X]\nB = 2\n", [("EMC", 1, 3), ("AXIS_X", 3, 6)]),
    "toml": ("[a.b]\nx = 1\n[[c]]\n", [("a.b", 0, 2), ("c", 2, 4)]),
    "yaml": ("axes:\n  x:\n    max: 5\nname: t\n", [("axes", 0, 3), ("x", 1, 3), ("name", 3, 5)]),
    "krl": ("DEF main ( )\nPTP HOME\nEND\nDEFFCT INT sum(a)\nENDFCT\n", [("main", 0, 3), ("sum", 3, 5)]),
    "rapid": (
        "MODULE Main\n  PROC pick()\n  ENDPROC\n  LOCAL FUNC num f()\n  ENDFUNC\nENDMODULE\n",
        [("Main", 0, 6), ("pick", 1, 3), ("f", 3, 5)],
    ),
    "go": ("func (a *Axis) Move() {\n}\ntype T struct {\n}\n", [("Move", 0, 2), ("T", 2, 4)]),
    "rust": (
        "pub fn go() {\n}\nimpl Axis {\n    fn x() {}\n}\n",
        [("go", 0, 2), ("Axis", 2, 5), ("x", 3, 4)],
    ),
    "verilog": ("module top(a);\nendmodule\n", [("top", 0, 2)]),
    "basic": ("Public Sub Go()\nEnd Sub\nFunction F(x)\nEnd Function\n", [("Go", 0, 2), ("F", 2, 4)]),
    "batch": ("@echo off\n:stop\nexit\n:go\n", [("stop", 1, 3), ("go", 3, 5)]),
    "sql": ("CREATE TABLE IF NOT EXISTS t (\na int);\n", [("t", 0, 3)]),
    "make": ("A := 1\nall: x\n\techo\n", [("all", 1, 4)]),
    "gsd": ('Model_Name = "X"\nModule = "8 DI" 0x10\nEndModule\n', [("8 DI", 1, 3)]),
    "awl": (
        "FUNCTION_BLOCK FB 1\nNETWORK\nA I 0.0\nEND_FUNCTION_BLOCK\n",
        [("FB 1", 0, 4), ("NETWORK", 1, 4)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("id", SAMPLES)
def test_named_parts_are_found_with_their_lines(id: str) -> None:
    text, parts = SAMPLES[id]
    language = language_named(id)
    assert language is not None
    assert [(part.name, part.start, part.end) for part in outline(text, language)] == parts


def test_python_that_does_not_parse_is_outlined_by_its_lines() -> None:
    language = language_named("python")
    assert language is not None
    text = "class A:\n    def b(self):\n        print 'old'\n\nasync def c():\n    x = (\n"
    assert [part.name for part in outline(text, language)] == ["A", "b", "c"]


@pytest.mark.parametrize(
    ("name", "text", "id"),
    [
        ("FB_Drive.TcPOU", "", "st"),
        ("main.scl", "", "st"),
        ("A.NGC", "", "gcode"),
        ("Makefile", "", "make"),
        ("CMakeLists.txt", "", "cmake"),
        ("run", "#!/bin/sh\n", "shell"),
        ("run", "#!/usr/bin/env -S python3.11 -u\n", "python"),
        ("run", "#!/opt/x/ruby\n", "ruby"),
        ("notes", "text", None),
        ("run", "#!/opt/unknown\n", None),
    ],
)
def test_the_language_is_told_by_name_or_shebang(name: str, text: str, id: str | None) -> None:
    found = language_of(name, text)
    assert (found.id if found else None) == id


def test_no_two_languages_claim_one_suffix() -> None:
    suffixes = [suffix for language in LANGUAGES for suffix in language.suffixes]
    assert len(suffixes) == len(set(suffixes)) == len(SUFFIXES)
    assert READABLE > SUFFIXES
    assert len({language.id for language in LANGUAGES}) == len(LANGUAGES)


def test_lexers_have_the_names_pygments_gives_them() -> None:
    lexers = pytest.importorskip("pygments.lexers")
    for language in LANGUAGES:
        if language.lexer:
            assert language.lexer in lexers.get_lexer_by_name(language.lexer).aliases


ST = """\
// Привод оси X

(* Останавливает
   привод. *)
FUNCTION_BLOCK FB_Drive
VAR
    n : INT;
END_VAR
{body}
METHOD Halt : BOOL
Halt := TRUE; // стоп
END_METHOD
END_FUNCTION_BLOCK
"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "cp866", "koi8-r", "utf-16"])
def test_code_of_any_age_is_read_with_its_comments(encoding: str) -> None:
    text = ST.format(body="n := 1;")
    found = extract_text("FB_Drive.st", text.replace("\n", "\r\n").encode(encoding))
    assert (found.type, found.pages[0].text) == ("code", text)
    assert quotes(found) == [
        ((), "code", "// Привод оси X"),
        (("FB_Drive",), "code", text[text.index("(*") :].rstrip()),
    ]


def test_large_blocks_are_parted_at_their_methods() -> None:
    text = ST.format(body="\n".join(f"n := n + {number};" for number in range(200)))
    assert [(path, quote.split("\n")[0]) for path, _, quote in read("a.st", text)] == [
        ((), "// Привод оси X"),
        (("FB_Drive",), "(* Останавливает"),
        (("FB_Drive",), "n := n + 71;"),
        (("FB_Drive",), "n := n + 144;"),
        (("FB_Drive", "Halt"), "METHOD Halt : BOOL"),
        (("FB_Drive",), "END_FUNCTION_BLOCK"),
    ]


def test_a_long_function_is_cut_at_blank_lines_and_nothing_is_repeated() -> None:
    body = "\n\n".join(
        "\n".join(f"    a{block}_{line} = {line}" for line in range(12)) for block in range(12)
    )
    text = f"def f():\n{body}\n"
    pieces = [quote for _, _, quote in read("a.py", text)]
    assert "\n\n".join(pieces) == text.rstrip()
    assert all(len(piece) <= 1000 for piece in pieces)


def test_the_text_is_the_files_own() -> None:
    text = "\tx = 1 \n\n\n  y = 2\n# ы"
    assert extract_text("a.py", text).pages[0].text == text


def test_a_file_without_suffix_is_code_when_its_first_line_says_so() -> None:
    assert extract_text("run", "#!/bin/sh\nstop() {\n}\n").type == "code"
    assert extract_text("run", "Notes.\n").type == "text"
    assert extract_text("Makefile", "all: x\n").type == "code"


RST = """\
========
 Modbus
========

Frames end with a `CRC <https://x>`_.

.. _codes:

Exception *codes*
-----------------

.. toctree::
   :maxdepth: 2

   menu

Use it so::

    crc := 16#FFFF;

    send();

.. note:: Wait first.

   Then send.

.. code-block:: st
   :linenos:

   x := 1;

.. image:: a.png
   :alt: picture

====  =======
Code  Meaning
====  =======
02    address
====  =======

- first
- second

.. a comment
   of two lines

======
Timing
======

Short.
"""


def test_restructured_text_is_cut_at_its_structure() -> None:
    found = extract_text("a.rst", RST)
    assert (found.type, found.title, found.pages[0].text) == ("rst", "Modbus", RST)
    pieces = [
        (path, line)
        for path, _, quote in quotes(found)
        for line in (quote.split("\n") if path else ["?"])
        if line.strip()
    ]
    codes = ("Modbus", "Exception codes")
    assert pieces == [
        (("Modbus",), "Frames end with a `CRC <https://x>`_."),
        (codes, "Use it so::"),
        (codes, "    crc := 16#FFFF;"),
        (codes, "    send();"),
        (codes, "   Then send."),
        (codes, "   x := 1;"),
        (codes, "====  ======="),
        (codes, "Code  Meaning"),
        (codes, "====  ======="),
        (codes, "02    address"),
        (codes, "====  ======="),
        (codes, "- first"),
        (codes, "- second"),
        (("Timing",), "Short."),
    ]


@pytest.mark.parametrize(
    ("name", "text", "paths"),
    [
        ("FB_Pump.TcPOU", TCPOU, [(), ("FB_Pump",)]),
        ("tank.xml", PLCOPEN, [("E_Mode",), ("ST_Tank",), ("FB_Fill",), ("Main",)]),
        ("line.L5X", L5X, [("Recipe",), ("VAR_GLOBAL",), ("Main",)]),
    ],
    ids=["twincat", "plcopen", "rockwell"],
)
def test_code_inside_something_else_is_read_without_what_surrounds_it(
    name: str, text: str, paths: list[tuple[str, ...]]
) -> None:
    found = read(name, text)
    assert [path for path, _, _ in found] == paths
    assert not any(sign in quote for _, _, quote in found for sign in ("CDATA", "<ST>", "&lt;"))


PARSED = {"st": "rubin_tui.engine.analysis.iec.passages:passages"}


def passages(text: str, name: str = "a.st") -> list[tuple[tuple[str, ...], str]]:
    """Heading path and text of each passage, cut by the parser."""
    found = collect(to_frame(part) for part in read_source(Source(name, text.encode(), outlines=PARSED)))
    document = list(found)[-1]
    return [(path, quote) for path, _, quote in quotes(document)]


def test_the_parser_cuts_structured_text_at_its_pous_types_and_methods() -> None:
    text = (
        "// is not (* METHOD Nor *)\n(* says\nMETHOD Wrong\n*)\nFUNCTION_BLOCK\n  FB_A // late name\n"
        + "x := 1;\n" * 200
        + "METHOD PUBLIC Run : BOOL\nRun := TRUE;\nEND_METHOD\nEND_FUNCTION_BLOCK\n"
        + "\n{attribute 'strict'}\nTYPE\n  E_B : (One, Two);\n"
        + "  ST_C : STRUCT\n    n : INT;\n  END_STRUCT;\nEND_TYPE\n"
    )
    found = passages(text)
    assert [(path, quote.split("\n")[0]) for path, quote in found] == [
        ((), "// is not (* METHOD Nor *)"),
        (("FB_A",), "(* says"),
        (("FB_A",), "x := 1;"),
        (("FB_A", "Run"), "METHOD PUBLIC Run : BOOL"),
        (("FB_A",), "END_FUNCTION_BLOCK"),
        (("E_B",), "{attribute 'strict'}"),
        (("ST_C",), "  ST_C : STRUCT"),
    ]


def test_parts_on_one_line_and_broken_ones_are_passages_still() -> None:
    text = "TYPE A : INT; B : INT; END_TYPE PROGRAM P\nx := ((;\nEND_PROGRAM\nFUNCTION F : INT\nF := 1;\n"
    assert [path for path, _ in passages(text)] == [("A",), ("P",), ("F",)]
