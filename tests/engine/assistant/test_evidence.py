"""What speaks for a sentence, in figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from rubin_tui.engine.assistant.compose import ENOUGH, choose
from rubin_tui.engine.assistant.evidence import Evidence, Features, Weights, weigh
from rubin_tui.engine.assistant.judge import judge
from rubin_tui.engine.assistant.parse import Asked, Question
from rubin_tui.engine.assistant.reading import read
from rubin_tui.engine.model import EVERYWHERE, LOCAL, Origin
from tests.engine.assistant.memory import Memory


def question(*asked: str, missing: Sequence[str] = (), **fields: object) -> Question:
    """A question of equally rare terms."""
    terms = [Asked(term, term, 4.0, term not in missing, False) for term in asked]
    parsed = Question(" ".join(asked), "en", tuple(terms), None, (), "", ())
    return replace(parsed, **fields)  # type: ignore[arg-type]


def weighed(asked: Question, memory: Memory) -> list[Evidence]:
    terms = [term.term for term in asked.asked]
    return weigh(asked, memory.find(terms, limit=10, scope=EVERYWHERE, actor=LOCAL), read)


def features_of(text: str, asked: Question, *passage: str, headings: tuple[str, ...] = ()) -> Features:
    memory = Memory()
    memory.add(" ".join(passage), headings=headings)
    (found,) = [one for one in weighed(asked, memory) if one.line.text == text]
    return found.features


def test_cov_is_the_share_of_the_question_in_the_sentence() -> None:
    text = "The ramp is long."
    assert features_of(text, question("ramp", "drive"), text).cov == 0.5
    assert features_of(text, question("ramp"), text).cov == 1.0


def test_a_rare_term_weighs_more_by_the_root_of_its_idf() -> None:
    asked = question("ramp", "drive")
    rare = replace(asked, asked=(replace(asked.asked[0], idf=9.0), replace(asked.asked[1], idf=1.0)))
    assert features_of("The ramp is long.", rare, "The ramp is long.").cov == 0.75


def test_a_word_of_the_same_root_counts_for_less() -> None:
    text = "Configuration is easy."
    assert features_of(text, question("configure", "easi"), text).cov == pytest.approx(0.85)


@pytest.mark.parametrize(
    ("passage", "headings", "near"),
    [
        (("The drive stops.", "Then it waits."), (), 0.5),
        (("Then it waits.", "The drive stops."), (), 0.35),
        (("Then it waits.",), ("The drive",), 0.5),
        (("The drive stops.", "Then it waits.", "The drive stops."), ("The drive",), 0.5),
        (("Then it waits.", "Nothing else.", "The drive stops."), (), 0.0),
    ],
)
def test_near_is_what_only_the_neighbours_and_headings_hold(
    passage: tuple[str, ...], headings: tuple[str, ...], near: float
) -> None:
    found = features_of("Then it waits.", question("drive", "wait"), *passage, headings=headings)
    assert found.near == pytest.approx(near)


@pytest.mark.parametrize(
    ("text", "prox"),
    [
        ("The ramp time is long.", 1.0),
        ("The ramp has no long time.", 0.5),
        ("The ramp, no time. ramp time.", 1.0),
        ("The ramp is long.", 0.0),
    ],
)
def test_prox_is_how_close_the_words_stand(text: str, prox: float) -> None:
    assert features_of(text, question("ramp", "time"), text).prox == pytest.approx(prox)


def test_prox_of_the_only_word_asked_is_whole() -> None:
    assert features_of("The ramp is long.", question("ramp"), "The ramp is long.").prox == 1.0


def test_type_is_whether_it_holds_the_kind_of_thing_asked_for() -> None:
    asked = question("ramp", expectation="number")
    assert features_of("The ramp takes 10 s.", asked, "The ramp takes 10 s.").type == 1.0
    assert features_of("The ramp takes long.", asked, "The ramp takes long.").type == 0.0


def test_a_definition_names_what_it_defines_at_its_beginning() -> None:
    asked = question("ramp", expectation="definition")
    early, late = "A ramp is a slow rise.", "This green button is a good way to the end of every ramp."
    assert features_of(early, asked, early).type == 1.0
    assert features_of(late, asked, late).type == 0.0


def test_passage_and_document_are_beside_the_best() -> None:
    memory = Memory()
    memory.add("The ramp time.", filename="good.pdf")
    memory.add("A ramp is in this sentence, which is about other things.", filename="bad.pdf")
    best, other = weighed(question("ramp", "time"), memory)
    assert best.features.passage == 1.0
    assert 0.0 < other.features.passage < 0.6
    assert best.features.document + other.features.document == pytest.approx(1.0)
    assert best.features.document > 0.6


def test_the_score_is_the_weighted_sum() -> None:
    features = Features(cov=0.5, passage=1.0, near=0.25, type=1.0, prox=0.5, document=0.1)
    weights = Weights(cov=10, passage=5, near=4, type=3, prox=2, document=1)
    assert weights.sum(features) == pytest.approx(5 + 5 + 1 + 3 + 1 + 0.1)


@pytest.mark.parametrize(("origin", "loss"), [("user", 0.0), ("rubin", 0.3)])
def test_our_own_articles_lose_a_little(origin: Origin, loss: float) -> None:
    memory = Memory()
    memory.add("The ramp is long.", origin=origin)
    (found,) = weighed(question("ramp"), memory)
    assert found.score == pytest.approx(Weights().sum(found.features) - loss)


def evidence(cov: float, near: float = 0.0, prox: float = 0.0) -> list[Evidence]:
    memory = Memory()
    memory.add("The ramp is long.")
    (found,) = weighed(question("ramp"), memory)
    return [replace(found, features=Features(cov, 1.0, near, 0.0, prox, 1.0))]


def test_the_score_of_an_answer_is_its_cover_neighbours_and_closeness() -> None:
    assert judge(question("a", "b"), evidence(1.0, prox=1.0)) == ("found", 1.0)
    assert judge(question("a", "b"), evidence(0.5, near=0.2, prox=0.2)) == (
        "found",
        pytest.approx((0.5 + 0.14 + 0.06) / 1.3),
    )


@pytest.mark.parametrize(
    ("cov", "confidence"), [(0.44, "found"), (0.42, "maybe"), (0.31, "maybe"), (0.29, "not_found")]
)
def test_three_words_for_how_sure_it_is(cov: float, confidence: str) -> None:
    assert judge(question("a", "b"), evidence(cov))[0] == confidence


def test_without_evidence_nothing_is_found() -> None:
    assert judge(question("a"), []) == ("not_found", 0.0)


def test_words_no_document_holds_make_it_less_sure() -> None:
    whole = judge(question("a", "b", "c", "d"), evidence(0.75))
    less = judge(question("a", "b", "c", "d", missing=["d"]), evidence(0.75))
    assert whole == ("found", pytest.approx(0.75 / 1.3))
    assert less == ("found", pytest.approx(0.75 / 1.3 * 0.9))


def test_with_much_of_it_missing_it_is_never_found() -> None:
    assert judge(question("a", "b", "c", missing=["c"]), evidence(0.66, prox=0.66))[0] == "maybe"


def test_a_missing_proper_name_makes_it_less_sure_still() -> None:
    asked = question("a", "b", "c", "d", missing=["d"])
    proper = replace(asked, asked=(*asked.asked[:3], replace(asked.asked[3], proper=True)))
    assert judge(proper, evidence(0.75))[1] == pytest.approx(0.8 * judge(asked, evidence(0.75))[1])


@pytest.mark.parametrize(
    ("typed", "confidence"),
    [("F30002", "not_found"), ("%QX1.2", "not_found"), ("16#7532", "not_found"), ("1200", "maybe")],
)
def test_a_missing_identifier_is_never_found(typed: str, confidence: str) -> None:
    asked = question("a", "b", "c", "d", missing=["d"])
    named = replace(asked, asked=(*asked.asked[:3], replace(asked.asked[3], typed=typed, name=True)))
    assert judge(named, evidence(0.75, prox=0.75))[0] == confidence


def test_a_sentence_far_below_the_best_is_not_shown() -> None:
    memory = Memory()
    memory.add("The ramp is long.")
    memory.add("Another ramp is short.")
    first, second = weighed(question("ramp"), memory)
    kept = replace(second, score=first.score * ENOUGH)
    assert [one.evidence for one in choose([first, kept])] == [first, kept]
    assert [one.evidence for one in choose([first, replace(second, score=kept.score - 0.01)])] == [first]


def first_of(memory: Memory, asked: Question) -> Evidence:
    return weighed(asked, memory)[0]


def test_a_list_is_of_several_things_as_far_as_its_lead_in_names_them() -> None:
    text = "The modes of the drive:\n- run it\n- stop it"
    several = question("mode", "drive", several=True)
    assert features_of("run it", several, text).type == 1.0
    assert features_of("run it", question("mode", "brake", several=True), text).type == 0.5
    assert features_of("run it", question("mode", "drive"), text).type == 0.0


def test_what_a_list_stands_under_is_near_each_of_its_items() -> None:
    text = "The modes of the drive:\n- run it\n- wait\n- stop it"
    assert features_of("stop it", question("drive", "stop"), text).near == 0.5


def test_so_is_the_header_row_of_a_table() -> None:
    text = "| Name | Default |\n|---|---|\n| P1 | 3 |\n| P2 | 4 |"
    assert features_of("| P2 | 4 |", question("default", "p2"), text).near == 0.5


@pytest.mark.parametrize(("terms", "whole"), [(("mode", "drive"), True), (("mode", "brake", "lamp"), False)])
def test_a_list_answers_as_a_whole_what_it_is_about(terms: tuple[str, ...], whole: bool) -> None:
    memory = Memory()
    memory.add("The modes of the drive:\n- run it\n- stop it")
    assert {one.whole for one in weighed(question(*terms, several=True), memory)} == {whole}


def test_an_entry_explains_what_its_label_names() -> None:
    memory = Memory()
    memory.add("GUI\n\nGraphical User Interface.\n\nHAL\n\nHardware Abstraction Layer. It links the parts.")
    asked = question("hal", expectation="definition")
    best = first_of(memory, asked)
    assert (best.line.text, best.whole, best.features.type) == ("Hardware Abstraction Layer.", True, 1.0)
    assert best.features.cov == pytest.approx(0.9)
    assert not first_of(memory, question("hal")).whole


def test_a_sentence_that_says_what_it_is_comes_before_one_that_only_begins_with_it() -> None:
    memory = Memory()
    memory.add("HAL pins are created by the module.", filename="a.pdf")
    memory.add("HAL stands for a layer of many parts.", filename="b.pdf")
    memory.add("It is an error to use HAL twice.", filename="c.pdf")
    memory.add("HAL provides tools for all of them.", filename="d.pdf")
    order = weighed(question("hal", expectation="definition"), memory)
    assert [one.found.document.filename for one in order] == ["b.pdf", "d.pdf", "a.pdf", "c.pdf"]
    assert [one.features.type for one in order] == [1.0, 0.8, 0.5, 0.4]


def test_a_remark_under_the_label_is_no_explanation() -> None:
    memory = Memory()
    memory.add("G38.2\n\nThe probe stays there after a G38.2 movement.", filename="remark.pdf")
    memory.add("G38.2\n\nMoves the probe until it touches.", filename="entry.pdf")
    entry, remark = weighed(question("g38.2", expectation="definition"), memory)
    assert (entry.found.document.filename, entry.whole) == ("entry.pdf", True)
    assert (remark.found.document.filename, remark.whole) == ("remark.pdf", False)


def test_a_line_of_code_defines_nothing() -> None:
    memory = Memory()
    memory.add("ramp = 12;\nx := ramp;\nRUN(x, ramp);", kind="code")
    assert {one.features.type for one in weighed(question("ramp", expectation="definition"), memory)} == {0.0}


def test_a_number_written_otherwise_counts_a_little_less() -> None:
    asked = question("f30002")
    asked = replace(asked, asked=(replace(asked.asked[0], equal=("#30002",), name=True),))
    assert features_of("Then 16#7532 comes.", asked, "Then 16#7532 comes.").cov == pytest.approx(0.9)
    assert features_of("Then F30002 comes.", asked, "Then F30002 comes.").cov == 1.0


def test_a_passage_without_the_code_that_was_asked_for_is_about_something_else() -> None:
    memory = Memory()
    memory.add("The range of Q is 12 bits.", filename="a.md")
    memory.add("It waits up to Q seconds.", filename="b.md", headings=("M66 Wait",))
    asked = question("rang", "q", "m66")
    code = replace(asked, asked=(*asked.asked[:2], replace(asked.asked[2], name=True)))
    one, other = ({e.found.document.filename: e.score for e in weighed(q, memory)} for q in (asked, code))
    assert one["a.md"] - other["a.md"] == pytest.approx(3.0)
    assert one["b.md"] == other["b.md"]
