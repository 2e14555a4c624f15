"""G-code (RS-274): LinuxCNC with O-words and named parameters, Fanuc macros, words of Sinumerik."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from typing import cast

from rubin_tui.engine.editing.highlight.kinds import Kind, Token

_FLOW = (
    "sub|endsub|call|return|while|endwhile|do|if|then|elseif|else|endif|repeat|endrepeat|break|continue|"
    "goto[bfc]?|for|to|endfor|loop|endloop|until|case|default|switch|def|define|as|proc|ret|extern|end"
)
_TEST = "eq|ne|gt|ge|lt|le|and|or|xor|not|mod|div"
_FUNCTION = "atan|atan2|abs|acos|asin|cos|exp|fix|fup|ln|round|sin|sqrt|tan|exists|pot|trunc|bin|bcd"
_TYPE = "real|int|bool|string|char|axis|frame"
_NUMBER = r"[+-]?\s*(?:\d+\.?\d*|\.\d+)"

_PATTERN = re.compile(
    rf"""
      (?P<string> "[^"]*" )
    | (?P<call> (?!(?:{_FLOW}|{_TEST}|{_FUNCTION}|{_TYPE})\b) [A-Z_][A-Z_]\w* ) \s* \(
    | (?P<spoken> \(\s*(?:MSG|DEBUG|PRINT|LOG|LOGOPEN|LOGAPPEND|LOGCLOSE|PROBEOPEN|PROBECLOSE)\b )
        (?P<words> [^)]*\)? )
    | (?P<comment> ;.* | \([^)]*\)? )
    | (?P<variable> \#+\s*(?:\d+|<[^>]*>?)? | \$\w+ | \bR\d+(?=\s*=) )
    | (?P<label> ^\s*/?\s*N\s*\d+ )
    | (?P<subprogram> (?:(?<![A-Z])O|^\s*:)\s*(?:\d+|<[^>]*>?|(?=\[)) | ^\s*%?_N_\w+ )
    | (?P<flow> (?<![A-Z_])(?:{_FLOW}|{_TEST})(?![A-Z_]) )
    | (?P<function> (?<![A-Z_])(?:{_FUNCTION})(?=\s*[\[(]) )
    | (?P<type> (?<![A-Z_])(?:{_TYPE})(?![A-Z_0-9]) )
    | (?P<code> [GM]\s*\d+(?:\.\d+)? )
    | (?P<setting> [FST](?=\s*(?:[-+.\d\#\[]|=)) )
    | (?P<number> {_NUMBER} )
    | (?P<skip> ^\s*/\d? )
    | (?P<word> [A-Z_]{{2}}\w* )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_KINDS: dict[str, Kind] = {
    "string": "string",
    "call": "name.function",
    "spoken": "comment.preprocessor",
    "words": "string",
    "comment": "comment",
    "variable": "name.variable",
    "label": "name.label",
    "subprogram": "name.function",
    "flow": "keyword",
    "function": "name.builtin",
    "type": "type",
    "code": "keyword",
    "setting": "name.attribute",
    "number": "number",
    "skip": "comment.preprocessor",
}


class GcodeLexer:
    """The state is how many lines of a single % came before: what follows the second one no machine reads."""

    start: Hashable = 0

    def __call__(self, state: Hashable, line: str) -> tuple[Sequence[Token], Hashable]:
        """See `LineLexer`."""
        bounds = cast("int", state)
        if bounds > 1:
            return ((0, len(line), "comment"),) if line else (), bounds
        if line.strip() == "%":
            return ((0, len(line), "keyword"),), bounds + 1
        tokens: list[Token] = []
        for match in _PATTERN.finditer(line):
            for name in ("spoken", "words") if match["spoken"] else (match.lastgroup or "",):
                kind = _KINDS.get(name)
                if kind and match[name].strip():
                    begin = match.end(name) - len(match[name].lstrip())
                    tokens.append((begin, match.end(name), kind))
        return tokens, bounds
