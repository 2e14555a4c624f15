"""Bits that flip and files that are cut: the right answer all the same, or one sentence.

RUBIN_DAMAGES says how often each is tried.
"""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from rubin_tui.engine import Engine
from rubin_tui.engine.library.index_keeper import IndexKeeper
from rubin_tui.engine.library.search import Searcher
from rubin_tui.engine.model import Failure
from tests.engine.library.base import Base

TIMES = int(os.environ.get("RUBIN_DAMAGES", "14"))
WORDS = ("axis", "brake", "motor", "relay", "valve", "F30002", "MC_Halt")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base whose index has two segments, with deleted entries in the first."""
    folder = tmp_path_factory.mktemp("sound")
    base = Base.at(folder)
    chance = random.Random(3)
    texts = ["\n".join(" ".join(chance.choices(WORDS, k=6)) for _ in range(20)) for _ in range(4)]
    kept = [base.store(text, filename=f"{number}.md") for number, text in enumerate(texts)]
    base.remove(kept[1])
    base.close()
    return folder


def answers(base: Base) -> dict[str, list[tuple[str, float]]]:
    return {
        word: [(hit.passage_id, round(hit.score, 9)) for hit in base.searcher.search(word, limit=100).hits]
        for word in WORDS
    }


def index_files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "index").iterdir() if "LOCK" not in path.name)


def test_a_flipped_bit_anywhere_in_an_index_changes_no_answer(sound: Path, tmp_path: Path) -> None:
    chance = random.Random(5)
    base = Base.at(sound)
    right = answers(base)
    base.close()
    names = index_files(sound)
    assert len(names) >= 7
    for number in range(TIMES):
        folder = shutil.copytree(sound, tmp_path / str(number))
        path = folder / "index" / names[number % len(names)]
        data = bytearray(path.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        base = Base.at(folder)
        assert answers(base) == right, path.name
        base.close()
        shutil.rmtree(folder)


def test_an_index_cut_anywhere_changes_no_answer(sound: Path, tmp_path: Path) -> None:
    chance = random.Random(7)
    base = Base.at(sound)
    right = answers(base)
    base.close()
    names = index_files(sound)
    for number in range(TIMES):
        folder = shutil.copytree(sound, tmp_path / str(number))
        path = folder / "index" / names[number % len(names)]
        os.truncate(path, chance.randrange(path.stat().st_size))
        base = Base.at(folder)
        assert answers(base) == right, path.name
        base.close()
        shutil.rmtree(folder)


def test_an_index_spoilt_while_it_is_open_is_noticed_by_the_next_commit(sound: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(sound, tmp_path / "base")
    base = Base.at(folder)
    right = {hit.passage_id for hit in base.searcher.search("axis", limit=100).hits}
    for path in (folder / "index").glob("*.pst"):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 4
        path.write_bytes(data)
    base.store("nothing of these", filename="new.md")
    assert {hit.passage_id for hit in base.searcher.search("axis", limit=100).hits} == right
    base.close()


def test_a_damaged_page_of_the_database_is_one_sentence_or_is_not_met(tmp_path: Path) -> None:
    """By noise or by zeros; what damaged pages hold is no reason to fail in any other way."""
    home = tmp_path / "whole"
    with Engine.open(home) as engine:
        engine.add_text(
            "brake.md", "# Brake\n\nThe braking resistor draws 12 A.\n\n" + "Axis and valve. " * 400
        )
        assert engine.search("braking resistor").total
    chance = random.Random(11)
    data = next(home.rglob("rubin.db")).read_bytes()
    size = int.from_bytes(data[16:18], "big")
    pages = chance.sample(range(1, len(data) // size), min(TIMES, len(data) // size - 1))
    outcomes: set[str] = set()
    for number, page in enumerate(pages):
        spoilt = shutil.copytree(home, tmp_path / str(number))
        with next(spoilt.rglob("rubin.db")).open("r+b") as file:
            file.seek(page * size)
            file.write(chance.randbytes(size) if number % 2 else bytes(size))
        for path in spoilt.rglob("rubin.db-*"):
            path.unlink()
        outcomes.add(outcome(spoilt))
        shutil.rmtree(spoilt)
    assert outcomes == {"answers", "store.damaged"}


def outcome(home: Path) -> str:
    try:
        with Engine.open(home) as engine:
            engine.search("braking resistor", limit=3)
            engine.ask("How much does the braking resistor draw?")
            engine.documents()
            engine.stats()
            engine.add_text("new.md", "The new relay.")
    except Failure as failure:
        return failure.message.id
    return "answers"


def test_a_keeper_over_a_spoilt_index_says_nothing_wrong_while_it_is_made_again(
    sound: Path, tmp_path: Path
) -> None:
    """A large index is made again elsewhere; what answers meanwhile gives the same passages."""
    folder = shutil.copytree(sound, tmp_path / "base")
    base = Base.at(folder)
    right = {word: {key for key, _ in hits} for word, hits in answers(base).items()}
    base.keeper.close()
    path = next((folder / "index").glob("*.trm"))
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 1
    path.write_bytes(data)
    keeper = IndexKeeper(base.database, folder / "index", remake=lambda cancel: None, here=0)
    searcher = Searcher(base.database, keeper)
    found = {word: {hit.passage_id for hit in searcher.search(word, limit=100).hits} for word in WORDS}
    assert found == right
    keeper.close()
    base.close()
