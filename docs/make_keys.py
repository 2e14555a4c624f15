"""Writes docs/KEYS.md and docs/KEYS.ru.md from the registry of actions: `make docs`."""

from pathlib import Path

from rubin_tui.actions import GROUPS
from rubin_tui.messages import Message, render
from rubin_tui.screens.help import told

FILES = {"en": "KEYS.md", "ru": "KEYS.ru.md"}
HEADS = {"en": ("Key", "What it does"), "ru": ("Клавиша", "Что делает")}


def page(locale: str) -> str:
    """The page in one language."""

    def say(id: str) -> str:
        return render(Message(id), locale)

    other, name = ("ru", "По-русски") if locale == "en" else ("en", "In English")
    lines = [f"# Rubin: {say('help.title')}", "", f"[{name}]({FILES[other]})", "", say("help.keys")]
    for group in GROUPS:
        rows = [(keys, say(item.title)) for keys, item in told(group)]
        if rows:
            lines += ["", f"## {say(f'help.{group[0]}')}", "", say(f"help.about.{group[0]}"), ""]
            lines += [f"| {HEADS[locale][0]} | {HEADS[locale][1]} |", "|---|---|"]
            lines += [f"| `{keys}` | {title} |" if keys else f"| | {title} |" for keys, title in rows]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for locale, name in FILES.items():
        Path(__file__).with_name(name).write_text(page(locale), "utf-8")
