"""What kind of thing a question asks for, and whether a sentence holds one that the question does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Expectation = Literal["date", "number", "name", "place", "cause", "definition", "term"]

_QUESTIONS: tuple[tuple[Expectation, str], ...] = (
    (
        "date",
        r"^\W*(since |until |till |from )?when (?!.*\bwh(at|o|ich)\b)"
        r"|\b(what|which) (year|date|month|decade|century|day)\b"
        r"|^\W*(с |до )?когда (?!.*\b(что|как|кто|где)\b)"
        r"|\bкако(й|м|го) (год|дат|месяц|день|дня|век|десятилети)\w*"
        r"|\bкакого числа\b|\bкакая дата\b",
    ),
    (
        "number",
        r"\bhow (many|much|long|far|fast|high|large|big|deep|wide|heavy|often|tall|old)\b"
        r"|\bwhat (is the )?(number|percentage|percent|amount|value|speed|voltage|current|temperature|size"
        r"|population|length|width|height|depth|range|limit|default)\b"
        r"|\bсколько\b|\bкак(ой|ая|ое|ова|ово|ов) (был[аои]? )?(процент|количеств|числ|скорост"
        r"|напряжени|ток\b|температур|размер|длин|ширин|высот|глубин|значени|предел|мощност|частот|численност|дол[яюи])\w*"
        r"|\bнасколько\b|\bкак (долго|часто|далеко|быстро|много)\b",
    ),
    ("cause", r"\bwhy\b|\bwhat (caused?|causes|reason)\b|\bпочему\b|\bзачем\b|\bотчего\b|\bпричин\w*"),
    (
        "place",
        r"\bwhere\b|\b(what|which) (city|country|state|place|region|location|town|area)\b"
        r"|\bгде\b|\bкуда\b|\bоткуда\b|\bкако[йм] (город|стран|мест|регион|област)\w*|\bкакая страна\b",
    ),
    ("name", r"\bwho\b|\bwhom\b|\bwhose\b|\bкто\b|\bкого\b|\bкому\b|\bкем\b|\bчья?\b|\bчь[её]\b"),
    (
        "definition",
        r"^\W*what (is|are) (a |an |the )?[\w\-.#%]+( [\w\-.#%]+)?\W*$|\bdefine\b|\bdefinition\b"
        r"|\b(meaning|purpose) of\b|\bwhat (does|do) .* (mean|do)\b|\bwhat .* for\W*$"
        r"|\bчто (такое|значит|означает|обозначает|делает)\b|\b(для чего|зачем) (нуж\w+|служ\w+)"
        r"|\bза что отвечает\b|\bопредели\w+|\bчто (описывает|представляет собой)\b|\bназначение\b",
    ),
    (
        "term",
        r"\b(called|known as|(another|other|the) name|term|word for|acronym|nickname|abbreviation)\b"
        r"|\bназыва\w+|\bназвал\w*|\bназвани\w+|\bтермин\w*|\bимену\w+|\bсокращени\w+",
    ),
)
_ASKS = [(expected, re.compile(pattern, re.IGNORECASE)) for expected, pattern in _QUESTIONS]

_MONTHS = (
    r"january|february|march|april|june|july|august|september|october|november|december"
    r"|январ|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр"
)
_DATE = re.compile(
    rf"\b1\d{{3}}s?\b|\b20\d\d\b|\b\d{{1,2}}(th|st|nd|rd)? century|\bвек[еа]?\b|{_MONTHS}", re.I
)
_NUMBER = re.compile(
    r"(?<![\w.,])(?!1\d{3}\b|20\d\d\b)\d[\d.,]*|\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand"
    r"|million|billion|half|third|quarter|percent)s?\b"
    r"|\b(два|две|двух|три|трех|трёх|четыре|четырех|четырёх|пять|пяти|шесть|семь|восемь|девять"
    r"|десять|десят\w+|сто|сотн\w+|тысяч\w*|миллион\w*|миллиард\w*|половин\w+|треть\w*|процент\w*)\b",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"(?<=[^.!?\s»\"”)] )[\"«“(]?[A-ZА-ЯЁ][\w\-]+")
_PLACE = re.compile(
    r"\b(in|at|near|to|from|on|of|across|into)( the)? [A-Z]\w+"
    r"|\b(в|во|на|под|над|близ|около|у|из|от|до|к)\b(?: \w+)? [А-ЯЁA-Z]\w+"
    r"|\b(located|between|above|below|behind|inside|menu|располо\w+|наход\w+|между|внутри|в меню)\b"
)
_CAUSE = re.compile(
    r"\b(because|since|due to|so that|in order to|as a result|caused?|causes|reason|therefore|to avoid"
    r"|to prevent)\b"
    r"|\b(потому|так как|поскольку|из-за|благодаря|чтобы|вследствие|поэтому|причин\w+|ввиду|для того"
    r"|по причине|в результате|во избежание)\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"\b(is|are) (an?|the|any|one)\b|\b(means|refers to|defined|stands for|is used|are used|consists)\b"
    r"|\s[—–-]\s|\b(это|называ\w+|представля\w+ собой|означа\w+|предназнач\w+|служ[иа]т"
    r"|определя\w+|состоит)\b",
    re.IGNORECASE,
)
_IS = (
    r"(?:\s*[—–]\s*(?=\S)|\s*:\s+(?=\S+\s+\S+\s+\S)|\s+-\s"
    r"|\s+(?:is|are) (?:an?|the|any|one|used|for|to|made|designed|intended)\b"
    r"|\s+(?:means|refers to|stands for|это|называ\w+|представля\w+|означа\w+|предназнач\w+|служ[иа]т"
    r"|является)\b)"
)
_DOES = (
    r"(?:\s*=\s*(?=\S)|\s+(?:allows|lets|defines|provides|specifies|sets|determines|describes|позволя\w+"
    r"|созда[её]т|содержит|зада[её]т|управля\w+|состоит|использу\w+|описывает|предлагает)\b)"
)
_TERM = re.compile(
    r"\b(called|known as|named|termed|dubbed|refers? to|terms?|nicknamed|stands? for)\b|[\"“”«»„(]"
    r"|\b(назва\w+|называ\w+|извест\w+|термин\w*|имен(у|о)\w+|прозва\w+)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"^\W*what (are|were)\b|\b(what|which) (?!is\b|was\b|has\b|does\b)\w+s\b|\blist\b|\bsteps\b|\benumerate\b"
    r"|^\W*how (do|to|can|should)\b|\brequirements\b|\bname (the|all)\b"
    r"|\bкак(ие|овы|их|ими)\b|\bперечисл\w+|\bспис(ок|ка)\b|\bшаг(и|ов|ами)\b|\bпорядок\b|\bэтап\w*"
    r"|^\W*как \w+(ть|ти|чь|ться)\b|\bтребования\b",
    re.IGNORECASE,
)
_SIGNS: dict[Expectation, re.Pattern[str]] = {
    "date": _DATE,
    "number": _NUMBER,
    "name": _CAPITALISED,
    "place": _PLACE,
    "cause": _CAUSE,
    "definition": _DEFINITION,
    "term": _TERM,
}


def expectation_of(question: str) -> Expectation | None:
    """What kind of thing `question` asks for, if its words tell."""
    return next((expected for expected, pattern in _ASKS if pattern.search(question)), None)


def asks_for_several(question: str) -> bool:
    """Whether `question` asks for several things or for the steps of one: a list may answer it whole."""
    return _SEVERAL.search(question) is not None


def meets(expected: Expectation, question: str) -> Callable[[str], bool]:
    """A test of sentences: whether one holds the `expected` kind of thing and it is not in `question`."""
    pattern = _SIGNS[expected]
    if expected in ("cause", "definition", "term"):
        return lambda sentence: pattern.search(sentence) is not None
    asked = question.lower()
    return lambda sentence: any(match.group().lower() not in asked for match in pattern.finditer(sentence))


@dataclass(frozen=True, slots=True)
class Explained:
    """How a text speaks of what is to be defined: `opens` with its name, `says` what it is, what it `does`.

    `names` finds a line or sentence that does one of the latter, or that is nothing but the name: an entry.
    """

    opens: re.Pattern[str]
    says: re.Pattern[str]
    does: re.Pattern[str]
    names: re.Pattern[str]

    @classmethod
    def of(cls, terms: Sequence[str]) -> Explained:
        """Of the name made of `terms` (stems) in their order."""
        stems = (re.escape(term) + (_ENDS if term.isascii() else r"[а-яё]{0,3}") for term in terms)
        name = r"[\W_]+".join(stems)
        kind = r"(?:\w{4,}\s+)??"  # "Команда dh_make", "The component debounce"
        name = rf"\W*(?:(?:the|an?)\s+)?\W*{kind}{name}(?![\w-])[\"'»”’)]*(?:\s*\([^)\n]*\))?"
        return cls(
            re.compile(name, re.IGNORECASE),
            re.compile(name + _IS, re.IGNORECASE),
            re.compile(name + _DOES, re.IGNORECASE),
            re.compile(rf"(?:^|\n|[.!?]\s){name}(?:\s*\n|{_IS}|{_DOES})", re.IGNORECASE),
        )


_ENDS = r"(?:e|y|s|es|ies|ed|er|ers|ing|al|ic|ion|ions|ment|ments)?"
