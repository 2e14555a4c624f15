"""The starter articles: their form, their links, and every worked example calculated again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from math import sqrt
from pathlib import Path

import pytest

from rubin_tui.engine import Engine
from rubin_tui.engine.library.starter import knowledge_folder
from rubin_tui.engine.text.sentences import sentence_spans
from tests.knowledge_examples import EXAMPLES, Example

LANGUAGES = ("en", "ru")
NAMES = (
    "analog-signals",
    "encoders",
    "fieldbus-ethernet",
    "gcode-basics",
    "modbus",
    "motor-starting-protection",
    "pid-tuning",
    "plc-scan-cycle",
    "safety-functions",
    "servo-motion",
    "short-circuit",
    "structured-text",
    "temperature-sensors",
    "three-phase-power",
    "variable-frequency-drives",
)
ARTICLES = [(language, name) for language in LANGUAGES for name in NAMES]
LAST = {"en": ["Sources", "See also"], "ru": ["Источники", "Смотрите также"]}
FEWEST_WORDS = 500

_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LEANING = re.compile(r"(?:It|This|These|Those|They|Он|Она|Оно|Они|Это|Эта|Этот|Эти)\b")
_MARK = re.compile(r"\{([^{}]+)\}|\[([^\[\]]+)\]")


def article(language: str, name: str) -> str:
    return (knowledge_folder() / language / f"{name}.md").read_text("utf-8")


def sections(text: str) -> dict[str, str]:
    """What stands under each `##` heading, by heading."""
    parts = re.split(r"^## (.+)$", _FENCE.sub("", text), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def prose(text: str, language: str) -> str:
    """The sentences of an article: no headings, tables, code, sources or links."""
    bodies = [body for heading, body in sections(text).items() if heading not in LAST[language]]
    lines = "\n".join(bodies).split("\n")
    return _CODE.sub("", "\n".join(line for line in lines if not line.startswith("|")))


def links(text: str) -> list[tuple[str, str]]:
    return _LINK.findall(_CODE.sub("", _FENCE.sub("", text)))


def test_both_languages_have_the_same_fifteen_articles() -> None:
    folder = knowledge_folder()
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert found == sorted(f"{language}/{name}.md" for language, name in ARTICLES)


@pytest.mark.parametrize(("language", "name"), ARTICLES)
def test_an_article_has_its_form(language: str, name: str) -> None:
    text = article(language, name)
    lines = text.split("\n")
    assert lines[0].startswith("# ") and lines[1] == "" and lines[2].startswith("## "), "title, then sections"
    assert len(re.findall(r"^# ", _FENCE.sub("", text), re.MULTILINE)) == 1
    found = sections(text)
    assert list(found)[-2:] == LAST[language]
    assert len(found) >= 6 and all(body.strip() for body in found.values())
    assert "\n|---" in text, "a table"
    assert len(re.findall(r"^- .+\.$", found[LAST[language][0]], re.MULTILINE)) >= 3, "sources"
    assert len(_WORD.findall(prose(text, language))) >= FEWEST_WORDS
    assert text.endswith("\n") and not text.endswith("\n\n") and "\t" not in text
    assert not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize(("language", "name"), ARTICLES)
def test_an_article_is_plain_text(language: str, name: str) -> None:
    text = article(language, name)
    assert not re.search(r"</?[A-Za-z][^<>\n]*>|<!--|&[a-z]+;|&#", text), "HTML"
    assert not re.search(r"://|\bwww\.|\bmailto:", text), "web link"
    assert not re.search(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F]", text), "emoji"
    assert "Rubin reference" not in text and "Справочник Rubin" not in text


@pytest.mark.parametrize(("language", "name"), ARTICLES)
def test_sentences_stand_on_their_own_in_short_paragraphs(language: str, name: str) -> None:
    text = prose(article(language, name), language)
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    assert [sentence for sentence in sentences if _LEANING.match(sentence)] == []
    longest = max((len(_WORD.findall(paragraph)) for paragraph in text.split("\n\n")), default=0)
    assert longest <= 160


@pytest.mark.parametrize("name", NAMES)
def test_russian_prose_has_decimal_commas(name: str) -> None:
    """Numbers of clauses and editions have points, and so has program text."""
    text = prose(article("ru", name), "ru")
    if name == "structured-text":
        text = re.sub(r"\b\d+\.0\b|\b4\.5\b", "", text)
    points = re.findall(r"(?<![\w.,])(?<!F)\d+\.\d+(?![\w.])", text)
    assert points == []


@pytest.mark.parametrize(("language", "name"), ARTICLES)
def test_links_lead_to_articles_of_the_same_language(language: str, name: str) -> None:
    text = article(language, name)
    targets = [target for _, target in links(text)]
    assert links(sections(text)[LAST[language][1]]) == links(text), "links stand in the last section"
    assert len(targets) >= 2 and len(set(targets)) == len(targets)
    assert f"{name}.md" not in targets
    assert [target for target in targets if target.removesuffix(".md") not in NAMES] == []
    assert all((knowledge_folder() / language / target).is_file() for target in targets)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_article_is_linked_from_another(language: str) -> None:
    linked = {target for name in NAMES for _, target in links(article(language, name))}
    assert linked == {f"{name}.md" for name in NAMES}


QUESTIONS = (
    ("analog-signals", "Which current signals a failure according to NAMUR NE 43?", "3.6 mA"),
    ("analog-signals", "Какой ток по NAMUR NE 43 сигнализирует об отказе датчика?", "3,6 мА"),
    ("encoders", "What is an absolute encoder?", "after power-up"),
    ("encoders", "Что такое код Грея?", "двоичный код"),
    ("fieldbus-ethernet", "How long may a PROFIBUS segment be at 1.5 Mbit/s?", "200 m"),
    ("fieldbus-ethernet", "Какой наибольшей длины может быть линия CANopen?", "500 м при 125 кбит/с"),
    ("gcode-basics", "What does G43 do?", "tool length"),
    ("gcode-basics", "Что делает функция G41?", "влево"),
    ("motor-starting-protection", "What is the utilisation category AC-3?", "squirrel-cage"),
    ("motor-starting-protection", "Что такое тепловое реле?", "аппарат"),
    ("safety-functions", "What is stop category 1?", "controlled stop"),
    ("safety-functions", "Что такое MTTFd?", "средняя наработка"),
    ("servo-motion", "What is following error?", "commanded position"),
    ("servo-motion", "Что такое ошибка слежения?", "разность"),
    ("structured-text", "What is a TOF timer?", "off-delay"),
    ("structured-text", "Что делает таймер TON?", "задержка включения"),
    ("three-phase-power", "What is reactive power?", "var"),
    ("three-phase-power", "Что такое полная мощность?", "произведение"),
    ("variable-frequency-drives", "What is the carrier frequency of a drive?", "switching frequency"),
    ("variable-frequency-drives", "Что такое несущая частота преобразователя частоты?", "ШИМ"),
)


def test_each_article_answers_its_question(engine: Engine) -> None:
    for name, question, words in QUESTIONS:
        answer = engine.ask(question)
        assert answer.confidence == "found", question
        assert answer.citations[0].filename == f"{name}.md", question
        assert words in answer.text, question


# Worked examples


def examples() -> Iterator[tuple[str, Example, str]]:
    for example in EXAMPLES:
        for language, quote in (("en", example.en), ("ru", example.ru)):
            if quote:
                yield language, example, quote


CASES = [
    pytest.param(language, example, quote, id=f"{language}-{example.article}-{number}")
    for number, (language, example, quote) in enumerate(examples())
]


def plain(quote: str) -> str:
    """The words of a quote as they stand in the article."""
    return _MARK.sub(lambda mark: mark[1] or mark[2], quote)


def number(printed: str) -> float:
    if printed.startswith("0x"):
        return int(printed, 16)
    return float(printed.replace(",", ".").replace("−", "-"))


def half_a_digit(printed: str) -> float:
    """How far a value may be from what is printed: half of the last digit."""
    if printed.startswith("0x"):
        return 0.0
    _, _, decimals = printed.replace(",", ".").partition(".")
    return 0.5 * 10 ** -len(decimals) * (1 + 1e-9)


def mistakes(text: str, example: Example, quote: str) -> list[str]:
    """What is wrong with a worked example: its words are not in the article, or its results are not right."""
    found = [] if plain(quote) in text else [f"not in the article: {plain(quote)}"]
    inputs = [number(given) for given, _ in _MARK.findall(quote) if given]
    results = [printed for _, printed in _MARK.findall(quote) if printed]
    values = example.formula(*inputs)
    assert len(values) == len(results) > 0
    return found + [
        f"{printed} should be {value}"
        for printed, value in zip(results, values, strict=True)
        if abs(number(printed) - value) > half_a_digit(printed)
    ]


def test_every_article_has_a_worked_example_that_is_calculated_again() -> None:
    assert {(language, example.article) for language, example, _ in examples()} == set(ARTICLES)


@pytest.mark.parametrize(("language", "example", "quote"), CASES)
def test_a_worked_example_comes_out(language: str, example: Example, quote: str) -> None:
    assert mistakes(article(language, example.article), example, quote) == []


@pytest.mark.parametrize(("language", "example", "quote"), CASES)
def test_a_changed_digit_is_noticed(language: str, example: Example, quote: str) -> None:
    """In the article alone, wherever in the example it stands; a result also when the quote follows it."""
    text = article(language, example.article)
    for mark in _MARK.finditer(quote):
        last = mark.end() - 2
        digit = "7" if quote[last] != "7" else "1"
        changed = quote[:last] + digit + quote[last + 1 :]
        slipped = text.replace(plain(quote), plain(changed))
        assert slipped != text and mistakes(slipped, example, quote)
        if mark[2]:
            assert mistakes(slipped, example, changed)


# Tables that are calculated


def rows(text: str, columns: int) -> Iterator[list[float]]:
    """The rows of numbers in tables of so many columns."""
    for line in text.split("\n"):
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if len(cells) == columns and all(re.fullmatch(r"[-−]?\d+([.,]\d+)?", cell) for cell in cells):
            yield [number(cell) for cell in cells]


@pytest.mark.parametrize(("language", "percents"), [("en", (4, 6)), ("ru", (4, 4.5, 6))])
def test_the_table_of_transformers(language: str, percents: tuple[float, ...]) -> None:
    table = list(rows(article(language, "short-circuit"), 2 + len(percents)))
    assert len(table) == 5
    for power, rated, *currents in table:
        exact = power / (sqrt(3) * 0.4)
        assert rated == round(exact)
        for current, percent in zip(currents, percents, strict=True):
            assert current == pytest.approx(exact / percent / 10, abs=0.05 if current >= 10 else 0.005)


@pytest.mark.parametrize(("language", "columns"), [("en", 2), ("ru", 3)])
def test_the_table_of_pt100(language: str, columns: int) -> None:
    table = list(rows(article(language, "temperature-sensors"), columns))
    assert len(table) >= 9 and all(before[0] < after[0] for before, after in pairwise(table))
    for t, resistance, *_ in table:
        below = -4.183e-12 * (t - 100) * t**3 if t < 0 else 0
        assert resistance == pytest.approx(100 * (1 + 3.9083e-3 * t - 5.775e-7 * t * t + below), abs=0.0051)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ranges_of_integer_types(language: str) -> None:
    text = article(language, "structured-text").replace("−", "-")
    for signed, unsigned, bits in (("SINT", "USINT", 8), ("INT", "UINT", 16), ("DINT", "UDINT", 32)):
        to = "to" if language == "en" else "до"
        row = next(line for line in text.split("\n") if line.startswith(f"| {signed} |"))
        assert f"| {bits} |" in row and f"{-(2 ** (bits - 1))} {to} {2 ** (bits - 1) - 1} |" in row
        row = next(line for line in text.split("\n") if line.startswith(f"| {unsigned},"))
        assert f"| {bits} |" in row and f"0 {to} {2**bits - 1} " in row


def crc16(data: bytes) -> int:
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_frames_of_modbus_carry_their_checksum(language: str) -> None:
    text = article(language, "modbus")
    for frame in ("01 83 02 C0 F1", "01 03 00 00 00 0A C5 CD", "01 06 00 01 00 03 98 0B"):
        assert f"`{frame}`" in text
        data = bytes.fromhex(frame)
        assert crc16(data[:-2]).to_bytes(2, "little") == data[-2:]
    assert f"0x{crc16(b'123456789'):04X}" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_program_text_of_an_article_uses_its_own_feeds(language: str) -> None:
    """The speed and feed of the milling program are those of the worked example after it."""
    text = article(language, "gcode-basics")
    program = _FENCE.search(text)
    assert program
    speed = {"en": ("S3820 ", "F764\n"), "ru": ("S2984 ", "F537\n")}[language]
    assert all(word in program.group() for word in speed)


def test_the_folder_is_the_one_of_this_checkout() -> None:
    assert knowledge_folder() == Path(__file__).parents[1] / "data" / "knowledge"
