"""Bytes into text: which encoding and which line ends a file has, and whether it is text at all."""

from __future__ import annotations

import codecs
import math
import re
from dataclasses import dataclass
from typing import Literal

Newline = Literal["\n", "\r\n", "\r", ""]

_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 1 << 16
_BINARY_SHARE = 0.02  # of control characters that no text has


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and how it stood in its bytes.

    `text` is without the byte order mark and with its own line ends; `newline` is the commonest of
    them ("" when there is none), `mixed` says that there are others. `lossy` means that some bytes
    fitted no encoding and are U+FFFD: such a file must not be saved from this text.
    """

    text: str
    encoding: str
    bom: bool
    newline: Newline
    mixed: bool
    lossy: bool


def detect(data: bytes) -> Decoded:
    """`data` as text: by its mark, else UTF-16 by its zero bytes, UTF-8, then the 8-bit encodings."""
    encoding, mark = _encoding_of(data)
    return _decoded(data[len(mark) :], encoding, bom=bool(mark))


@dataclass(frozen=True, slots=True)
class Format:
    """How a text stands in its bytes: the encoding, whether its byte order mark comes first.

    `tail` are bytes after the text that are only the beginning of a character: half a UTF-16 file has some.
    """

    encoding: str = "utf-8"
    bom: bool = False
    tail: bytes = b""


def decode_exactly(data: bytes, encoding: str | None = None) -> tuple[str, Format] | None:
    """`data` as text that `encode_exactly` turns back into the same bytes; None when there is no such text.

    Bytes that fit no character are lone surrogates in the text. Without `encoding` it is found as `detect`
    finds it.

    Raises:
        LookupError: there is no encoding of that name.
    """
    found, mark = _encoding_of(data) if encoding is None else _named(data, encoding)
    form = Format(found, bool(mark), _tail(data, found))
    try:
        text = data[len(mark) : len(data) - len(form.tail)].decode(found, _kept(found))
        exact = encode_exactly(text, form) == data
    except UnicodeError:
        return None
    return (text, form) if exact else None


def encode_exactly(text: str, form: Format) -> bytes:
    """The bytes of a text that came from `decode_exactly`, edited or not.

    Raises:
        UnicodeEncodeError: the encoding does not know a character.
    """
    mark = _mark(form.encoding) if form.bom else b""
    return mark + text.encode(form.encoding, _kept(form.encoding)) + form.tail


def cannot_encode(text: str, form: Format, *, strict: bool = False) -> frozenset[str]:
    """The characters of `text` that `form` has no bytes for; `strict`: bytes that fit no character, too."""
    handler = "strict" if strict else _kept(form.encoding)
    try:
        text.encode(form.encoding, handler)
    except UnicodeEncodeError:
        return frozenset(
            character for character in set(text) if not _encodes(character, form.encoding, handler)
        )
    return frozenset()


def is_binary(data: bytes) -> bool:
    """Whether `data` is no text in any encoding `detect` knows."""
    if data.startswith(tuple(mark for mark, _ in _BOMS)) or _utf16_without_mark(data):
        return False
    sample = data[:_SAMPLE]
    odd = len(sample) - len(sample.translate(None, _ODD))
    return b"\0" in sample or odd > _BINARY_SHARE * len(sample)


# Bells, escapes and form feeds are in the logs of terminals and printers.
_ODD = bytes(set(range(0x20)) - set(b"\a\b\t\n\x0b\x0c\r\x1a\x1b")) + b"\x7f"


def _encoding_of(data: bytes) -> tuple[str, bytes]:
    """The encoding, and the mark `data` begins with or b""."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding, mark
    # Before UTF-8: zero bytes are valid UTF-8.
    return _utf16_without_mark(data) or _utf8(data) or _eight_bit(data), b""


def _named(data: bytes, encoding: str) -> tuple[str, bytes]:
    name = codecs.lookup(encoding).name
    name = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(name, name)
    if not codecs.lookup(name)._is_text_encoding:  # "base64" and "zlib" are codecs as well
        raise LookupError(encoding)
    mark = _mark(name)
    return name, mark if mark and data.startswith(mark) else b""


def _mark(encoding: str) -> bytes:
    return next((mark for mark, name in _BOMS if name == encoding), b"")


def _tail(data: bytes, encoding: str) -> bytes:
    width = {"utf-16": 2, "utf-32": 4}.get(encoding[:6], 1)
    return data[len(data) - len(data) % width :]


def _kept(encoding: str) -> str:
    """The way of errors that keeps what it cannot read."""
    return "surrogatepass" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"


def _encodes(character: str, encoding: str, handler: str) -> bool:
    try:
        character.encode(encoding, handler)
    except UnicodeEncodeError:
        return False
    return True


def _decoded(data: bytes, encoding: str, *, bom: bool) -> Decoded:
    try:
        text, lossy = data.decode(encoding), False
    except UnicodeDecodeError:
        text, lossy = data.decode(encoding, "replace"), True
    crlf = text.count("\r\n")
    counts: dict[Newline, int] = {
        "\n": text.count("\n") - crlf,
        "\r\n": crlf,
        "\r": text.count("\r") - crlf,
    }
    newline: Newline = max(counts, key=lambda end: counts[end])
    mixed = sum(count > 0 for count in counts.values()) > 1
    return Decoded(text, encoding, bom, newline if counts[newline] else "", mixed, lossy)


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[: min(_SAMPLE, len(data)) & ~1]  # of half a file the last byte is no character
    if b"\0" not in sample:
        return None
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        # Latin, Greek, Cyrillic and punctuation: the high bytes of real text are few.
        usual = sum(high.count(byte) for byte in (0x00, 0x03, 0x04, 0x20, 0x21, 0x22, 0x25))
        low = sample[0::2] if encoding == "utf-16-le" else sample[1::2]
        if usual >= 0.95 * len(high) and low.count(0) <= 0.02 * len(low):
            try:
                text = sample.decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(_CONTROL.findall(text)) <= _BINARY_SHARE * len(text):
                return encoding
    return None


_CONTROL = re.compile("[\0-\x07\x0e-\x19\x1c-\x1f\x7f-\x9f]")


def _utf8(data: bytes) -> str | None:
    """UTF-8, strictly; also when a few bytes among many good sequences are broken."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data[:_SAMPLE].decode("utf-8", "replace")
        broken = text.count("\ufffd")
        good = sum(character > "\x7f" for character in text) - broken
        return "utf-8" if broken * 20 < good else None
    return "utf-8"


_HIGH_RUN = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_ASCII_LETTER = re.compile(rb"[A-Za-z]")
_CYRILLIC_ENCODINGS = ("cp1251", "koi8-r", "cp866", "iso8859-5")
_FLIP = re.compile("[а-яё][А-ЯЁ]")
_FLIP_COST = 5.0

# Letters of Russian text in per mille, after the Russian National Corpus.
_PER_MILLE = dict(
    zip(
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
        (110, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20, 19, 17, 17, 16, 16, 14, 12, 10, 9,
         7, 6, 5, 4, 3, 3, 0.4, 0.4),
        strict=True,
    )
)  # fmt: skip
_UPPER_COST = 1.5
_CAPITALS_BONUS = 1.2  # less than the cost: small letters are still likelier
_WEIGHTS = {letter: math.log(count) for letter, count in _PER_MILLE.items()}
_WEIGHTS |= {letter.upper(): weight - _UPPER_COST for letter, weight in list(_WEIGHTS.items())}
_WEIGHTS |= dict.fromkeys("«»№–—…°±§©®µ·\xa0“”„’", 0.0) | dict.fromkeys("іїєґўІЇЄҐЎ", -1.0)
_STRANGE = -4.0  # box drawing, other nations' letters, undefined bytes


def _eight_bit(data: bytes) -> str:
    runs = _HIGH_RUN.findall(data[: 1 << 20])
    mixed = sum(1 for run in runs if len(run) > 1 and _ASCII_LETTER.search(run))
    if mixed * 2 > sum(1 for run in runs if len(run) > 1) > 0:
        return "cp1252" if _decodes(data, "cp1252") else "iso8859-1"  # "für": Latin letters in Latin words
    sample = b" ".join(runs)[:_SAMPLE]
    return max(_CYRILLIC_ENCODINGS, key=lambda encoding: _score(sample, encoding))


def _score(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, "replace")
    letters = sum(_WEIGHTS.get(character, _STRANGE) for character in text if character > "\x7f")
    if text.isupper():  # comments of old programs are: capitals of CP1251 are the small letters of KOI8-R
        letters += _CAPITALS_BONUS * sum(map(str.isalpha, text))
    return letters - _FLIP_COST * len(_FLIP.findall(text))


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
