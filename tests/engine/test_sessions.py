"""Sessions on the disk: private, whole, and not believed when they are not what we wrote."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rubin_tui.engine.sessions import KEPT, Session, Sessions, SessionTab
from rubin_tui.messages import Failure

TABS = (
    SessionTab("file", "/p/\udcffodd.st", "odd.st", 0, 10, 12, 3, True, "cp1251"),
    SessionTab("document", "d_1", "G120.pdf p. 812", 4, 7),
)
SESSION = Session(TABS, 1, 2, True, "c_1", "а какой ток\nу резистора", 5)


def test_what_is_written_is_read_and_only_by_its_owner(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path / "sessions")
    assert sessions.read(tmp_path) is None
    sessions.write(tmp_path, SESSION)
    sessions.write(tmp_path / "other", Session())
    assert sessions.read(tmp_path) == SESSION
    assert sessions.read(tmp_path / "other") == Session()
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "sessions").iterdir()} == {0o600}


def test_a_project_is_the_same_by_every_name(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    Sessions(tmp_path / "s").write(tmp_path / "link", SESSION)
    assert Sessions(tmp_path / "s").read(tmp_path / "real") == SESSION


def test_the_last_one_to_write_wins_whole(tmp_path: Path) -> None:
    one, other = Sessions(tmp_path / "s"), Sessions(tmp_path / "s")
    one.write(tmp_path, SESSION)
    other.write(tmp_path, replace(SESSION, tabs=(), front=0, draft="other"))
    assert one.read(tmp_path) == replace(SESSION, tabs=(), front=0, draft="other")


@pytest.mark.parametrize(
    "damage",
    [
        lambda value: value["tabs"].append("x"),
        lambda value: value.update(version=99),
        lambda value: value.update(caret=-1),
        lambda value: value.update(panel="2"),
        lambda value: value.update(zoomed=1),
        lambda value: value.pop("draft"),
        lambda value: value.update(tabs=[value["tabs"][0]] * 101),
        lambda value: value["tabs"][0].update(kind="socket"),
        lambda value: value["tabs"][0].update(name="a\0b"),
    ],
)
def test_what_we_did_not_write_is_set_aside_and_named(tmp_path: Path, damage: object) -> None:
    sessions = Sessions(tmp_path / "s")
    sessions.write(tmp_path, SESSION)
    (path,) = (tmp_path / "s").iterdir()
    value = json.loads(path.read_bytes().decode("utf-8", "surrogatepass"))
    damage(value)  # type: ignore[operator]
    path.write_text(json.dumps(value), "utf-8")
    with pytest.raises(Failure) as failure:
        sessions.read(tmp_path)
    assert failure.value.message.id == "session.damaged"
    aside = Path(str(failure.value.message.params["path"]))
    assert aside.exists() and not path.exists()
    assert sessions.read(tmp_path) is None


def test_projects_not_opened_for_long_are_forgotten(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path / "s")
    for number in range(KEPT + 3):
        sessions.write(tmp_path / str(number), Session())
    assert len(list((tmp_path / "s").iterdir())) == KEPT
    assert sessions.read(tmp_path / str(KEPT + 2)) == Session()
