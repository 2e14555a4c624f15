"""A chat as Markdown: every quote with its place, nothing in it that acts."""

from dataclasses import replace
from typing import Any

from rubin_tui.engine.assistant.export import to_markdown
from rubin_tui.engine.model import Answer, Chat, ChatMessage, Citation, Sentence


def a_citation(**changes: Any) -> Citation:
    values: dict[str, Any] = {
        "document_id": "doc_1",
        "filename": "G120.pdf",
        "passage_id": "psg_1",
        "heading_path": ("Faults", "F30002"),
        "page_index": 811,
        "page_label": "812",
        "line_start": 4,
        "line_end": 5,
        "quote": "",
        "page_number": 811,
        "start": 0,
        "end": 10,
    }
    return Citation(**(values | changes))


def an_answer(question: str, *quotes: tuple[str, Citation], **changes: Any) -> Answer:
    sentences = tuple(Sentence(text, citation, 1.0) for text, citation in quotes)
    values: dict[str, Any] = {
        "question": question,
        "text": " ".join(text for text, _ in quotes),
        "kind": "answer",
        "locale": "en",
        "sentences": sentences,
        "confidence": "found",
        "score": 0.9,
    }
    return Answer(**(values | changes))


def a_chat(*answers: Answer, title: str = "Cell 3") -> Chat:
    messages: list[ChatMessage] = []
    for number, answer in enumerate(answers):
        messages += [
            ChatMessage(f"msg_{number}a", "user", answer.question, 60.0),
            ChatMessage(f"msg_{number}b", "rubin", answer.text, 60.0, answer),
        ]
    return Chat("cht_1", title, 0.0, 60.0, len(messages), tuple(messages))


def test_questions_quotes_and_places() -> None:
    answer = an_answer(
        "What does F30002 mean?",
        ("Overvoltage in the DC link.", a_citation()),
        (
            "Increase p1121.",
            a_citation(filename="notes.md", page_index=None, page_label=None, heading_path=()),
        ),
        ("See below.", a_citation(page_index=4, page_label=None)),
    )
    nothing = an_answer("F99999?", confidence="not_found", kind="not_found", missing_terms=("F99999",))
    assert to_markdown(a_chat(answer, nothing), "en") == (
        "# Cell 3\n"
        "\n"
        "Begun 1970-01-01 00:00 UTC, changed 1970-01-01 00:01 UTC.\n"
        "\n"
        "## What does F30002 mean?\n"
        "\n"
        "*● found*\n"
        "\n"
        "1. «Overvoltage in the DC link.»\n"
        "\n"
        "   G120.pdf, page 812 · Faults › F30002\n"
        "\n"
        "2. «Increase p1121.»\n"
        "\n"
        "   notes.md, line 4\n"
        "\n"
        "3. «See below.»\n"
        "\n"
        "   G120.pdf, page 5 · Faults › F30002\n"
        "\n"
        "## F99999?\n"
        "\n"
        "*○ not found in the documents*\n"
        "\n"
        "No document holds: F99999\n"
    )


def test_the_words_around_are_in_the_readers_language() -> None:
    lines = to_markdown(a_chat(an_answer("F1?", ("Да.", a_citation())), title=""), "ru").splitlines()
    assert [lines[0], lines[6], lines[10]] == [
        "# Разговор",
        "*● найдено*",
        "   G120.pdf, стр. 812 · Faults › F30002",
    ]


def test_nothing_in_a_quote_is_markup_or_acts_in_a_terminal() -> None:
    quote = "DB_1.x *2* <b> `c` [1](u) _y_ a\\b \x1b[2J\u202e &lt; |"
    answer = an_answer("# one\n## two", (quote, a_citation(filename="a_b*.pdf")))
    lines = to_markdown(a_chat(answer), "en").splitlines()
    assert lines[4] == "## # one ## two"
    assert lines[8] == (
        "1. «DB_1.x \\*2\\* \\<b\\> \\`c\\` \\[1\\](u) \\_y\\_ a\\\\b ␛\\[2J\ufffd \\&lt; \\|»"
    )
    assert lines[10] == "   a_b\\*.pdf, page 812 · Faults › F30002"


def test_project_and_notes_follow_the_manuals_and_lead_when_these_have_nothing() -> None:
    line = a_citation(
        filename="FB_Drive.st", page_index=None, page_label=None, line_start=46, heading_path=()
    )
    code = Sentence("16#7532: (* F30002 *)", line, 1.0, "code", matched=("16#7532",))
    note = Sentence(
        "R торм.", a_citation(filename="22.md", page_index=None, line_start=3, heading_path=()), 1.0
    )
    own = a_citation(filename="pid.md", page_index=None, line_start=9, heading_path=(), origin="rubin")
    both = an_answer("F30002", ("Overvoltage.", own), project=(code,), notes=(note,))
    told = to_markdown(a_chat(both), "ru")
    assert told.endswith(
        "*● найдено*\n\n1. «Overvoltage.»\n\n   pid.md, строка 9 · справка Rubin\n\n"
        "В проекте (16#7532):\n\n2. «16#7532: (\\* F30002 \\*)»\n\n   FB_Drive.st, строка 46\n\n"
        "В заметках:\n\n3. «R торм.»\n\n   22.md, строка 3\n"
    )
    missed = replace(both, confidence="not_found", kind="not_found", notes=())
    told = to_markdown(a_chat(missed), "en")
    assert "*● found in the project, not in the documents*\n\nIn the project (16#7532):\n\n1. «16" in told
    assert "The nearest places in the documents:\n\n2. «Overvoltage.»" in told


def test_a_table_keeps_its_lines_and_a_quote_all_its_places() -> None:
    table = Sentence(
        "  | G64 | ``fast`` |\n  | G61 | exact\x1b[2J |\n",
        a_citation(),
        1.0,
        "table",
        header=a_citation(quote="| Word | Meaning |"),
        also=(a_citation(filename="G130.pdf", page_label="655"),),
    )
    answer = replace(an_answer("G64?"), sentences=(table,))
    assert to_markdown(a_chat(answer), "en").endswith(
        "1. ```text\n"
        "   | Word | Meaning |\n"
        "   | G64 | ``fast`` |\n"
        "   | G61 | exact␛[2J |\n"
        "   ```\n"
        "\n"
        "   G120.pdf, page 812 · Faults › F30002; G130.pdf, page 655 · Faults › F30002\n"
    )
