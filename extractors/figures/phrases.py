"""A shallow reading of a clause: its words by part of speech, its noun phrases, and which of them it is about.

Names that no list holds (中央企业, 三星5G手机, 公安民警) are subjects too. jieba's dictionary says what kind of
word each is; that is rough, so a phrase only counts where the clause's plain order (subject, then verb or measure)
points to it.
"""

from __future__ import annotations

from functools import cache

import ahocorasick_rs
import regex

from extractors.data import read_yaml
from extractors.figures.cues import load_cues
from extractors.figures.sentences import Clause, Sentence
from extractors.figures.word_kinds import WORDY, Reading, Word, Words, place_finder, word_classes
from extractors.record import record
from extractors.records import Name, Quantity

_WITHIN = frozenset(("以上", "以下", "以外", "以内"))
_LONGEST = 24
_TWO_WORDS = 4
_PROPERTY = regex.compile(
    r"(?:[量率额价费值度]|(?<!指)数|面积|长度|时长|年限|期限|金额|比例|比重|增速|总长|收入|成本|利润)$"
)
"""Endings of what a thing has, not of a thing: 设计载客量, 舱房数."""
_VAGUE = regex.compile(r"(?:方案|情况|结果|原因|内容|方式|形式|措施|问题|过程|阶段|方面|层面)$")
_RESPECTS = frozenset(("方面", "层面"))
_ROLE = regex.compile(
    r"^(?:法定代表人|法人代表|董事长|副?总经理|副?总裁|实控人|实际控制人|联合创始人|创始人|负责人|发言人|分析师|首席)"
    r"|(?:记者|笔者|编辑|作者)$"
)
"""Who stands for a company (法定代表人某某): what follows is said of the company."""
_PRESS = frozenset(("》", "记者", "编辑"))
_THERE_IS = frozenset(("有", "共有", "已有", "另有", "超", "逾", "超过"))
_MODEL_NUMBER = regex.compile(r"[\p{Han}A-Za-z]\d{2}")
_MODEL = regex.compile(r"[\p{Han}A-Za-z]\d{2,5}[A-Za-z]?$")
_LOOSE_SPACE = regex.compile(r"(?<=\p{Han})\s+|\s+(?=\p{Han})")
_NEGATED = regex.compile(r"[未不没已仍尚]\p{Han}")
_CALLED = regex.compile(r"\s*(?:\p{Han}{1,4}的)?[“\"][^“”\"，。]{1,16}[”\"](?=\p{Han}{2})")
"""24个“动物系”网贷平台: what they are called before what they are."""
_MARK = regex.compile(r"[\s“”\"'‘’《》「」『』【】\[\]()（）◆•·▶➢√★■●☆*]+")


@record(frozen=True, slots=True)
class Phrase:
    """A noun phrase, half open. ``pronoun`` says that 该, 这 or 其 points back to something named before; ``own`` that
    it is a thing by itself (a name, a place, a kind of firms, people or goods), not a part or property of another."""

    start: int
    end: int
    pronoun: bool = False
    own: bool = False


@cache
def _abstract() -> frozenset[str]:
    return frozenset(map(str, read_yaml("phrases.yaml")["abstract"]))


@cache
def _speech() -> frozenset[str]:
    return frozenset(map(str, read_yaml("phrases.yaml")["speech"]))


@cache
def _things() -> tuple[str, ...]:
    return tuple(map(str, read_yaml("phrases.yaml")["things"]))


@cache
def _thing_finder() -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(_things())


def may_be_own(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a phrase of ``text[start:end]`` may be a thing by itself, as far as can be said without its words."""
    if any(name.start < end for name in sentence.names):
        return True
    text = sentence.text[start:end]
    finders = (_thing_finder(), place_finder())
    return any(finder.find_matches_as_indexes(text) for finder in finders) or _MODEL_NUMBER.search(text) is not None


class Clauses(Words):
    """The noun phrases of a sentence's clauses."""

    def subject(self, clause: Clause, stop: int) -> Phrase | None:
        """The noun phrase that a clause begins with, before ``stop``: what its verb or measure is said of."""
        words = self.words(clause.start, min(stop, clause.end))
        index, pronoun = 0, False
        while (word := words.at(index)) is not None:
            if word.kind in "TWCDX":
                index += 1
            elif word.kind == "R":
                pronoun, index = True, index + 1
            elif word.kind == "M" and (behind := words.at(index + 1)) is not None and behind.kind in "NAG":
                index += 1  # 23家上市银行: the number belongs to the phrase, and is not part of its name
            elif word.kind == "P":
                index = self._behind_adjunct(words, index + 1)
            elif word.kind == "V" and self._text(word) in _speech():
                index, pronoun = index + 1, False  # 我们预计英国央行…: what is said is about what follows
            elif word.kind in "NAG":
                found = self._phrase(words, index, pronoun)
                said = self._speech(words, found.end) if found is not None else None
                if said is None:
                    return found
                index, pronoun = said, False  # 证监会决定某公司增资: what is said is about what follows
            else:
                return None
        return None

    def before(self, start: int, at: int) -> Phrase | None:
        """The noun phrase that ends at ``at`` (的 between does not matter), not further back than ``start``."""
        words = list(self.words(start, at))
        while words and (words[-1].kind == "U" or (words[-1].kind in "DT" and len(words) > 1)):
            words.pop()
        last = len(words)
        first = last
        while first and (words[first - 1].kind in "NAG" or self._text(words[first - 1]) in _WITHIN):
            first -= 1
        while first < last and words[first].kind not in "NAG":
            first += 1
        pronoun = first > 0 and words[first - 1].kind == "R"
        return self._phrase(Reading(iter((words,))), first, pronoun) if first < last else None

    def _phrase(self, words: Reading, first: int, pronoun: bool) -> Phrase | None:
        last = first
        while (word := words.at(last)) is not None and (word.kind in "NAG" or self._text(word) in _WITHIN):
            last += 1
        possessor = word is not None and word.kind == "U" and not self._is_metric(word)
        while last > first and (words[last - 1].kind != "N" or (not possessor and self._is_metric(words[last - 1]))):
            last -= 1
        if last - first > 1 and self._text(words[last - 1]) in _RESPECTS:
            last -= 1  # 个股方面
        if last == first:
            return None
        named = [i for i in range(first, last) if words[i].kind == "N" and words[i].name]
        if named and named[0] == last - 1:
            first = named[0]  # 预测三一重工: what stands before a name is no part of it
        start, end = words[first].start, words[last - 1].end
        return Phrase(start, end, pronoun, self._is_own(words[first], words[last - 1]))

    def after(self, start: int, stop: int) -> Phrase | None:
        """The noun phrase that a number counts, right behind it: 智能体开发平台 of ``2个智能体开发平台``."""
        if not any(map(str.isalnum, self.sentence.text[start:stop])):
            return None  # the number ends its clause: no words need to be cut to say so
        called = _CALLED.match(self.sentence.text, start, stop)
        words = self.words(called.end() if called is not None else start, stop)
        first = 0
        while (word := words.at(first)) is not None and word.kind in "UW":
            first += 1
        last, nouns = first, 0
        while (word := words.at(last)) is not None:
            if nouns and word.kind == "N" and len(self._text(word)) > 1 and _PROPERTY.search(self._text(word)):
                break  # 1025只个股股价腰斩: the stocks are counted
            if word.kind == "N":
                nouns = last + 1
            elif (word.kind == "V" and not self._within(words, last, nouns > 0)) or word.kind not in "AGV":
                break
            last += 1
        last = last if nouns and all(words[i].kind == "G" for i in range(nouns, last)) else nouns
        return Phrase(words[first].start, words[last - 1].end) if last > first else None

    def is_thing(self, name: Name) -> bool:
        """Whether a phrase names a thing of its own, and no part or property of another."""
        return self.sentence.text[name.start : name.end].endswith(_things())

    def leads(self, quantity: Quantity, end: int) -> bool:
        """Whether a clause begins with a number (共有 or 另有 before it) and says something of what is counted, whose
        name ends at ``end``."""
        clause = self.sentence.clauses[self.sentence.clause_of(quantity.start)]
        before, behind = self.words(clause.start, quantity.start), self.words(end, clause.end)
        if any(w.kind not in "DTWX" and self._text(w) not in _THERE_IS for w in before):
            return False
        return any(w.kind in "VPF" for w in behind)  # 573家企业中，有…

    def _within(self, words: Reading, at: int, behind_noun: bool) -> bool:
        """Whether a verb is a part of a noun phrase: before its first noun, or between two at its end."""
        word = words[at]
        text = self._text(word)
        if len(text) < 2 or _NEGATED.match(text) or text in word_classes() or text in load_cues().noun_stops:
            return False
        if text[-1] in "到往给":
            return False  # 运到中国: with where it goes, and never before what it is said of
        follows, then = words.at(at + 1), words.at(at + 2)
        if follows is None or follows.kind not in "NG":
            return False
        return not behind_noun or then is None or then.kind in "WUCMDP"

    def _speech(self, words: Reading, end: int) -> int | None:
        """Where what is said begins, if the phrase only tells who says it (公安部通报, 他表示); else None."""
        last = next((i for i, w in enumerate(words) if w.end == end), None)
        if last is not None and self._text(words[last]) in _speech():
            return last + 1
        behind = next(
            (i for i, w in enumerate(words) if w.start >= end and w.kind not in "DT" and self._text(w) not in _PRESS),
            None,
        )
        if behind is None or self._text(words[behind]) not in _speech():
            return None
        then, after = words.at(behind + 1), words.at(behind + 2)
        if then is not None and self._text(then) == "了" and (after is None or after.kind == "M"):
            return None  # 公安部公布了十起案例
        if then is not None and then.kind == "U":
            return None  # 监管部门要求的拨备覆盖率
        return behind + 1

    def _is_metric(self, word: Word) -> bool:
        return any(m.start < word.end and word.start < m.end and not m.name.after for m in self.sentence.metrics)

    def _is_own(self, first: Word, last: Word) -> bool:
        start, end = first.start, last.end
        if any(start <= n.start and n.end <= end for n in self.sentence.names) or first.place:
            return True
        text = self.sentence.text[start:end]
        return text.endswith(_things()) or _MODEL.search(text) is not None

    def _behind_adjunct(self, words: Reading, index: int) -> int:
        """Past a preposition's object: to what follows its localizer, a comma, or its noun phrase."""
        while (word := words.at(index)) is not None and word.kind in "NARTUMC":
            index += 1
        return index + 1 if word is not None and word.kind == "F" else index


def thing(sentence: Sentence, phrase: Phrase | None, *, loose: bool = False) -> Name | None:
    """The phrase as an entity, in its written form; None where it names nothing that a figure could be of. With
    ``loose`` any noun will do, as what is counted."""
    if phrase is None:
        return None
    written = sentence.text[phrase.start : phrase.end]
    text = _LOOSE_SPACE.sub("", _MARK.sub(" ", written).strip())
    if not 2 <= len(text) <= _LONGEST or not WORDY.search(text):
        return None
    if "·" in (sentence.text[phrase.start - 1 : phrase.start], sentence.text[phrase.end : phrase.end + 1]):
        return None  # half of a name (罗伯·瑞克法则)
    if text.endswith("对外"):
        return None  # 中国对外直接投资
    if not loose and (text in _abstract() or any(p.search(text) for p in (_PROPERTY, _ROLE, _VAGUE))):
        return None
    if (
        not loose
        and len(text) <= 4
        and any(text[:i] in _abstract() and text[i:] in _abstract() for i in range(1, len(text)))
    ):
        return None
    return Name(phrase.start, phrase.end, text, "thing")
