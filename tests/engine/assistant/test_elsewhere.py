"""What the open project and the notes have to a question, apart from the manuals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rubin_tui.engine.assistant import Assistant
from rubin_tui.engine.assistant.verify import Misquoted
from rubin_tui.engine.model import Answer, Answered, Reading, Scope, Searched, Sentence
from tests.engine.assistant.memory import Found, Memory

OPEN = Scope(projects=("fld_1",))
DRIVE = """\
CASE nErr OF
  0: eState := OK;
  16#7532: (* DC link too high *)
    fbHalt(Execute := TRUE);
  16#7533: eState := FAULT;
END_CASE
"""
MAIN = "IF nErr = 30002 THEN\n  qBrake := FALSE;\nEND_IF\nMC_Halt(Axis := X);\n"
MANUAL = "F30002: DC link overvoltage. Cause: the motor feeds back too much energy."


def library(*, manual: str = MANUAL) -> Memory:
    memory = Memory()
    memory.add(manual, filename="g120.pdf", headings=("Faults",))
    for number in range(40):
        memory.add(f"Chapter {number} has other words about gardens and rivers.", filename=f"{number}.md")
        memory.add(f"x{number} := y{number};", filename=f"{number}.st", origin="project", folder="fld_1")
    memory.add(DRIVE, filename="FB_Drive.st", origin="project", kind="code", line=44, folder="fld_1")
    memory.add(MAIN, filename="MAIN.st", origin="project", kind="code", line=111, folder="fld_1")
    memory.add("IF nErr = 30002 THEN", filename="other.st", origin="project", kind="code", folder="fld_2")
    memory.add("22.10 ПЧ2: снова F30002. Заменили тормозной резистор.", filename="22.10.md", origin="note")
    memory.add("Купить перчатки и ветошь. Позвонить в сервис.", filename="дела.md", origin="note")
    return memory


def ask(message: str, memory: Memory | None = None, scope: Scope = OPEN, **how: Any) -> Answer:
    *_, last = Assistant(memory or library()).answer_events(message, scope=scope, **how)
    assert isinstance(last, Answered)
    return last.answer


def lines(sentences: tuple[Sentence, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (f"{one.citation.filename}:{one.citation.line_start}", one.text, one.matched) for one in sentences
    ]


def test_a_fault_is_shown_with_its_lines_of_code_and_its_note() -> None:
    answer = ask("F30002")
    assert (answer.kind, answer.confidence) == ("answer", "found")
    assert [one.citation.filename for one in answer.sentences] == ["g120.pdf"]
    assert sorted(lines(answer.project)) == [
        ("FB_Drive.st:46", "16#7532: (* DC link too high *)", ("16#7532",)),
        ("MAIN.st:111", "IF nErr = 30002 THEN", ("30002",)),
    ]
    assert [one.text for one in answer.notes] == ["22.10 ПЧ2: снова F30002. Заменили тормозной резистор."]
    assert [one.origin for one in answer.citations] == ["user", "project", "project", "note"]
    assert answer.text.startswith("F30002: DC link overvoltage.")
    assert answer.text.endswith("22.10 ПЧ2: снова F30002. Заменили тормозной резистор.")


def test_the_manuals_are_judged_as_if_there_were_nothing_else() -> None:
    alone = Memory()
    alone.add(MANUAL, filename="g120.pdf", headings=("Faults",))
    for number in range(40):
        alone.add(f"Chapter {number} has other words about gardens and rivers.", filename=f"{number}.md")
    for question in ("F30002", "What is the cause of DC link overvoltage?", "What does MC_Halt do?"):
        one, other = ask(question), ask(question, alone, Scope())
        assert one.score == other.score
        assert one.confidence == other.confidence
        assert [each.text for each in one.sentences] == [each.text for each in other.sentences]


def test_a_project_that_is_not_open_stays_out() -> None:
    answer = ask("F30002", scope=Scope())
    assert answer.project == ()
    assert [one.citation.filename for one in answer.notes] == ["22.10.md"]


def test_what_only_the_project_has_is_found_there_and_not_called_missing() -> None:
    answer = ask("What sets 16#7533?")
    assert (answer.kind, answer.confidence) == ("not_found", "not_found")
    assert answer.missing_terms == ("sets",)
    assert lines(answer.project) == [("FB_Drive.st:48", "16#7533: eState := FAULT;", ())]
    assert answer.text.startswith("16#7533: eState := FAULT;")
    assert answer.citations[0].filename == "FB_Drive.st"


def test_the_code_of_a_fault_is_not_missing_where_only_its_number_stands() -> None:
    answer = ask("F30003")
    assert answer.confidence == "not_found"
    assert answer.missing_terms == ()
    assert lines(answer.project) == [("FB_Drive.st:48", "16#7533: eState := FAULT;", ("16#7533",))]


@pytest.mark.parametrize(("name", "place"), [("qBrake", "MAIN.st:112"), ("MC_Halt", "MAIN.st:114")])
def test_a_name_of_the_program_is_an_identifier_too(name: str, place: str) -> None:
    answer = ask(f"Where is {name} written?")
    assert [where for where, _, _ in lines(answer.project)] == [place]


@pytest.mark.parametrize(
    "question", ["F30009", "How long to wait, 24 V?", "What did he do at 30002 rpm then?"]
)
def test_nothing_similar_stands_for_an_identifier_and_a_quantity_is_none(question: str) -> None:
    assert ask(question).project == ()


def test_a_bare_number_is_a_code_when_it_is_asked_for_by_itself_or_as_a_fault() -> None:
    for question in ("30002", "Which drive shows the fault 30002 after a stop?"):
        assert {where for where, _, _ in lines(ask(question).project)} == {"FB_Drive.st:46", "MAIN.st:111"}


def test_at_most_three_places_one_of_each_file_first() -> None:
    memory = library()
    many = "\n".join(f"call(F30002, {n});" for n in range(5))
    memory.add(many, filename="A.st", origin="project", kind="code", folder="fld_1")
    memory.add("log(F30002);", filename="B.st", origin="project", kind="code", folder="fld_1")
    found = [where for where, _, _ in lines(ask("F30002", memory).project)]
    assert len(found) == 3
    assert len({where.partition(":")[0] for where in found}) == 3


def test_a_question_without_an_identifier_needs_a_line_with_most_of_its_rare_words() -> None:
    memory = library()
    memory.add(
        "(* backlash compensation of the X axis,\n   see the table of the maker *)\nnGap := 12;",
        filename="axis.st",
        origin="project",
        kind="code",
        folder="fld_1",
    )
    answer = ask("What is backlash compensation?", memory)
    assert lines(answer.project) == [("axis.st:1", "(* backlash compensation of the X axis,", ())]
    both = ask("Which maker compensation table?", memory)
    assert [one.text for one in both.project] == [
        "(* backlash compensation of the X axis,\n   see the table of the maker *)"
    ]
    assert ask("What is thermal compensation of a spindle?", memory).project == ()


def test_a_note_about_something_else_is_not_shown() -> None:
    assert ask("Сколько стоит резистор для насоса зимой?").notes == ()
    assert [one.text for one in ask("Кто заменил тормозной резистор?").notes] == [
        "22.10 ПЧ2: снова F30002. Заменили тормозной резистор."
    ]


def test_a_line_of_a_note_is_quoted_to_its_end_and_once() -> None:
    memory = Memory()
    memory.add("# 22.10\n\nПЧ2: F30002, R торм. 47 Ом вместо 22\n\nЕщё: F30002. Опять F30002!", origin="note")
    answer = ask("F30002", memory)
    assert [(one.text, one.citation.line_start) for one in answer.notes] == [
        ("ПЧ2: F30002, R торм. 47 Ом вместо 22", 3),
        ("Ещё: F30002. Опять F30002!", 5),
    ]
    assert answer.notes[0].citation.quote == "ПЧ2: F30002, R торм. 47 Ом вместо 22"
    long = "F30002 again. " + "The shift wrote a whole story of it. " * 12
    memory = Memory()
    memory.add(long, origin="note")
    assert [one.text for one in ask("F30002", memory).notes] == ["F30002 again."]


def test_a_scope_asks_only_where_it_says() -> None:
    only = ask("F30002", scope=replace(OPEN, origins=("note",)))
    assert (only.sentences, only.project, len(only.notes)) == ((), (), 1)
    assert (only.confidence, only.missing_terms) == ("not_found", ())
    manuals = ask("F30002", scope=replace(OPEN, origins=("user", "rubin")))
    assert (len(manuals.sentences), manuals.project, manuals.notes) == (1, (), ())


def test_an_open_project_is_another_question_to_the_cache() -> None:
    assistant = Assistant(library())

    def places(scope: Scope) -> int:
        *_, last = assistant.answer_events("F30002", scope=scope)
        assert isinstance(last, Answered)
        return len(last.answer.project)

    assert [places(Scope()), places(OPEN), places(Scope()), places(OPEN)] == [0, 2, 0, 2]
    assert assistant.counts == (4, 2)


def test_passages_read_apart_are_counted() -> None:
    _, searched, _ = Assistant(library()).answer_events("F30002", scope=OPEN)
    assert searched == Searched(1 + 2 + 1)


def test_places_of_the_project_are_checked_like_every_quote() -> None:
    class Shifted(Memory):
        def find(self, *args: Any, **how: Any) -> list[Found]:
            found = super().find(*args, **how)
            if how["scope"].origins == ("project",):
                return [replace(one, passage=replace(one.passage, end=one.passage.start)) for one in found]
            return found

    memory = library()
    memory.__class__ = Shifted
    with pytest.raises(Misquoted):
        ask("F30002", memory)


def test_an_identifier_is_read_as_the_project_has_it_when_the_manuals_have_none() -> None:
    memory = Memory()
    memory.add("Other words.", filename="g120.pdf")
    memory.add("x := F47; (* stop *)", filename="M.st", origin="project", kind="code", folder="fld_1")
    answer = ask("А47", memory)
    assert answer.readings == (Reading("А47", "F47"),)
    assert [where for where, _, _ in lines(answer.project)] == ["M.st:1"]
