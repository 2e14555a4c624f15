"""JSON, TOML, YAML, XML, INI: exact places, keys that stand twice, hostile texts."""

import json
import tomllib

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rubin_tui.engine.analysis.ini_check import IniCheck
from rubin_tui.engine.analysis.json_check import JsonCheck
from rubin_tui.engine.analysis.toml_check import TomlCheck
from rubin_tui.engine.analysis.xml_check import XmlCheck
from rubin_tui.engine.analysis.yaml_check import YamlCheck
from rubin_tui.engine.model import Position
from tests.engine.analysis.base import found, places, words

DEEP = 100_000
_VALUE = "A value is expected here: a string in double quotes, a number, true, false, null, { or [."


@pytest.mark.parametrize(
    ("text", "line", "character", "said"),
    [
        ("", 0, 0, "The text ends before there is a value."),
        ('{"a": 1,\n "b" 2}', 1, 5, "A colon is expected after the key."),
        ('{"a": [1 2]}', 0, 9, "A comma or ] is expected here."),
        ('{"a": [1, 2,]}', 0, 11, "JSON has no comma before a closing bracket."),
        ('{"a": {"b": 1}', 0, 14, "{ from line 1 is not closed."),
        ("{'a': 1}", 0, 1, "A key in double quotes is expected here."),
        ('{"a": True}', 0, 6, _VALUE),
        ('"a\\x"', 0, 2, "\\x is no escape; a backslash itself is written twice."),
        ('["й😀\nb"]', 0, 1, "The string is not closed on its line."),
        ('["й😀\tb"]', 0, 4, "The control character U+0009 cannot stand in a string; write it as an escape."),
        ("[01]", 0, 1, "01 is neither a number nor true, false or null."),
        ("NaN", 0, 0, "NaN is no number in JSON; use null or a string."),
        ("{}\r\n{}", 1, 0, "The value has ended; nothing may follow it."),
        ("[1]]", 0, 3, "The value has ended; nothing may follow it."),
        ("[1}", 0, 2, "A comma or ] is expected here."),
    ],
)  # fmt: skip
def test_json_errors(text: str, line: int, character: int, said: str) -> None:
    (issue,) = found(JsonCheck(), text)
    assert (issue.start, words(issue.message)) == (Position(line, character), said)
    assert (issue.severity, issue.category) == ("error", "syntax")


def test_json_keys_that_stand_twice_in_one_object_only() -> None:
    text = '{"a": 1,\r\n "b": {"a": 2, "й": 1, "й": 3},\r "\\u0061": 4}'
    first, second = found(JsonCheck(), text)
    assert places([first, second]) == [("duplicate-key", 1, 23), ("duplicate-key", 2, 1)]
    assert words(second.message).startswith("The key a stands twice: first in line 1.")
    assert second.related[0].start == Position(0, 1)


def test_json_comments_where_editors_allow_them() -> None:
    text = '// c\n{"a": [1, /* two */ 2,], }\n'
    assert found(JsonCheck(), text, path="/p/.vscode/settings.json") == []
    assert found(JsonCheck(), text, path="/p/tsconfig.json") == []
    assert len(found(JsonCheck(), text, path="/p/data.json")) == 1


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(_ANY, st.booleans())
def test_json_that_is_json_is_let_through(value: object, ascii: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii, indent=1).encode("utf-8", "replace").decode()
    assert [issue for issue in found(JsonCheck(), text) if issue.rule == "json-syntax"] == []


@settings(max_examples=300)
@given(st.text(st.sampled_from('{}[]:,"\\/ \n01-.eEtrufalsn'), max_size=14))
def test_json_is_refused_exactly_when_the_standard_library_refuses_it(text: str) -> None:
    def never(word: str) -> float:
        raise ValueError(word)

    try:
        json.loads(text, parse_constant=never)
        valid = True
    except ValueError:
        valid = False
    assert ([issue for issue in found(JsonCheck(), text) if issue.rule == "json-syntax"] == []) == valid


@pytest.mark.parametrize(
    ("text", "rule", "line", "character"),
    [
        ("a = 1\r\nb = й\n", "toml-syntax", 1, 4),
        ("a = 1\nb = 2\na = 3\n", "duplicate-key", 2, 0),
        ("[t]\nx = 1\n[t]\n", "duplicate-key", 2, 0),
        ("a = [1,\n", "toml-syntax", 1, 0),
        ('a = "x\n', "toml-syntax", 0, 6),
        ("\ufeffa = \n", "toml-syntax", 0, 5),
        ("a = 1\rb = 2\n", "toml-syntax", 0, 5),
    ],
)
def test_toml_errors(text: str, rule: str, line: int, character: int) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(text.removeprefix("\ufeff"))
    assert places(found(TomlCheck(), text)) == [(rule, line, character)]


def test_toml_that_is_toml_is_let_through() -> None:
    assert found(TomlCheck(), '\ufeff[a]\r\nb = [1, 2]\r\nc = { d = "й" }\r\n') == []


@pytest.mark.parametrize(
    ("text", "line", "character", "said"),
    [
        ("a:\n\t- 1", 1, 0, "A tab cannot indent YAML; use spaces."),
        ("a: 'x", 0, 5, "The string in quotes is not closed."),
        ("a: 1\nb: c: d", 1, 4, "A key cannot stand here"),
        ("- a\nb: 1", 1, 0, "The indentation fits nothing above it."),
        ("x: \x85 y: é\x01", 0, 9, "The character U+0001 cannot stand in YAML"),
        ("@a", 0, 0, "No value can begin with this character"),
    ],
)
def test_yaml_errors(text: str, line: int, character: int, said: str) -> None:
    with pytest.raises(yaml.YAMLError):
        yaml.safe_load(text)
    (issue,) = found(YamlCheck(), text)
    assert issue.start == Position(line, character)
    assert words(issue.message).startswith(said)


def test_yaml_keys_and_aliases() -> None:
    text = "😀: 1\nb: &x\n  - {k: 1, 'k': 2, K: 3}\n  - *x\n  - *y\n😀: 2\n---\n😀: 1\nc: *x\n"
    assert places(found(YamlCheck(), text)) == [
        ("duplicate-key", 2, 11),
        ("unknown-alias", 4, 4),
        ("duplicate-key", 5, 0),
        ("unknown-alias", 8, 3),
    ]
    assert found(YamlCheck(), "a: &d {x: 1}\nb: {<<: *d, x: 2}\nc: !Ref y\n1: a\n'1': b\n") == []


def test_yaml_lines_are_ours_where_yaml_counts_others() -> None:
    assert places(found(YamlCheck(), "a: 'x\u2028 y'\r\nb: 1\rb: 2\n")) == [("duplicate-key", 2, 0)]


@pytest.mark.parametrize(
    ("text", "line", "character", "said"),
    [
        ("<a>\r\n <b>\r </c>\n</a>", 2, 3, "The element b from line 2 has to be closed first."),
        ("<a>\n <b>й😀", 1, 6, "The element b from line 2 is not closed."),
        ("<a x='1' x='2'/>", 0, 9, "The attribute stands twice."),
        ("<a>й & b</a>", 0, 6, "This character cannot stand here"),
        ("<a/><b/>", 0, 4, "Only one element can stand outermost."),
        (" <?xml version='1.0'?><a/>", 0, 1, "<?xml can stand only at the very beginning"),
        ("", 0, 0, "There is no element in this text."),
    ],
)
def test_xml_errors(text: str, line: int, character: int, said: str) -> None:
    (issue,) = found(XmlCheck(), text)
    assert words(issue.message).startswith(said)
    assert issue.start == Position(line, character)


def test_an_undeclared_prefix_is_a_warning() -> None:
    (issue,) = found(XmlCheck(), "<a>\n<p:b/></a>")
    assert (issue.rule, issue.severity, issue.start) == ("xml-namespace", "warning", Position(1, 0))
    assert words(issue.message) == "The namespace prefix is not declared."
    assert places(found(XmlCheck(), "<p:a>\n</b>")) == [("xml-namespace", 0, 0), ("xml-syntax", 1, 2)]


def test_xml_is_read_as_text_whatever_encoding_it_declares() -> None:
    assert found(XmlCheck(), "\ufeff<?xml version='1.0' encoding='windows-1251'?>\n<a>привет</a>\n") == []


def test_an_entity_bomb_is_not_expanded() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE a [<!ENTITY e0 "lol">{entities}]>'
    assert found(XmlCheck(), f"{head}<a>&e9;</a>") == []
    (issue,) = found(XmlCheck(), f"{head}<a x='&e9;'/>")
    assert words(issue.message) == "The entities grow beyond measure when expanded; they were not."


def test_nothing_outside_is_fetched() -> None:
    text = (
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>'
    )
    assert found(XmlCheck(), text) == []


def test_ini() -> None:
    text = "[A]\r\nx = 1\r\n  goes on\r\nX = 2\nx : 3\n; c\nnothing\n[B\n[A] ; again\nx=1\n"
    assert places(found(IniCheck(), text, path="m.ini")) == [
        ("duplicate-key", 4, 0),
        ("ini-syntax", 6, 0),
        ("ini-syntax", 7, 0),
        ("duplicate-section", 8, 0),
    ]


def test_ini_dialects_are_left_alone() -> None:
    hal = "[HAL]\nHALFILE = a.hal\nHALFILE = b.hal\n"
    service = "[Service]\nExecStart=a\nExecStart=b\n"
    assert found(IniCheck(), hal, path="machine.ini") == []
    assert found(IniCheck(), service, path="x.service") == []
    assert found(IniCheck(), "x = 1\nif x:\n  y = 1\nelse: x = 1\nelse: 2\n", path="lit.cfg") == []
    assert found(IniCheck(), "--module=a\n--module=b\n", path="start.ini") == []
    assert found(IniCheck(), "server {\n  listen 80;\n}\n", path="nginx.conf") == []


@pytest.mark.parametrize(
    ("analyzer", "text"),
    [
        (JsonCheck(), "[" * DEEP),
        (JsonCheck(), '{"a":' * DEEP),
        (TomlCheck(), "a = " + "[" * DEEP),
        (YamlCheck(), "[" * DEEP),
        (YamlCheck(), "{a: " * DEEP),
        (XmlCheck(), "<a>" * DEEP),
        (IniCheck(), "[" * DEEP),
    ],
)
def test_100000_brackets_are_one_finding(analyzer, text: str) -> None:  # type: ignore[no-untyped-def]
    (issue,) = found(analyzer, text)
    assert (issue.severity, issue.category) == ("error", "syntax")
