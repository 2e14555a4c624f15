"""Answers as JSON and back: what a chat keeps."""

from __future__ import annotations

import json

from rubin_tui.engine.model import Answer, Citation, Sentence
from rubin_tui.engine.store.values import from_json, to_json

PLACE = Citation("d", "FB.st", "p", ("CASE",), None, None, 46, 46, "16#7532:", 0, 4, 12, "project")
CODE = Sentence("16#7532:", PLACE, 2.0, "code", matched=("16#7532",))
ANSWER = Answer("F30002", "", "not_found", "ru", (), "not_found", 0.0, project=(CODE,), notes=(CODE,))


def test_the_places_of_an_answer_come_back_with_their_origin_and_what_matched() -> None:
    assert from_json(Answer, to_json(ANSWER)) == ANSWER


def test_an_answer_of_an_older_rubin_has_no_places_apart() -> None:
    old = json.loads(to_json(ANSWER))
    del old["project"], old["notes"]
    read = from_json(Answer, json.dumps(old))
    assert (read.project, read.notes) == ((), ())
