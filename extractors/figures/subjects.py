"""Whose number it is: the entity of a figure, from its clause, its sentence, its section or the whole document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import regex

from extractors.figures.clause_heads import heads_of, is_object, is_partner, is_used, leads, touches, written
from extractors.figures.clause_roles import examples_before, firm_pointed_to, is_part, is_told, is_when
from extractors.figures.sentences import Clause, Sentence
from extractors.record import record
from extractors.records import Name, Quantity

_PRONOUN = regex.compile(r"(?:该公司|本公司|公司|该集团|集团|我司)")


@record(frozen=True, slots=True)
class Subject:
    """An entity for a figure; ``how`` tells where it was found, ``weight`` how sure that is (0 to 1); not
    ``near`` where it comes from outside the sentence; not ``own`` where it may be a part or property of another."""

    name: Name
    how: str
    weight: float
    text: str | None = None
    near: bool = True
    own: bool = True


class Phrases(Protocol):
    """Noun phrases as subjects, read where no name is in reach."""

    def of_clause(self, clause: Clause, stop: int, cited: tuple[int, int]) -> Subject | None:
        """What a clause is about, named before ``stop``."""

    def before(self, clause: Clause, at: int, cited: tuple[int, int]) -> Subject | None:
        """What stands right before a metric's name or a number."""

    def acts(self, start: int, stop: int) -> bool:
        """Whether a verb stands there: what is before it does something."""


_AND = regex.compile(r"\s*[和与及]\s*")


def group_names(sentence: Sentence, names: Sequence[Name]) -> list[Name]:
    """Coordinated names (剪映和CapCut) as one, where what follows speaks of them together (一共, 总, 合计 or the end of
    the coordination is the clause's subject)."""
    found: list[Name] = []
    for name in names:
        previous = found[-1] if found else None
        if previous is not None and previous.end < name.start:
            gap = sentence.text[previous.end : name.start]
            if _AND.fullmatch(gap) and previous.kind == name.kind:
                joined = written(sentence, previous) + "和" + written(sentence, name)
                found[-1] = Name(previous.start, name.end, joined, previous.kind)
                continue
        found.append(name)
    return found


def subject_of(
    sentence: Sentence,
    quantity: Quantity,
    metric_start: int | None,
    *,
    cited: tuple[int, int],
    topic: Callable[[], Name | None],
    whole: Name | None,
    publisher: str | None = None,
    index: bool = False,
    phrases: Phrases | None = None,
    themes: frozenset[str] = frozenset(),
    part: bool = False,
    beside: bool = True,
    firms: bool = False,
) -> Subject | None:
    """The entity of a number.

    ``metric_start`` is where its metric's name stands (if in this sentence); ``cited`` the span of an
    attribution, whose names do not count; ``topic`` tells the subject of the heading or of the sentence before;
    ``whole`` is the document's own subject; ``phrases`` reads noun phrases where no name is in reach, ``themes`` are
    the names that the whole text is about; ``part`` that the number is a share, whose clause names the part;
    ``beside`` that the phrase right before the metric's name may be the subject; ``firms`` that the metric is one of
    companies, whose products and businesses are parts of them.
    """
    anchor = quantity.start if metric_start is None else min(metric_start, quantity.start)
    usable = [
        n
        for n in sentence.names
        if n.end <= quantity.start and not (cited[0] <= n.start < cited[1]) and n.kind != "place"
    ]
    barred = ("source", "chip") if index else ("index", "source", "chip")
    usable = [
        n
        for n in usable
        if n.kind not in barred
        or n.end == anchor
        or (n.kind == "chip" and (leads(sentence, n) or is_used(sentence, n)))
    ]
    usable = [
        n for n in usable if n.canonical != publisher and not _specifies(sentence, n) and not is_press(sentence, n.end)
    ]
    if len(usable) > 1 or whole is not None:
        usable = [n for n in usable if not is_partner(sentence, n)]
    clause = sentence.clauses[sentence.clause_of(quantity.start)]
    among = examples_before(sentence.text, clause.start, quantity.start)
    if among is not None:
        usable = [n for n in usable if not among[0] <= n.start < among[1]]
    floor = _item_start(sentence, quantity.start)
    if floor > sentence.start:
        usable = [n for n in usable if n.start >= floor]
    together = _sum_of(sentence, clause, usable) if clause.bracket else None
    if together is not None:
        return Subject(together, "the parts that the text adds up", 0.85)
    own = [n for n in usable if n.start >= clause.start]
    whose = [n for n in own if _WHOSE.fullmatch(sentence.text, n.end, quantity.start)]
    if whose and quantity.unit not in ("x", "%", "pp"):
        return Subject(whose[-1], "whose number it is", 0.95)  # 超越海光信息的3400亿元
    touching = [n for n in own if touches(sentence, n, anchor)]
    if touching:
        return Subject(touching[-1], "right before the metric", 1.0)
    if _HIM.search(sentence.text[own[-1].end if own else clause.start : quantity.start]):
        for earlier in reversed([c for c in sentence.clauses if floor <= c.start < clause.start]):
            heads = heads_of(sentence, [n for n in usable if earlier.start <= n.start < earlier.end], earlier)
            if heads:
                return Subject(heads[-1], "其 stands for what an earlier clause is about", 0.8, "其")
        if (spoken_of := topic()) is not None:
            return Subject(spoken_of, "其 stands for what was spoken of", 0.75, "其")
    heads = heads_of(sentence, own, clause)
    if heads:
        return Subject(heads[-1], "heads the clause", 0.95)
    if whole is not None and _PRONOUN.search(sentence.text[clause.start : quantity.start]):
        return Subject(whole, "公司 stands for the document's subject", 0.97, "公司")
    here = anchor if anchor >= clause.start else quantity.start  # the metric's name stands in an earlier clause
    spoken = phrases.of_clause(clause, here, cited) if phrases is not None else None
    if spoken is not None and here != anchor and not spoken.own:
        spoken = None
    where = spoken.name if spoken is not None and not beside and spoken.name.kind == "place" else None
    acting = where is not None and phrases is not None and phrases.acts(where.end, quantity.start)
    if where is not None and not acting:
        spoken = None  # 全国2000多家服务商: where they are, not whose they are
    if part and any(n.end <= clause.start and not is_object(sentence, n) for n in usable):
        spoken = phrases = None  # what the clause names is a part of the thing named before
    if firms and spoken is not None and spoken.name.kind == "thing" and _firm_before(sentence, clause, usable, floor):
        spoken = phrases = None  # 携程净营业收入533亿元，住宿预订收入216亿元

    def about() -> bool:  # what a text is about has parts and properties
        return (before := topic()) is not None and before.canonical in themes

    if spoken is not None and not spoken.own and not acting and about():
        spoken = None
    if spoken is not None and not any(n.start >= spoken.name.end or n.end <= spoken.name.start for n in own):
        return spoken
    subjects = [n for n in own if not is_object(sentence, n)]
    if subjects:
        return Subject(subjects[-1], "last name in the clause", 0.8)
    if spoken is None and beside and phrases is not None and metric_start is not None and metric_start >= clause.start:
        spoken = phrases.before(clause, anchor, cited)
    if spoken is not None and (spoken.own or not about()):
        return spoken
    for earlier in (c for c in sentence.clauses if c.start < clause.start and c.start >= floor):
        if sentence.text[earlier.end - 1] in "：:":
            heads = heads_of(sentence, [n for n in usable if earlier.start <= n.start < earlier.end], earlier)
            if heads and heads[-1].kind in ("product", "model"):
                return Subject(heads[-1], "leads the item", 0.85)
    apart = _PARTS.match(sentence.text, sentence.start) is not None
    for earlier in reversed([c for c in sentence.clauses if floor <= c.start < clause.start]):
        there = [n for n in usable if earlier.start <= n.start < earlier.end]
        released = _released(sentence, there, earlier)
        if released is not None:
            return Subject(released, "released in an earlier clause", 0.8)
        heads = heads_of(sentence, there, earlier)
        if heads:
            return Subject(heads[-1], "heads an earlier clause", 0.85)
        if whole is not None and _PRONOUN.search(sentence.text[earlier.start : earlier.end]):
            return Subject(whole, "公司 stands for the document's subject", 0.95, "公司")
        if whole is None and (firm := firm_pointed_to(sentence, usable, earlier)) is not None:
            return Subject(firm, "该公司 is the company named last", 0.8, "该公司")
        spoken = (
            phrases.of_clause(earlier, _stop(sentence, earlier), cited) if phrases is not None and not there else None
        )
        if spoken is not None and spoken.name.kind == "place" and (not beside or is_when(sentence, earlier)):
            spoken = None
        if spoken is not None and part and is_part(sentence, spoken.name):
            spoken = None  # 股票配置比例升至44.1%，长期资产比例降至26.2%: another part of the same whole
        if spoken is not None and not spoken.own and is_told(sentence, spoken.name):
            spoken = None  # 存储为8GB，价格为1380美元: another property of the same thing
        if apart and any(c.strong and earlier.start < c.start <= clause.start for c in sentence.clauses):
            spoken = None
        if spoken is not None and (spoken.own or not about()):
            return Subject(spoken.name, "the phrase that heads an earlier clause", 0.65, spoken.text)
    rest = [n for n in usable if not is_object(sentence, n)]
    if rest:
        return Subject(rest[-1], "last name in the sentence", 0.7)
    if _OPENING.match(sentence.text[sentence.start : sentence.end]):
        later = [n for n in sentence.names if n.start >= quantity.end and n.kind not in ("place", "index", "source")]
        for after in (c for c in sentence.clauses if c.start >= quantity.end):
            heads = heads_of(sentence, [n for n in later if after.start <= n.start < after.end], after)
            if heads:
                return Subject(heads[-1], "heads the clause that follows", 0.75)
    before = topic() if whole is None else None
    if before is not None and not _speaks_of_other(sentence, clause, anchor):
        return Subject(before, "subject of what stands before", 0.65, None, near=False)
    if whole is not None:
        return Subject(whole, "the document's subject", 0.95, None, near=False)
    return None


def _firm_before(sentence: Sentence, clause: Clause, names: Sequence[Name], floor: int) -> bool:
    """Whether a company heads an earlier clause of the sentence, or of the enumerated item."""
    for earlier in (c for c in sentence.clauses if floor <= c.start < clause.start and not c.bracket):
        heads = heads_of(sentence, [n for n in names if earlier.start <= n.start < earlier.end], earlier)
        if heads and heads[-1].kind in ("security", "company"):
            return True
    return False


def _stop(sentence: Sentence, clause: Clause) -> int:
    """Where what a clause is about ends at the latest: at its metric's name."""
    return min([m.start for m in sentence.metrics if clause.start < m.start < clause.end], default=clause.end)


_WHOSE = regex.compile(r"的(?:约|近|超|逾|约合)?")
_PARTS = regex.compile(r"\s*其中")
"""A sentence that tells one part after another, each between semicolons."""
_RELEASED = regex.compile(r"(?:发布|推出|上线|开源|升级)(?:了|的)?[^，,。]{0,6}$")


def _released(sentence: Sentence, names: Sequence[Name], clause: Clause) -> Name | None:
    """What a clause says was released (阿里云发布了通义万相): the clauses that follow speak of it."""
    for name in names:
        if name.kind in ("product", "model") and _RELEASED.search(sentence.text[clause.start : name.start]):
            return name
    return None


def _specifies(sentence: Sentence, name: Name) -> bool:
    """Whether a name only says what kind a number counts (8GB LPDDR4+)."""
    if name.kind not in ("model", "chip", "product"):
        return False
    counting = (q for q in sentence.quantities if not q.ordinal)
    return any(q.end <= name.start and not sentence.text[q.end : name.start].strip() for q in counting)


_PRESS = regex.compile(r"》?\s*(?:[\p{Han}]{0,4}记者|报道|讯[，,）)]|刊文|编辑部)")


def is_press(sentence: Sentence, end: int) -> bool:
    """Whether what ends there only says who reports it (《某某时报》记者根据统计)."""
    return _PRESS.match(sentence.text, end, sentence.end) is not None


_HIM = regex.compile(r"(?:为|给|向|对|将|使|^[\s，,]*)其(?![中他它实余次])")
_ITEM = regex.compile(r"[；;。]\s*[(（]?\d{1,2}[)）.、]")


def _item_start(sentence: Sentence, at: int) -> int:
    """Where the enumerated item (``；2）…``) begins that an offset lies in, else the sentence."""
    last = sentence.start
    for match in _ITEM.finditer(sentence.text, sentence.start, at):
        last = match.start() + 1
    return last


_FUNCTION = regex.compile(
    r"[的了和与及在是为等将从被把给其该这那也都并且而但又再还已约近达至到以由于对其中目前当前现在同时此外另外分别总共一共累计预计有望可能实现完成达到超过突破拥有覆盖支持提供"
    r"同比环比增长下降提升整体总体平均全年当年今年去年截至公司产品用户规模数量方面表现数据显示最新最高最大日均每天每日单高长低多少]+"
)


_NO_LETTER = regex.compile(r"[^\p{Han}A-Za-z]")
_LATIN_FIRST = regex.compile(r"[\s“\"（(]*[A-Z][A-Za-z]+")


def _speaks_of_other(sentence: Sentence, clause: Clause, anchor: int) -> bool:
    """Whether the clause begins with a thing that no list knows (IBM第三季度营收): then it is not of the topic."""
    lead = sentence.text[clause.start : anchor]
    for period in sentence.periods:
        if clause.start <= period.start and period.end <= anchor:
            lead = lead.replace(sentence.text[period.start : period.end], "", 1)
    if _LATIN_FIRST.match(lead):
        return True
    words = _FUNCTION.sub(" ", _NO_LETTER.sub(" ", lead)).split()
    return bool(words) and len(words[0]) >= 3 and lead.lstrip().startswith(words[0])


_OPENING = regex.compile(r"^[\s“”*]*(?:基于|随着|面对|通过|凭借|作为|在|为|受益于|得益于)")
_SUM = regex.compile(r"\s*的?\s*(?:总和|合计|之和|总计)\s*$")


def _sum_of(sentence: Sentence, clause: Clause, names: Sequence[Name]) -> Name | None:
    """``百度、阿里、腾讯的总和（约1000亿元）``: the names that are added up, as one."""
    tail: list[Name] = []
    low = clause.start - 1
    for name in reversed([n for n in names if n.end <= low]):
        gap = sentence.text[name.end : tail[0].start if tail else low]
        if not (_SUM.fullmatch(gap) if not tail else regex.fullmatch(r"\s*[、和与及]\s*", gap)):
            break
        tail.insert(0, name)
    if len(tail) < 2:
        return None
    return Name(tail[0].start, tail[-1].end, "、".join(written(sentence, n) for n in tail), "group")
