"""Words that say nothing about what is asked: grammar and question words of Russian and English."""

from __future__ import annotations

_ENGLISH = """
a an the this that these those
i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself
she her hers herself it its itself they them their theirs themselves one ones
what which who whom whose when where why how
am is are was were be been being have has had having do does did doing done
will would shall should can could may might must ought
and or but nor so if then else than because while as until unless although though since
of at by for with about against between into through during before after above below to from up down
in out on off over under upon within without via per
not no only own same too very just also both each few more most other another some any all such
again further once here there
don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't shouldn't can't
couldn't mustn't needn't shan't don doesn didn isn aren wasn weren hasn haven hadn wouldn shouldn couldn
please tell let many much
"""

_RUSSIAN = """
и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот
от меня еще нет о из ему теперь когда даже ну ли если уже или ни быть был него до вас нибудь опять уж
вам ведь там потом себя ничего ей может они тут где есть надо ней для мы тебя их чем была сам чтоб без
будто чего раз тоже себе под будет ж тогда кто этот того потому этого какой совсем ним здесь этом один
почти мой тем чтобы нее сейчас были куда зачем всех никогда можно при наконец два об другой хоть после
над больше тот через эти нас про всего них какая много разве три эту моя впрочем хорошо свою этой перед
иногда лучше чуть том нельзя такой им более всегда конечно всю между
это эта этим этими этому этих какие какое какого какому каким какими каких какую какая каком
который которая которое которые которого которой которых которому которым которыми которую котором
сколько почему отчего откуда насколько чей чья чье чьи чему кого кому кем ком чём чем
такая такое такие такого таких таким также либо нибудь лишь
является являются являлся являлась являлись являлось
мною мной тобой нами вами ими ею свой своя свое свои своей своего своих своим
весь вся всё всем всеми пусть
б
"""

STOP_WORDS = frozenset(f"{_ENGLISH} {_RUSSIAN}".replace("ё", "е").split())
"""Lower case, ё as е, an apostrophe as `'`."""
