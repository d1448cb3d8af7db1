"""Subjects that no list of names holds: the noun phrase that a clause is about, and what stands in for one."""

from __future__ import annotations

from typing import Protocol

import regex

from extractors.figures.phrases import Clauses, Phrase, may_be_own, thing
from extractors.figures.sentences import Clause, Sentence
from extractors.figures.subjects import Subject, is_press
from extractors.figures.word_kinds import nation_of
from extractors.records import Name

_ALL_OF_IT = regex.compile(r"^(?:全|我|该|本|此)[省市县区州镇]")
_POINTING = regex.compile(r"^(?:该|这|本|此|其)(?:[起次个家款项批种条座支些])?")
_COMPANY = regex.compile(r"(?:公司|集团|企业|机构|银行|平台)")
_OFFICE = regex.compile(r"(?P<nation>\p{Han}{2,5}?)(?:前|副|时任)?(?:总统|总理|首相|外长|外相|财长|防长|政府)(?!府)")
"""法国总统某某: what is said is of the nation."""
_COMPANY_DOES = regex.compile(r"(?:本?公司|本集团)(?!债|法|章程|治理|制)\p{Han}{2,}(?<!公司|集团|企业|银行|股份|子)$")
"""公司大额计提: the company and what it does, cut as one phrase."""
_THERE = frozenset(("有", "共有", "已有", "现有", "超", "逾", "超过"))
_FIRM = regex.compile(r"(?:公司|企业|集团|机构|平台|品牌|银行|产品|模型|软件|应用|系统|芯片|手机|项目|基金)$")


class Spoken(Protocol):
    """What a text spoke of before a sentence: the topic, the place, and the company named last."""

    @property
    def topic(self) -> Name | None:
        """What is spoken of."""

    @property
    def where(self) -> Name | None:
        """The place that is spoken of."""

    @property
    def firm(self) -> Name | None:
        """The company named last."""


def head_of(clauses: Clauses, cited: tuple[int, int]) -> Name | None:
    """A thing of its own that a sentence is about, for the sentence that follows; nothing inside ``cited`` counts."""
    sentence = clauses.sentence
    first = sentence.clauses[:2]
    if not may_be_own(sentence, sentence.start, max((clause.end for clause in first), default=0)):
        return None
    for clause in first:
        phrase = clauses.subject(clause, clause.end)
        if phrase is not None and not _inside(phrase, cited):
            nation = nation_of(sentence.text[phrase.start : phrase.end])
            if nation is not None:
                return Name(phrase.start, phrase.end, nation, "place")
            return thing(sentence, phrase) if phrase.own and not phrase.pronoun else None
    return None


class PhraseSubjects:
    """Noun phrases of one sentence as subjects; ``spoken`` is asked where they point back to what was told before."""

    def __init__(self, sentence: Sentence, spoken: Spoken) -> None:
        self.sentence = sentence
        self.clauses = Clauses(sentence)
        self._spoken = spoken

    def of_clause(self, clause: Clause, stop: int, cited: tuple[int, int]) -> Subject | None:
        """What the clause is about, named before ``stop``; nothing inside ``cited`` counts."""
        phrase = self.clauses.subject(clause, stop)
        if phrase is None or _inside(phrase, cited) or is_press(self.sentence, phrase.end):
            return None
        return self._subject(phrase, "the phrase that heads the clause", 0.8)

    def before(self, clause: Clause, at: int, cited: tuple[int, int]) -> Subject | None:
        """What stands right before a metric's name or a number."""
        phrase = self.clauses.before(clause.start, at)
        if phrase is None or _inside(phrase, cited):
            return None
        return self._subject(phrase, "the phrase right before the metric", 0.75)

    def acts(self, start: int, stop: int) -> bool:
        """Whether a verb other than 有 stands between two offsets."""
        text = self.sentence.text
        words = self.clauses.words(start, stop)
        return any(w.kind == "V" and text[w.start : w.end] not in _THERE for w in words)

    def _subject(self, phrase: Phrase, how: str, weight: float) -> Subject | None:
        written = self.sentence.text[phrase.start : phrase.end]
        whole = _ALL_OF_IT.match(written)
        if whole is not None:
            place = self._spoken.where
            if place is None:
                return None
            return Subject(place, "全县, 该市 stand for the place spoken of", weight, whole[0])
        office = _OFFICE.match(written)
        nation = nation_of(office["nation"] if office else written)
        if nation is not None:
            return Subject(Name(phrase.start, phrase.end, nation, "place"), how, weight, own=False)
        pointing = _POINTING.match(written)
        if phrase.pronoun or pointing is not None:
            bare = written[pointing.end() :] if pointing else written
            if _COMPANY.fullmatch(bare):
                return self._company(phrase, weight, written)
            topic = self._spoken.topic
            if topic is not None:
                return Subject(topic, "该 and 这 point back to what was spoken of", weight - 0.1, written, near=False)
            if _FIRM.search(bare):
                return None
        if written in ("公司", "集团") or _COMPANY_DOES.match(written):
            return self._company(phrase, weight - 0.1, written)
        name = thing(self.sentence, phrase)
        return Subject(name, how, weight, own=phrase.own) if name is not None else None

    def _company(self, phrase: Phrase, weight: float, written: str) -> Subject | None:
        """The company that 该公司 points to: the last one named in the sentence, else before it."""
        named = [n for n in self.sentence.names if n.end <= phrase.start and n.kind in ("company", "security")]
        firm = named[-1] if named else self._spoken.firm
        if firm is None:
            return None
        return Subject(firm, "该公司 is the company named last", weight, written, near=bool(named))


def _inside(phrase: Phrase, cited: tuple[int, int]) -> bool:
    return cited[0] <= phrase.start and phrase.end <= cited[1]
