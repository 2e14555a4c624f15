"""Encodings: files come as they were written, from any system and decade."""

import random

import pytest

from rubin_tui.engine.text.encodings import Decoded, detect, is_binary

RUSSIAN = (
    "Преобразователь частоты управляет скоростью асинхронного двигателя. Перед включением проверьте "
    "сопротивление изоляции: оно должно быть не ниже 1 МОм при 500 В. Параметр p1121 задаёт время "
    "торможения в секундах; значение 0 запрещено.\nЕсли привод остановился с ошибкой F30002, напряжение "
    "в звене постоянного тока было слишком высоким — увеличьте время торможения или подключите резистор.\n"
)
ENGLISH = "The drive stops with fault F30002 when the DC link voltage is too high.\nRaise p1121.\n"
EIGHT_BIT = ("cp1251", "koi8-r", "cp866", "iso8859-5")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", *EIGHT_BIT])
@pytest.mark.parametrize("size", [30, 60, 400])
def test_russian_is_read_in_every_encoding(encoding: str, size: int) -> None:
    whole = RUSSIAN.encode(encoding, "ignore").decode(encoding)
    generator = random.Random(7)
    for _ in range(50):
        start = generator.randrange(max(1, len(whole) - size))
        part = whole[start : start + size]
        data = part.encode(encoding)
        assert detect(data).text == part
        assert not is_binary(data)


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "koi8-r"])
@pytest.mark.parametrize("words", ["СТОП ПО АВАРИИ", "НАСОС 2: ОШИБКА", "пуск насоса", "Клапан", "ДВИГАТЕЛЬ"])
def test_a_few_words_in_the_comment_of_a_program_are_enough(encoding: str, words: str) -> None:
    line = f"x := 1; // {words}\n"
    assert detect(line.encode(encoding)).text == line


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [RUSSIAN, ENGLISH, "", "я"])
def test_a_byte_order_mark_decides_and_is_no_text(encoding: str, text: str) -> None:
    found = detect("\ufeff".encode(encoding) + text.encode(encoding))
    assert (found.text, found.encoding, found.bom, found.lossy) == (text, encoding, True, False)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_no_utf8_with_zero_bytes(encoding: str) -> None:
    assert detect(ENGLISH.encode(encoding)).encoding == encoding


def test_western_text_is_not_read_as_russian() -> None:
    text = "Für die Überwachung der Größe gemäß Prüfblatt: Motor läuft, Wärme über 90 °C."
    assert detect(text.encode("cp1252")).text == text


@pytest.mark.parametrize(
    ("data", "newline", "mixed"),
    [
        (b"a\nb\n", "\n", False),
        (b"a\r\nb\r\n", "\r\n", False),
        (b"a\rb\r", "\r", False),
        (b"a\r\nb\r\nc\n", "\r\n", True),
        (b"a", "", False),
        (b"", "", False),
    ],
)
def test_line_ends_are_told_and_left_alone(data: bytes, newline: str, mixed: bool) -> None:
    assert detect(data) == Decoded(data.decode(), "utf-8", False, newline, mixed, False)  # type: ignore[arg-type]


def test_one_broken_byte_does_not_turn_utf8_into_something_else() -> None:
    found = detect(RUSSIAN.replace("500", "50\udcff").encode("utf-8", "surrogateescape"))
    assert (found.text, found.encoding, found.lossy) == (RUSSIAN.replace("500", "50\ufffd"), "utf-8", True)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\x7fELF\x02\x01\x01\0\0\0",
        b"PK\x03\x04\x14\0\x06\0\x08\0",
        bytes(range(256)) * 4,
        random.Random(1).randbytes(4096),
        random.Random(2).randbytes(4097),
    ],
)
def test_what_is_no_text_is_binary(data: bytes) -> None:
    assert is_binary(data)


@pytest.mark.parametrize(
    "data", [b"", ENGLISH.encode(), b"\x1b[31mred\x1b[0m\tlog\r\n\x0c", RUSSIAN.encode("koi8-r", "ignore")]
)
def test_text_with_escape_sequences_and_form_feeds_is_text(data: bytes) -> None:
    assert not is_binary(data)
