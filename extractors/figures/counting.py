"""What is counted where no metric names it: ``17款大模型`` is a count of 大模型."""

from __future__ import annotations

import regex

from extractors.figures.aspects import Judgement
from extractors.figures.candidate import Candidate, Spot
from extractors.figures.cues import load_cues
from extractors.figures.fitting import COUNTERS
from extractors.figures.metrics import load_metrics

_COUNTED = regex.compile(r"^\s*(?:的)?\s*(?P<of>[《“\"]?[\p{Han}A-Za-z+&.\- ]{1,24})")


def counted(spot: Spot) -> Candidate | None:
    """``17款大模型``: anything that is counted, told apart by what it is."""
    if spot.quantity.unit not in ("count", "count/day") or spot.quantity.ordinal or spot.quantity.measure == "板":
        return None
    if not spot.quantity.printed and spot.quantity.measure is None and spot.quantity.unit == "count":
        text = spot.sentence.text[spot.quantity.start : spot.quantity.end]
        if not regex.search(r"\p{Han}|\+", text):
            return None
    if spot.quantity.measure is not None and spot.quantity.measure not in COUNTERS:
        return None
    if spot.sentence.text[spot.quantity.end - 1] == "类":
        return None  # 6类难点: a name of kinds, as 六大 is
    if abs(spot.quantity.value) < 10 and not regex.match(
        r"\d", spot.sentence.text[spot.quantity.start : spot.quantity.end]
    ):
        return None  # 两个, 三种, 一款: a manner of speaking more often than a figure
    match = _COUNTED.match(spot.sentence.text[spot.quantity.end : min(spot.clause.end, spot.quantity.end + 26)])
    noun = counted_noun(match["of"]) if match else None
    if noun is None or _EXAMPLES.search(spot.sentence.text[spot.clause.start : spot.quantity.start]):
        return None
    judged = Judgement("level", why=f"counts {noun}")
    return Candidate("counted", load_metrics()["count"], judged, 5.5, 0.62, of=noun)


_EXAMPLES = regex.compile(
    r"等(?:在内的?)?(?:约|近|超|超过|逾|共)?$"
)  # A、B、C等近50家: examples, not whose number it is


def counted_noun(text: str) -> str | None:
    """The noun that a count word goes with: words up to a verb or particle, by jieba; None where there is none."""
    from extractors.language.words import words

    kept: list[str] = []
    stops = load_cues().noun_stops
    for word in words(text.strip()):
        if word in stops or not word.strip():
            break
        kept.append(word)
        if len("".join(kept)) >= 12:
            break
    noun = "".join(kept).strip(' “"《》')
    if not noun or noun[0] in load_cues().counted_stop or len(noun) < 2:
        return None
    return noun
