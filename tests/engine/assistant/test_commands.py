"""Which messages are commands, and that questions stay questions."""

import pytest

from rubin_tui.engine.assistant.commands import NAMES, read_command
from rubin_tui.engine.model import Command, Failure, Message
from rubin_tui.messages import render


@pytest.mark.parametrize(
    ("message", "command"),
    [
        ("/search F30002 overvoltage", Command("search", "F30002 overvoltage")),
        ("/SEARCH  F30002 ", Command("search", "F30002")),
        ("/найти ток двигателя", Command("search", "ток двигателя")),
        ("/add ~/manuals/G 120", Command("add", "~/manuals/G 120")),
        ("/добавить", Command("add")),
        ("/docs", Command("docs")),
        ("/документы", Command("docs")),
        ("/stats", Command("stats")),
        ("/статистика", Command("stats")),
        ("/help", Command("help")),
        ("/", Command("help")),
        ("/Справка", Command("help")),
        ("/new", Command("new")),
        ("/новый", Command("new")),
        ("/clear", Command("clear")),
        ("/очистить", Command("clear")),
        ("/export chat.md", Command("export", "chat.md")),
        ("/экспорт", Command("export")),
        ("/analyze src/main.py", Command("analyze", "src/main.py")),
        ("/check", Command("analyze")),
        ("/проверь", Command("analyze")),
        ("/проверь цех 3/main.st", Command("analyze", "цех 3/main.st")),
        ("  /add\nmanual.pdf", Command("add", "manual.pdf")),
    ],
)
def test_slash_commands_in_both_languages(message: str, command: Command) -> None:
    assert read_command(message) == command


@pytest.mark.parametrize(
    ("message", "command"),
    [
        (".фвв manual.pdf", Command("add", "manual.pdf")),  # the keys of /add
        ("/фвв manual.pdf", Command("add", "manual.pdf")),
        (".ЫУФКСР F30002", Command("search", "F30002")),
        (".найти ток", Command("search", "ток")),  # the key of the slash is the point there
        ("/yfqnb F30002", Command("search", "F30002")),  # the keys of найти
        ("/lj,fdbnm manual.pdf", Command("add", "manual.pdf")),
        ("/'rcgjhn", Command("export")),
    ],
)
def test_commands_typed_in_the_other_layout(message: str, command: Command) -> None:
    assert read_command(message) == command


def test_every_name_is_read_in_either_layout() -> None:
    from rubin_tui.engine.text.layouts import swap_layout

    for name, words in NAMES.items():
        for word in words:
            assert read_command(f"/{word}") == read_command(f"/{swap_layout(word)}") == Command(name)


@pytest.mark.parametrize(
    ("message", "command"),
    [
        ("найди ток двигателя M41", Command("search", "ток двигателя M41")),
        ("Найди в документах: F30002", Command("search", "F30002")),
        ('поищи "тормозной резистор"', Command("search", '"тормозной резистор"')),
        ("search for ramp-down time", Command("search", "ramp-down time")),
        ("Search the manuals for p1121.", Command("search", "p1121")),
        ("add /mnt/usb/my manuals", Command("add", "/mnt/usb/my manuals")),
        ("add the file 'manual.pdf'", Command("add", "manual.pdf")),
        ("добавь папку ~/руководства", Command("add", "~/руководства")),
        (r"добавить C:\manuals", Command("add", r"C:\manuals")),
        ("list documents", Command("docs")),
        ("покажи документы", Command("docs")),
        ("show statistics", Command("stats")),
        ("Stats", Command("stats")),
        ("статистика", Command("stats")),
        ("показать мои документы", Command("docs")),
        ("помощь", Command("help")),
        ("Help!", Command("help")),
        ("новый чат", Command("new")),
        ("start a new chat", Command("new")),
        ("очисти разговор", Command("clear")),
        ("export chat to cell3.md", Command("export", "cell3.md")),
        ("экспорт разговора в cell3.md", Command("export", "cell3.md")),
    ],
)
def test_plain_words(message: str, command: Command) -> None:
    assert read_command(message) == command


@pytest.mark.parametrize(
    "message",
    [
        "",
        "F30002",
        "What does fault F30002 mean?",
        "найди, где задаётся время торможения",
        "найди причину отказа F30002",
        "найди сколько ампер потребляет M41",
        "найдите ток двигателя M41 при полной нагрузке на линии номер три в смену",
        "search for what F30002 means",
        "search coil magnetometer",
        "How do I search for a parameter?",
        "find the rated current",
        "add a watchdog to the main task",
        "добавь 5 В к опорному напряжению",
        "help with F30002",
        "новый чат-бот для станка",
        "статистика отказов линии 3",
        "documents for acceptance of a drive",
        "/dev/ttyS0 does not open",
        "/Q0.0 stays on",
        "/* comment */",
        "// what is this",
        ".NET version",
        ".Привод не включается",
        "5/3 valve",
    ],
)
def test_questions_stay_questions(message: str) -> None:
    assert read_command(message) is None


def refused(message: str) -> Message:
    with pytest.raises(Failure) as caught:
        read_command(message)
    return caught.value.message


def test_an_unknown_command_names_the_nearest_and_all_there_are() -> None:
    near = refused("/serch F30002")
    assert (near.id, near.params["name"], near.params["near"]) == (
        "chat.unknown_command_near",
        "/serch",
        "/search",
    )
    assert refused("/добавит x.pdf").params["near"] == "/добавить"
    assert refused("/фв").params["near"] == "/add"
    far = refused("/qqqq")
    assert render(far, "en") == (
        "There is no command /qqqq. There are /search, /add, /docs, /stats, /help, /new, /clear, "
        "/export, /analyze, /settings."
    )


@pytest.mark.parametrize(("locale", "place"), [("en", 0), ("ru", 1)])
def test_the_sentence_names_the_commands_in_its_language(locale: str, place: int) -> None:
    named = ", ".join(f"/{words[place]}" for words in NAMES.values())
    assert render(Message("chat.commands"), locale) == named


@pytest.mark.parametrize(
    ("message", "argument"),
    [
        ("analyze this file", ""),
        ("check my code", ""),
        ("analyse axis.py", "axis.py"),
        ("проверь код", ""),
        ("Проверь этот файл.", ""),
        ("проверь файл «ось.st»", "ось.st"),
        ("проанализируй settings.json", "settings.json"),
    ],
)
def test_plain_words_that_ask_for_an_analysis(message: str, argument: str) -> None:
    assert read_command(message) == Command("analyze", argument)


@pytest.mark.parametrize(
    "message",
    [
        "проверь напряжение на клеммах",
        "check the fault F30002",
        "как проверить код ошибки",
        "analyze vibration of the axis",
    ],
)
def test_checks_of_other_things_are_questions(message: str) -> None:
    assert read_command(message) is None
