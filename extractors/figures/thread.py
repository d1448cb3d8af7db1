"""What a text's sentences hand on: what is spoken of, where, and when."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from extractors.figures.governing import Cited, attribution_of
from extractors.figures.phrase_subjects import head_of
from extractors.figures.phrases import Clauses
from extractors.figures.places import is_nation, spoken_of
from extractors.figures.sentences import Sentence, times
from extractors.figures.told_periods import last_day
from extractors.language import Context
from extractors.records import Figure, Name, Period

_OFTEN = 5
"""A town named that often is what a part of the text is about,
    ``industry`` the industry that it spoke of last, ``goods`` those whose amounts it told last, ``traded`` the last
    figure of trade with a region."""
_HOUSE = "证券"


def _told(text: str, place: str) -> int:
    """How often a text names a place, the houses that are called after it (西南证券) left out."""
    return times(text, place) - times(text, place + _HOUSE)


@dataclass(slots=True)
class Thread:
    """What earlier sentences hand on: the topic, the place spoken of (``home``: by the whole text), and the period of a
    list's first item or of a heading; ``themes`` are the names that the whole text is about, ``firm`` the company named
    last, ``last_period`` when the sentence before held, ``last_day`` the day named last,
    ``part`` the part of the company that the paragraph says it is about.

    Most sentences hold no number, and few numbers ask what was spoken of before them: that takes words, and so the
    topic and the place of the sentences gone by (``heads_ahead``, ``places_ahead``) are read when they are asked for.
    """

    context: Context
    told_topic: Name | None = None
    list_period: Period | None = None
    introduced: Name | None = None
    told_place: Name | None = None
    place_told_often: bool = False
    heads_ahead: list[tuple[Clauses, Cited | None]] = field(default_factory=list)
    places_ahead: list[Clauses] = field(default_factory=list)
    themes: frozenset[str] = frozenset()
    firm: Name | None = None
    home: Name | None = None
    last_period: Period | None = None
    last_day: Period | None = None
    part: str = ""
    industry: Name | None = None
    goods: Name | None = None
    traded: Figure | None = None

    @property
    def topic(self) -> Name | None:
        """What is spoken of. A theme of the text stays it until another name takes its place."""
        for clauses, told in self.heads_ahead:
            if self.told_topic is not None and self.told_topic.canonical in self.themes:
                break
            cited = told or attribution_of(clauses.sentence, (), self.context.publisher)
            self.told_topic = head_of(clauses, (cited.start, cited.end)) or self.told_topic
        self.heads_ahead.clear()
        return self.told_topic

    @topic.setter
    def topic(self, name: Name | None) -> None:
        self.heads_ahead.clear()
        self.told_topic = name

    @property
    def place(self) -> Name | None:
        """The place spoken of last."""
        for clauses in reversed(self.places_ahead):
            found = spoken_of(clauses)
            if found is not None:
                self.told_place = found
                self.place_told_often = _told(clauses.sentence.text, found.canonical) >= _OFTEN
                break
        self.places_ahead.clear()
        return self.told_place

    @property
    def about(self) -> Name | None:
        """The place that is spoken of by the whole text, or by the part that goes on now: 东莞 in a text about 中国."""
        if self.home is None or not is_nation(self.home):
            return self.home
        here = self.place
        return here if here is not None and self.place_told_often and not is_nation(here) else self.home

    @property
    def where(self) -> Name | None:
        """The place that the text is about, else the one spoken of last."""
        return self.about or self.place


_OF_WHICH = regex.compile(r"\s*其中[，,]?(?!一|之一)")


_SOURCE = regex.compile(r"来源[:：为]?[^，,。；;）)\n]{0,8}$")


def is_source(text: str, name: Name) -> bool:
    """Whether a name only says where a text has its news from (新闻来源：万得)."""
    low = max(0, name.start - 14)
    return text.find("来源", low, name.start) >= 0 and _SOURCE.search(text, low, name.start) is not None


def tells_parts(sentence: Sentence) -> bool:
    """Whether a sentence tells the parts of what the one before told, at the same time."""
    first = sentence.text[sentence.start]
    return (first == "其" or first.isspace()) and _OF_WHICH.match(sentence.text, sentence.start) is not None


_BY_KIND = regex.compile(
    r"\s*(?:从(?:各|分|不同|具体|细分|主要)[^，,。；;]{1,12}来?看|分\p{Han}{1,7}来?看|具体来?看|分[^，,。；;]{1,6}而言|在\p{Han}{2,10}(?:价格|品种|行业|产品|企业|地区|类别)中)[，,：:]"
)


def goes_into_parts(sentence: Sentence) -> bool:
    """Whether a sentence holds when the one before did: it tells the parts of what that told (其中, 分地区看,
    从各品种来看, 在食品价格中)."""
    return tells_parts(sentence) or (
        sentence.text[sentence.start] in "从分具在\n \u3000"
        and _BY_KIND.match(sentence.text, sentence.start) is not None
    )


def move_on(
    sentence: Sentence,
    dated: Sentence,
    thread: Thread,
    cited: Cited | None,
    clauses: Clauses,
    inherited: Period | None,
) -> None:
    """Let the thread take from a sentence what the next may need. ``dated`` has no dates that only tell when a cited
    report came out; ``cited`` is None where no name in the sentence asks who it is; ``inherited`` is the period that
    the sentence itself was given."""
    previous = thread.introduced
    thread.introduced = thread.topic if previous is None else previous
    named = cited is not None and _name_topic(sentence, thread, cited, previous)
    if not named and thread.context.subject is None:
        thread.heads_ahead.append((clauses, cited))
    if dated.periods:
        thread.last_day = last_day(dated, thread.last_day)
    thread.last_period = next((p for p in dated.periods if p.period_start is not None), None) or (
        inherited if inherited is not None and goes_into_parts(sentence) else None
    )
    thread.places_ahead.append(clauses)


_RELEASE = regex.compile(r"发布|推出|上线|亮相|开源")
_INTRODUCES = regex.compile(
    r"(?:发布|推出|上线|亮相|开源|宣布|正式|首款|一款|新款|的|了|自研|全新|[\p{Han}]{2,6}芯片|[\p{Han}A-Za-z]{2,8}模型|“|\"|\s|——)+$"
)


def _name_topic(sentence: Sentence, thread: Thread, cited: Cited, previous: Name | None) -> bool:
    """Whether a name that a sentence begins with is the next one's subject; what it introduces (发布 X) is the subject
    of a sentence that goes on with 这是 or 该."""
    for name in sentence.names:
        lead = sentence.text[max(sentence.start, name.start - 14) : name.start]
        if name.kind in ("product", "model", "chip") and _RELEASE.search(lead) and _INTRODUCES.search(lead):
            thread.introduced = name
    firms = [n for n in sentence.names if n.kind in ("company", "security") and not cited.start <= n.start < cited.end]
    firms = [n for n in firms if not is_source(sentence.text, n)]
    thread.firm = next((n for n in firms if n.canonical != thread.context.publisher), thread.firm)
    for name in sentence.names:
        if cited.start <= name.start < cited.end or name.kind in ("place", "index", "source", "chip"):
            continue
        if name.canonical == thread.context.publisher or is_source(sentence.text, name):
            continue
        lead = sentence.text[sentence.start : name.start]
        if len(lead) <= 12 or "，" in lead or "：" in lead:
            thread.topic = name
            if thread.introduced is previous:
                thread.introduced = name
            return True
        break
    return False
