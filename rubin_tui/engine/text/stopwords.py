"""Words that say nothing about what is asked: the grammar of Russian and English.

The lists are short on purpose. "After", "not", "many", "между" are everywhere too, but they do tell
one sentence from another, and leaving them out cost measured answers.
"""

from __future__ import annotations

_ENGLISH = """
a an the this that these those i me my mine we us our it its you your yours
what which who whom when where why how
am is are was were be been being have has had having do does did doing
can could would should will may might must shall let please
and or as at by for from in of on to with
don't didn't doesn't isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't shouldn't can't
couldn't mustn't don didn doesn isn aren wasn weren hasn haven hadn wouldn shouldn couldn mustn
"""

_RUSSIAN = """
и в во не что он на я с со как а то все она так его но да ты к ко у же вы за бы б по только ее мне было
меня нет о об от из ему была был были быть есть ли ль ж если или это эта этот эти этого этой этом этим
этих этими тот та те того той тем нас вас нам вам мы мой моя мои при для
кто где когда какой какая какое какие какого каких каком каким какую какими сколько почему чем
еще нибудь является являются являлся являлась являлись может можно нужно надо будет будут чтобы
"""

STOP_WORDS = frozenset(f"{_ENGLISH} {_RUSSIAN}".replace("ё", "е").split())
"""Lower case, ё as е, an apostrophe as `'`."""
