"""100,000 real passages, cut from the documentation packages of Debian.

The packages are fetched by `apt-get download` into a folder outside the repository (`RUBIN_CORPUS`, else
`~/.cache/rubin-bench`) and unpacked by `dpkg-deb`; what is cut from them stays there. Passages are distinct:
one that shares a third of its runs of eight words with those before it is left out.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

SIZE = 100_000
RUSSIAN = 12_000
WORDS = 120  # of a passage at most
FEWEST = 20
RUN = 8
PACKAGES = (
    "aptitude-doc-en",
    "aptitude-doc-ru",
    "autoconf-doc",
    "debian-faq",
    "debian-faq-ru",
    "debian-handbook",
    "debian-policy",
    "debian-reference-en",
    "developers-reference",
    "developers-reference-ru",
    "doublecmd-help-ru",
    "erlang-doc",
    "gimp-help-ru",
    "git-doc",
    "gnuplot-doc",
    "installation-guide-amd64",
    "instead-doc-ru",
    "kicad-doc-en",
    "kicad-doc-ru",
    "libreoffice-help-en-us",
    "libreoffice-help-ru",
    "linux-doc-6.1",
    "linuxcnc-doc-en",
    "maint-guide",
    "maint-guide-ru",
    "manpages-dev",
    "manpages-ru",
    "manpages-ru-dev",
    "octave-doc",
    "perl-doc",
    "postgresql-doc-15",
    "python3.11-doc",
    "sqlite3-doc",
)

_FORMAT = 3  # of the file of passages; counts up when they are cut otherwise
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_OTHER = re.compile(r"[^\x00-\u024f\u0400-\u04ff\u2000-\u22ff]")


@dataclass(frozen=True, slots=True)
class Corpus:
    """The passages, and how many of them are Russian or nearly stand twice, in per cent."""

    passages: tuple[str, ...]
    russian: float
    doubled: float


def cache() -> Path:
    """The folder outside the repository."""
    return Path(os.environ.get("RUBIN_CORPUS") or Path.home() / ".cache" / "rubin-bench")


def load() -> Corpus | None:
    """The corpus, made once; None where there is neither one nor apt to make it with."""
    path = cache() / f"passages-{_FORMAT}.json.gz"
    if not path.is_file():
        if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
            return None
        passages = _chosen()
        if len(passages) < SIZE:
            return None
        with gzip.open(path, "wt", encoding="utf-8") as stream:
            json.dump(passages, stream, ensure_ascii=False)
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        passages = json.load(stream)
    russian = sum(map(_is_russian, passages))
    return Corpus(tuple(passages), 100 * russian / len(passages), 100 * _doubled(passages) / len(passages))


def _chosen() -> list[str]:
    """`RUSSIAN` Russian passages and the rest others, from all packages in turn, in seeded order."""
    seen: set[int] = set()
    russian: list[str] = []
    others: list[list[str]] = []
    for package in PACKAGES:
        of_package: list[str] = []
        for passage in _cut(fetched(package)):
            runs = _runs(passage, (0, 4))
            if not runs or len(seen & runs) * 3 >= len(runs):
                continue
            seen |= runs
            (russian if _is_russian(passage) else of_package).append(passage)
        others.append(of_package)
    chance = random.Random(17)
    chance.shuffle(russian)
    chosen = russian[:RUSSIAN]
    for of_package in others:
        chance.shuffle(of_package)
    while len(chosen) < SIZE and any(others):
        for of_package in others:
            chosen += [of_package.pop() for _ in range(min(20, len(of_package)))]
    chance.shuffle(chosen)
    return chosen[:SIZE]


def fetched(package: str) -> Path:
    """The folder the package is unpacked in; an empty one when it cannot be had."""
    folder = cache() / "x" / package
    if not folder.is_dir():
        packed = cache() / "deb"
        packed.mkdir(parents=True, exist_ok=True)
        if not any(packed.glob(f"{package}_*.deb")):
            subprocess.run(["apt-get", "download", package], cwd=packed, capture_output=True, check=False)
        folder.mkdir(parents=True)
        for deb in packed.glob(f"{package}_*.deb"):
            subprocess.run(["dpkg-deb", "-x", str(deb), str(folder)], check=True)
    return folder


def _cut(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and (blocks := _blocks(path)):
            words: list[str] = []
            for block in [*blocks, ""]:
                added = block.split()
                if words and (not block or len(words) + len(added) > WORDS):
                    if len(words) >= FEWEST and not _OTHER.search(" ".join(words)):
                        yield " ".join(words[:WORDS])
                    words = []
                words += added


def _blocks(path: Path) -> list[str]:
    """The paragraphs of a file; none of a file that is no text."""
    name = path.name.removesuffix(".gz")
    kind = name.rpartition(".")[2]
    if kind not in ("html", "htm", "txt", "pod", "rst") and not re.fullmatch(r"\d\w*", kind):
        return []
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8", "replace")
    if kind in ("html", "htm"):
        reader = _Html()
        reader.feed(text)
        return reader.blocks()
    if re.fullmatch(r"\d\w*", kind):
        text = _ROFF.sub(" ", _REQUEST.sub("\n", text))
    return [block for block in re.split(r"\n\s*\n", text) if _LATIN.search(block) or _CYRILLIC.search(block)]


_REQUEST = re.compile(r"^[.'](?:\\\"|[A-Za-z]{1,2}\b ?(?:\"?\d.*)?).*$", re.MULTILINE)
_ROFF = re.compile(r"\\(?:f[BIRP]|f\(\w\w|[&%|^]|\(\w\w|-)")


class _Html(HTMLParser):
    """The text of a page by blocks."""

    _BLOCK = frozenset(
        (
            "p",
            "li",
            "td",
            "th",
            "div",
            "pre",
            "h1",
            "h2",
            "h3",
            "h4",
            "dt",
            "dd",
            "tr",
            "table",
            "section",
            "br",
        )
    )
    _SILENT = frozenset(("script", "style", "nav", "head"))

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in self._SILENT
        if tag in self._BLOCK:
            self._parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in self._SILENT and self._silent > 0
        if tag in self._BLOCK:
            self._parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._parts.append(data)

    def blocks(self) -> list[str]:
        return [block for part in "".join(self._parts).split("\n\n") if (block := " ".join(part.split()))]


def _runs(passage: str, sample: tuple[int, ...]) -> set[int]:
    """Hashes of the runs of eight words, of each value of `sample` an eighth of them."""
    words = re.findall(r"\w+", passage.lower())
    hashes = (zlib.crc32(" ".join(words[at : at + RUN]).encode()) for at in range(len(words) - RUN + 1))
    return {one for one in hashes if one % 8 in sample}


def _doubled(passages: list[str]) -> int:
    """How many share half of their runs with those before; looked at in other runs than when choosing."""
    seen: set[int] = set()
    doubled = 0
    for passage in passages:
        runs = _runs(passage, (3, 6))
        doubled += bool(runs) and len(seen & runs) * 2 >= len(runs)
        seen |= runs
    return doubled


def _is_russian(passage: str) -> bool:
    return len(_CYRILLIC.findall(passage)) * 2 > len(passage) * 0.6
