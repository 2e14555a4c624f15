"""Real manuals through `rubin add`, and questions about them, each quote looked up by other programs.

The manuals are all PDF and HTML files of four Debian packages, fetched as the corpus is. `manuals.tsv` has
twenty questions a language, in our own words, with the places that answer them: `file#page` (counted from 1
in the file) or `file#words of a heading`. A quote is looked for by pdftotext on the page it cites, or by a
reader of HTML of our own below the heading it cites.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from benchmarks import _corpus
from benchmarks.table import Row, print_table
from rubin_tui.engine import Engine
from rubin_tui.engine.model import Citation, Sentence
from rubin_tui.messages import Message, render

PACKAGES = ("linuxcnc-doc-en", "kicad-doc-ru", "maint-guide-ru", "debian-faq-ru")
QUESTIONS = Path(__file__).with_name("manuals.tsv")
SHOWN = 3
"""Sentences of an answer that count."""

_SET = re.compile(r"[\s\-‐­\ufffe|•]")
_MARKS = re.compile(r"[0-9⁰¹²³⁴-⁹]")
_HEADING = re.compile(r"h[1-6]")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the places (file, page or words of a heading) that answer it."""

    language: str
    text: str
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a question: its state, the rank of the first right place (0: none), quotes that stand."""

    question: Question
    confidence: str
    rank: int
    place: str
    standing: int
    quotes: int


def run() -> list[Row]:
    """Import, ask, print a Markdown table; the rows say how it went."""
    if not shutil.which("pdftotext"):
        return [Row("manuals", None, None, "no data: needs pdftotext (poppler-utils)", False)]
    with tempfile.TemporaryDirectory(prefix="rubin-bench-") as place:
        home, folder = Path(place, "home"), Path(place, "manuals")
        files = gather(folder)
        if not files:
            return [Row("manuals", None, None, "no data: needs apt-get, or RUBIN_CORPUS", True)]
        rows = _added(home, folder, files)
        with Engine.open(home) as engine:
            paths = {document.id: Path(document.path) for document in engine.documents()}
            results = [_asked(engine, paths, question) for question in questions()]
    _print_markdown(results)
    return [*rows, *_summary(results)]


def gather(folder: Path) -> list[Path]:
    """All PDF and HTML files of the packages below `folder`, packed ones unpacked."""
    made: list[Path] = []
    for package in PACKAGES:
        root = _corpus.fetched(package)
        for path in sorted(root.rglob("*")):
            name = path.name.removesuffix(".gz")
            if path.is_symlink() or not path.is_file() or not name.endswith((".pdf", ".html", ".htm")):
                continue
            target = folder / package / path.relative_to(root).with_name(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            data = path.read_bytes()
            target.write_bytes(gzip.decompress(data) if path.suffix == ".gz" else data)
            made.append(target)
    return made


def questions() -> list[Question]:
    """Those of the file."""
    with QUESTIONS.open(encoding="utf-8", newline="") as stream:
        return [
            Question(language, text, tuple(_place(one) for one in places.split(" | ")))
            for language, text, places in csv.reader(stream, delimiter="\t")
        ]


def _place(written: str) -> tuple[str, str]:
    name, _, where = written.partition("#")
    return name, where


def _added(home: Path, folder: Path, files: list[Path]) -> list[Row]:
    began = time.perf_counter()
    argv = [sys.executable, "-W", "ignore", "-m", "rubin_tui", "add", "--json", str(folder)]
    paths = os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH"))))
    env = {**os.environ, "PYTHONPATH": paths, "RUBIN_HOME": str(home)}
    ran = subprocess.run(argv, env=env, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - began
    events = json.loads(ran.stdout)
    stages = Counter(event["stage"] for event in events)
    for event in events:
        if event["stage"] == "failed":
            problem = event["problem"]
            print(render(Message(problem["id"], problem["params"]), "en"), file=sys.stderr)
    passages = sum(event["document"]["passages"] for event in events if event["stage"] == "done")
    return [
        Row("manuals: files", len(files), None, "", len(events) == len(files)),
        Row("manuals: documents", stages["done"], None, "", ran.returncode == 0),
        Row("manuals: unchanged, the bytes of another", stages["unchanged"], None, "", True),
        Row("manuals: failed", stages["failed"], 0, "", not stages["failed"]),
        Row("manuals: passages", passages, None, "", passages > 0),
        Row("manuals: `rubin add` of all", seconds, None, "s", True),
    ]


def _asked(engine: Engine, paths: dict[str, Path], question: Question) -> Result:
    answer = engine.ask(question.text)
    shown = answer.sentences[:SHOWN]
    rank = next(
        (
            number
            for number, sentence in enumerate(shown, start=1)
            if any(_is_right(at, question) for at in (sentence.citation, *sentence.also))
        ),
        0,
    )
    cited = [sentence for sentence in shown if sentence.citation.origin != "rubin"]
    standing = sum(stands(sentence, paths[sentence.citation.document_id]) for sentence in cited)
    place = _shown_place(shown[max(rank - 1, 0)].citation) if shown else ""
    return Result(question, answer.confidence, rank, place, standing, len(cited))


def _is_right(at: Citation, question: Question) -> bool:
    for name, where in question.places:
        if at.filename != name:
            continue
        if at.page_index is not None:
            if where == str(at.page_index + 1):
                return True
        elif any(_set(where) in _set(heading) for heading in at.heading_path):
            return True
    return False


def _shown_place(at: Citation) -> str:
    where = f"p. {at.page_index + 1}" if at.page_index is not None else " › ".join(at.heading_path[-1:])
    return f"{at.filename} {where}"


def stands(sentence: Sentence, path: Path) -> bool:
    """Whether each line of the quote, each cell of a table, stands where it is said to, by another reader."""
    at = sentence.citation
    if at.page_index is not None:
        texts = _page(path, at.page_index + 1)
    else:
        texts = _sections(path).get(_set(at.heading_path[-1]) if at.heading_path else "", ())
    pieces = [piece for line in sentence.text.splitlines() for piece in line.split("|") if _set(piece)]
    return bool(pieces) and all(any(_holds(text, piece) for text in texts) for piece in pieces)


def _holds(text: str, piece: str) -> bool:
    """Footnote marks stand in other places by other readers: the second look is without digits."""
    piece = _set(piece)
    return piece in text or _MARKS.sub("", piece) in _MARKS.sub("", text)


def _set(text: str) -> str:
    """`text` without what readers set differently: spaces, hyphens, the bars of tables, bullets."""
    return _SET.sub("", text).lower()


@cache
def _page(path: Path, number: int) -> tuple[str, ...]:
    """The page by pdftotext, in its three orders."""
    texts = []
    for order in ((), ("-layout",), ("-raw",)):
        argv = ["pdftotext", *order, "-f", str(number), "-l", str(number), str(path), "-"]
        texts.append(_set(subprocess.run(argv, capture_output=True, text=True, check=True).stdout))
    return tuple(texts)


@cache
def _sections(path: Path) -> dict[str, tuple[str, ...]]:
    """The text below each heading, down to the next heading of any depth; before the first one under ""."""
    reader = _Sections()
    reader.feed(path.read_text("utf-8"))
    reader.close()
    found: dict[str, tuple[str, ...]] = {}
    for heading, parts in reader.sections:
        heading = _set(heading)
        found[heading] = (*found.get(heading, ()), heading + _set("".join(parts)))
    return found


class _Sections(HTMLParser):
    """Headings and what stands between them."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: list[tuple[str, list[str]]] = [("", [])]
        self._heading: list[str] | None = None
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")
        if _HEADING.fullmatch(tag):
            self._heading = []

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")
        if _HEADING.fullmatch(tag) and self._heading is not None:
            self.sections.append(("".join(self._heading), []))
            self._heading = None

    def handle_data(self, data: str) -> None:
        if self._heading is not None:
            self._heading.append(data)
        elif not self._silent:
            self.sections[-1][1].append(data)


def _print_markdown(results: Iterable[Result]) -> None:
    print("| question | state | right place | cited | quotes that stand there |")
    print("|---|---|---|---|---|")
    for one in results:
        rank, quotes = one.rank or "no", f"{one.standing} of {one.quotes}"
        print(f"| {one.question.text} | {one.confidence} | {rank} | {one.place} | {quotes} |")


def _summary(results: list[Result]) -> list[Row]:
    rows = []
    for language in ("en", "ru"):
        mine = [one for one in results if one.question.language == language]
        counts = {
            "answered": sum(one.confidence != "not_found" for one in mine),
            "right place first": sum(one.rank == 1 for one in mine),
            "right place in three": sum(one.rank > 0 for one in mine),
        }
        rows += [
            Row(f"questions {language}: {name}", count, None, f"of {len(mine)}", True)
            for name, count in counts.items()
        ]
    standing, quotes = sum(one.standing for one in results), sum(one.quotes for one in results)
    name = "quotes that stand where they are cited"
    rows.append(Row(name, standing, quotes, "at least", standing == quotes))
    return rows


if __name__ == "__main__":
    print_table(run())
