"""The one table of code languages, and how a file says which of them it is in.

An outline made here is by line patterns (Python's by its own parser). It stands in until a language has
an analyzer that knows better.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

_LETTER = r"[^\W\d]"
_I = re.IGNORECASE


@dataclass(frozen=True, slots=True)
class Opening:
    """A line that opens a named part; the groups of `pattern` that matched, joined, are its name.

    `level` 1 is the highest; 0 means: the more it is indented, the deeper. The part ends with a line
    that `end` matches (indented as the opening one, if `level` is 0), else before the next opening of
    its level or above. `alone` openings count only where the lines beside them match no such pattern.
    """

    pattern: re.Pattern[str]
    level: int = 1
    end: re.Pattern[str] | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    """A language. `suffixes` are in lower case with their dot, `names` whole file names in lower case.

    `lexer` is the name Pygments knows it by, "" for none. `comment` are signs that make the rest of a line a
    comment, `block_comment` pairs around one.
    """

    id: str
    title: str
    suffixes: tuple[str, ...]
    lexer: str = ""
    comment: tuple[str, ...] = ()
    block_comment: tuple[tuple[str, str], ...] = ()
    openings: tuple[Opening, ...] = ()
    names: tuple[str, ...] = ()
    shebangs: tuple[str, ...] = ()


def _opening(pattern: str, level: int = 1, end: str = "", flags: int = 0, alone: bool = False) -> Opening:
    return Opening(re.compile(pattern, flags), level, re.compile(end, flags) if end else None, alone)


_C_BLOCK = (("/*", "*/"),)
_BRACE = r"\s*[}\])]"
_WORDS = r"(?:[\w:<>,*&~\[\]]+\s+[*&]*)"
_FUNCTION = _opening(
    rf"\s*(?!return\b|else\b|new\b|throw\b|case\b|delete\b|typedef\b|goto\b|using\b){_WORDS}{{1,6}}"
    rf"((?:{_LETTER}\w*::)*[~]?{_LETTER}\w*)\s*\([^;{{}}]*(?:\{{.*)?$",
    0,
    _BRACE,
)
_TYPE = _opening(rf"\s*(?:(?:export|public|private|protected|internal|abstract|sealed|static|final|partial|"
    rf"typedef|default|data|pub)\s+)*(?:class|struct|interface|enum|union|namespace|record|trait|impl|object)\s+"
    rf"(?:class\s+)?({_LETTER}[\w:.]*)[^;]*$", 0, _BRACE)  # fmt: skip
_POU = (
    r"(?:FUNCTION_BLOCK|FUNCTION|PROGRAM|INTERFACE|CLASS|NAMESPACE|CONFIGURATION|ORGANIZATION_BLOCK|DATA_BLOCK"
    r")"
)  # fmt: skip
_ST_MODIFIERS = r"\s+(?:(?:PUBLIC|PRIVATE|PROTECTED|INTERNAL|ABSTRACT|FINAL|OVERRIDE)\s+)*"
_ST_NAME = rf'("[^"\n]+"|(?:{_LETTER}|[%#])[\w.]*(?:\s\d+\b)?)'
_ST_OPENINGS = (
    _opening(rf"^\s*{_POU}{_ST_MODIFIERS}{_ST_NAME}", 1, rf"\s*END_{_POU}\b|\s*</POU>", _I),
    _opening(rf"^\s*TYPE\s+{_ST_NAME}\s*(?::|$)", 1, r"\s*END_TYPE\b", _I),
    _opening(rf"^\s*(?:METHOD|PROPERTY|ACTION|TRANSITION){_ST_MODIFIERS}{_ST_NAME}", 2,
        r"\s*END_(?:METHOD|PROPERTY|ACTION|TRANSITION)\b", _I),
    _opening(r"^\s*(VAR_GLOBAL|VAR_CONFIG)\b", 1, r"\s*END_VAR\b", _I),
    _opening(r'^\s*<(?:POU|GVL|DUT|Itf)\s[^>]*?Name="([^"]+)"', 0, r"\s*</(?:POU|GVL|DUT|Itf)>"),
    _opening(r'^\s*<(?:Method|Property|Action|Transition)\s[^>]*?Name="([^"]+)"', 0,
        r"\s*</(?:Method|Property|Action|Transition)>"),
    _opening(r"^\s*(NETWORK)\s*$", 3, "", _I),
)  # fmt: skip
_SECTION = _opening(r"^\s*\[+([^\]\n]+)\]+\s*(?:[#;].*)?$")
_G_NAME = r"[oO]\s*(?:\d+|<[^>]+>)"

LANGUAGES: tuple[Language, ...] = (
    Language("python", "Python", (".py", ".pyw", ".pyi"), "python", ("#",), (), (
        _opening(r"^\s*(?:async\s+)?(?:def|class)\s+(\w+)", 0),), shebangs=("python",)),
    Language("st", "Structured Text", (".st", ".scl", ".exp", ".iecst", ".udt", ".tcpou", ".tcgvl",
        ".tcdut", ".tcio"), "", ("//",), (("(*", "*)"), ("/*", "*/")), _ST_OPENINGS),
    Language("awl", "STL (AWL)", (".awl", ".stl_src", ".il"), "", ("//",), (("(*", "*)"),), (
        *_ST_OPENINGS[:2], _opening(r"^\s*(NETWORK|TITLE\s*=.*)$", 2, "", _I))),
    Language("pmac", "PMAC", (".pmc", ".plc", ".pma", ".pmh"), "", (";", "//"), _C_BLOCK, (
        _opening(r"^\s*(?:&\d+\s*)?OPEN\s+(PLCC?|(?:MOTION )?PROG|ROTARY|ROT|FORWARD|INVERSE|SUBPROG)\b"
            r"\s*(\w*)", 1, r"\s*CLOSE\b", _I),)),
    Language("gcode", "G-code", (".ngc", ".nc", ".gcode", ".tap", ".cnc", ".mpf", ".spf", ".eia", ".min"), "",
        (";",), (("(", ")"),), (
        _opening(rf"^\s*({_G_NAME})\s+(?:sub|SUB|Sub)\b", 1, rf"\s*{_G_NAME}\s+(?:endsub|ENDSUB|Endsub)\b"),
        _opening(r"^\s*([oO:]\d+)\s*(\([^)]*\))?\s*$"),
        _opening(r"^\s*%?_N_(\w+)_(?:MPF|SPF)\b"),
        _opening(r"^\s*(?:PROC|proc)\s+(\w+)"),
        _opening(r"^\s*([nN]\d+)\s*(?:\(([^)]*)\)|;\s*(.+?))?\s*$", 2, alone=True),
        _opening(r"^\s*(?:\((?!\s*(?:MSG|DEBUG|PRINT|LOG)\b)([^()\n]*\w[^()\n]*)\)|;+[\s;=*-]*([^\n]*?\w[^\n]*?)[\s=*-]*)$",
            2, alone=True))),
    Language("ladder", "Rockwell logic", (".l5k",), "", (), (("(*", "*)"),), (
        _opening(r"^\s*(?:CONTROLLER|MODULE|DATATYPE|PROGRAM|TASK|ADD_ON_INSTRUCTION_DEFINITION)\s+(\w+)", 1),
        _opening(r"^\s*(?:ROUTINE|ST_ROUTINE|FBD_ROUTINE|SFC_ROUTINE)\s+(\w+)", 2))),
    Language("krl", "KUKA KRL", (".src", ".sub"), "", (";",), (), (
        _opening(r"^\s*(?:GLOBAL\s+)?DEF(?:FCT\s+\w+)?\s+(\w+)", 1, r"\s*END(?:FCT)?\s*$", _I),
        _opening(r"^\s*;FOLD\s+(.+?)(?:;%.*)?$", 2, "", _I))),
    Language("rapid", "ABB RAPID", (".mod", ".sys", ".prg"), "", ("!",), (), (
        _opening(r"^\s*MODULE\s+(\w+)", 1, r"\s*ENDMODULE\b", _I),
        _opening(r"^\s*(?:LOCAL\s+)?(?:PROC|FUNC\s+\w+|TRAP)\s+(\w+)", 2, r"\s*END(?:PROC|FUNC|TRAP)\b",
            _I))),
    Language("fanuc", "FANUC TP", (".ls",), "", ("!",), (), (
        _opening(r"^/PROG\s+(\S+)"), _opening(r"^/(ATTR|MN|POS)\b", 2))),
    Language("hal", "LinuxCNC HAL", (".hal", ".postgui"), "", ("#",), (), (
        _opening(r"^#+[\s#=*-]*([^#\n]*\w[^#\n]*?)[\s#=*-]*$", 1, alone=True),)),
    Language("c", "C", (".c", ".h", ".ino", ".pde"), "c", ("//",), _C_BLOCK, (_TYPE, _FUNCTION)),
    Language("cpp", "C++", (".cpp", ".cc", ".cxx", ".hpp", ".hh", ".hxx", ".ipp"), "cpp", ("//",), _C_BLOCK,
        (_TYPE, _FUNCTION)),
    Language("csharp", "C#", (".cs",), "csharp", ("//",), _C_BLOCK, (_TYPE, _FUNCTION)),
    Language("java", "Java", (".java", ".kt"), "java", ("//",), _C_BLOCK, (_TYPE, _FUNCTION)),
    Language("go", "Go", (".go",), "go", ("//",), _C_BLOCK, (
        _opening(r"^func\s+(?:\([^)]*\)\s*)?(\w+)", 0, _BRACE), _opening(r"^type\s+(\w+)\s", 0, _BRACE))),
    Language("rust", "Rust", (".rs",), "rust", ("//",), _C_BLOCK, (
        _TYPE,
        _opening(r"^\s*(?:pub(?:\([^)]*\))?\s+)?(?:(?:async|const|unsafe)\s+)*fn\s+(\w+)", 0, _BRACE))),
    Language("javascript", "JavaScript", (".js", ".mjs", ".cjs", ".jsx"), "javascript", ("//",), _C_BLOCK,
        _JS := (
        _TYPE,
        _opening(r"^\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?function\s*\*?\s*([\w$]+)", 0, _BRACE),
        _opening(r"^\s*(?:export\s+)?(?:const|let|var)\s+([\w$]+)\s*=\s*(?:async\s*)?"
            r"(?:function\b|\([^()]*\)\s*=>|\w+\s*=>)", 0, _BRACE),
        _opening(r"^\s+(?:(?:static|async|get|set|public|private)\s+)*"
            r"(?!if\b|for\b|while\b|switch\b|catch\b|function\b)"
            r"([\w$]+)\s*\([^()]*\)\s*(?::[^{;]+)?\{", 0, _BRACE)), shebangs=("node",)),
    Language("typescript", "TypeScript", (".ts", ".tsx"), "typescript", ("//",), _C_BLOCK, _JS),
    Language("pascal", "Pascal", (".pas", ".pp", ".dpr"), "delphi", ("//",), (("{", "}"), ("(*", "*)")), (
        _opening(r"^\s*(?:unit|program|library)\s+(\w+)", 1, "", _I),
        _opening(r"^(?:procedure|function|constructor|destructor)\s+([\w.]+)", 2, "", _I))),
    Language("basic", "Visual Basic", (".bas", ".vb", ".vbs", ".cls"), "vbnet", ("'",), (), (
        _opening(r"^\s*(?:(?:Public|Private|Friend|Static|Protected|Shared)\s+)*(?:Sub|Function|Property\s+(?:Get|Let|Set)|"
            r"Class|Module)\s+(\w+)", 0, r"\s*End\s+(?:Sub|Function|Property|Class|Module)\b", _I),)),
    Language("lua", "Lua", (".lua",), "lua", ("--",), (("--[[", "]]"),), (
        _opening(r"^\s*(?:local\s+)?function\s+([\w.:]+)", 0, r"\s*end\b"),), shebangs=("lua",)),
    Language("tcl", "Tcl", (".tcl",), "tcl", ("#",), (), (_opening(r"^\s*proc\s+(\S+)", 0, _BRACE),),
        shebangs=("tclsh", "wish")),
    Language("matlab", "MATLAB", (".m",), "matlab", ("%",), (), (
        _opening(r"^\s*function\b\s*(?:[^=\n]*=\s*)?([\w.]+)", 1), _opening(r"^%%\s*(\S.*?)\s*$", 2))),
    Language("vhdl", "VHDL", (".vhd", ".vhdl"), "vhdl", ("--",), (), (
        _opening(r"^\s*(?:entity|architecture|package(?:\s+body)?)\s+(\w+)", 1, "", _I),
        _opening(r"^\s*(?:(\w+)\s*:\s*)?process\b", 2, r"\s*end\s+process\b", _I))),
    Language("verilog", "Verilog", (".v", ".sv"), "verilog", ("//",), _C_BLOCK, (
        _opening(r"^\s*module\s+(\w+)", 1, r"\s*endmodule\b"),)),
    Language("sql", "SQL", (".sql",), "sql", ("--",), _C_BLOCK, (
        _opening(r"^\s*CREATE\s+(?:OR\s+\w+\s+)?(?:\w+\s+){0,2}(?:IF\s+NOT\s+EXISTS\s+)?([\w.\"\[\]`]+)\s*(?:\(|AS\b|$)",
            1, "", _I),)),
    Language("shell", "Shell", (".sh", ".bash", ".zsh", ".ksh"), "bash", ("#",), (), (
        _opening(r"^\s*(?:function\s+)?([\w.:-]+)\s*\(\s*\)", 0, r"\s*\}"),
        _opening(r"^\s*function\s+([\w.:-]+)\s*\{", 0, r"\s*\}")),
        shebangs=("sh", "bash", "dash", "zsh", "ksh")),
    Language("powershell", "PowerShell", (".ps1", ".psm1"), "powershell", ("#",), (("<#", "#>"),), (
        _opening(r"^\s*function\s+([\w:-]+)", 0, _BRACE, _I),)),
    Language("batch", "Batch", (".bat", ".cmd"), "batch", ("::", "rem ", "REM "), (), (
        _opening(r"^:([A-Za-z]\w*)"),)),
    Language("perl", "Perl", (".pl", ".pm"), "perl", ("#",), (), (
        _opening(r"^\s*sub\s+(\w+)", 0, _BRACE),), shebangs=("perl",)),
    Language("ruby", "Ruby", (".rb",), "ruby", ("#",), (), (
        _opening(r"^\s*(?:class|module|def)\s+([\w.:?!]+)", 0, r"\s*end\b"),), shebangs=("ruby",)),
    Language("ini", "INI", (".ini", ".cfg", ".conf", ".inf", ".eds", ".dcf", ".reg", ".desktop", ".service"),
        "ini", (";", "#"), (), (_SECTION,)),
    Language("gsd", "GSD", (".gsd", ".gse", ".gsg"), "", (";",), (), (
        _opening(r'^(?:Module|SlotDefinition|Slot)\b\s*=?\s*"?([^"\n]*)"?', 1, r"\s*End\w+", _I),
        _opening(r'^(?:ExtUserPrmData)\s*=\s*\d+\s*"([^"]*)"', 1, r"\s*EndExtUserPrmData", _I),
        _opening(r"^(?:PrmText)\s*=\s*(\d+)", 1, r"\s*EndPrmText", _I))),
    Language("toml", "TOML", (".toml",), "toml", ("#",), (), (_SECTION,)),
    Language("yaml", "YAML", (".yaml", ".yml"), "yaml", ("#",), (), (
        _opening(r"^([^\s#:\[{-][^:#\n]*):(?:\s|$)"), _opening(r"^ {2}([^\s#:\[{-][^:#\n]*):\s*$", 2))),
    Language("make", "Makefile", (".mk",), "make", ("#",), (), (
        _opening(r"^([\w.%/-]+(?: [\w.%/-]+)*)\s*:(?!=)"),),
        names=("makefile", "gnumakefile")),
    Language("cmake", "CMake", (".cmake",), "cmake", ("#",), (), (
        _opening(r"^\s*(?:function|macro)\s*\(\s*(\w+)", 1, r"\s*end(?:function|macro)\b", _I),),
        names=("cmakelists.txt",)),
    Language("docker", "Dockerfile", (".dockerfile",), "docker", ("#",), (), (
        _opening(r"^FROM\s+(\S+(?:\s+AS\s+\S+)?)", 1, "", _I),), names=("dockerfile",)),
    Language("diff", "Diff", (".diff", ".patch"), "diff", (), (), (_opening(r"^\+\+\+ (?:b/)?(\S+)"),)),
    Language("css", "CSS", (".css",), "css", (), _C_BLOCK),
    Language("tex", "TeX", (".tex",), "latex", ("%",), (), (
        _opening(r"^\s*\\(?:chapter|part)\*?\{(.*)\}"), _opening(r"^\s*\\section\*?\{(.*)\}", 2),
        _opening(r"^\s*\\subsection\*?\{(.*)\}", 3))),
)  # fmt: skip
"""Every language, the ones of machines first."""

_BY_SUFFIX = {suffix: language for language in LANGUAGES for suffix in language.suffixes}
_BY_NAME = {name: language for language in LANGUAGES for name in language.names}
_BY_SHEBANG = {name: language for language in LANGUAGES for name in language.shebangs}
_IN_XML = (".tcpou", ".tcgvl", ".tcdut", ".tcio")
_SHEBANG = re.compile(r"#!\s*(?:\S*/)?([^/\s]+)(?:\s+(?:-\S+\s+)*([\w.+-]+))?")

SUFFIXES = frozenset(_BY_SUFFIX)
"""The suffixes of code, in lower case and with their dot."""


XML_SUFFIXES = (
    *(".xml", ".xsd", ".xsl", ".xslt", ".svg", ".aml", ".l5x", ".gsdml", ".iodd", ".xdd", ".xdc"),
    *(".opcua", ".nodeset2", ".plcproj", ".tsproj", ".csproj", ".vcxproj", ".props", ".targets", ".wsdl"),
)
"""The suffixes of data in XML: no code, yet edited and analysed."""
_MARKUP = frozenset((*XML_SUFFIXES, ".html", ".htm", ".xhtml", ".vue", ".md", ".urdf", ".tcproj"))
_MARKUP_HEAD = re.compile(r"\s*<(?:\?xml|!doctype|html)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CommentSigns:
    """What makes a line a comment: before it, behind it, and what must not stand in it."""

    opening: str
    closing: str = ""
    forbidden: tuple[str, ...] = ()


def comment_signs(language: str, filename: str = "", first_line: str = "") -> CommentSigns | None:
    """The signs of a comment in a language; without one, in markup. None where nobody knows any."""
    known = language_named(language)
    if known is not None and known.comment:
        return CommentSigns(known.comment[0])
    if known is not None and known.block_comment:
        pair = known.block_comment[0]
        return CommentSigns(*pair, forbidden=pair)
    suffix = PurePath(filename).suffix.lower()
    if known is None and (suffix in _MARKUP or _MARKUP_HEAD.match(first_line[:200])):
        return CommentSigns("<!--", "-->", ("<!--", "--"))
    return None


def language_of(filename: str, text: str = "") -> Language | None:
    """The language of a file by its name, else by the shebang `text` begins with; None when neither says."""
    path = PurePath(filename)
    if path.suffix.lower() in _IN_XML and text.lstrip("\ufeff \t\r\n").startswith("<"):
        return None  # what could not be taken out of its XML is XML
    by_name = _BY_NAME.get(path.name.lower()) or _BY_SUFFIX.get(path.suffix.lower())
    if by_name is not None or not text.startswith("#!"):
        return by_name
    found = _SHEBANG.match(text, 0, 200)
    if found is None:
        return None
    program = found.group(2) if found.group(1) == "env" and found.group(2) else found.group(1)
    return _BY_SHEBANG.get(program.rstrip("0123456789."))


def language_named(id: str) -> Language | None:
    """The language with this id."""
    return next((language for language in LANGUAGES if language.id == id), None)
