"""Dimensions that words around a number name outright: the scope of a rank, a phase, a channel, what was bought."""

from __future__ import annotations

import regex

from extractors.figures.candidate import Candidate
from extractors.figures.sentences import Clause, Sentence
from extractors.records import Name, Quantity

_CHANNELS = regex.compile(
    r"(?:线上|线下|直营|加盟|直销|经销|分销|代理|电商|批发|零售|商超|团购|门店|水路|水运|海运|航空|空运|公路|铁路|陆运|管道)"
    r"(?:渠道|运输|业务|端|模式)?"
)


def is_channel(text: str) -> bool:
    """Whether a part of a whole is a way that goods take."""
    return _CHANNELS.fullmatch(text) is not None


_SCOPE = regex.compile(
    r"(?:位列|位居|位于|排名|排在|排行|名列|列|居|跃居|跃升至|升至|稳居|稳坐|成为|是|为|在|[，,、：:]|^)(?:了)?\s*"
    r"(?P<scope>全球|世界|全国|国内|国际|行业|业内|同业|同行|全省|全市|全县|全区|全网|中国|我国|亚洲|亚太|欧洲|北美|东南亚"
    r"|[\p{Han}]{1,6}(?:区|省|市|县|国家|行业|赛道|领域|榜))(?:内|中|里|排名|排行)?(?:的)?(?:位列|位居|排名)?$"
)


def scope_of(sentence: Sentence, clause: Clause, quantity: Quantity) -> str | None:
    """``位列三县两区第一``: among whom a rank holds."""
    match = _SCOPE.search(sentence.text[clause.start : quantity.start])
    return match["scope"] if match else None


ANSWER = regex.compile(
    r"[“\"](?P<said>[^“”\"]{2,20})[”\"](?:的|者|的人|的企业|的受访者)?[仅约只也则]?占比?[^，,。；;]{0,4}$"
)
"""“略有下滑”占34.3%: an answer to a question, and how many gave it."""


_PHASE = regex.compile(r"(?P<phase>[一二三四五六]期|首期)(?!货|权|间|限|刊|末|初)")
_PHASED = frozenset({"capacity", "investment", "capex", "output", "installed_capacity"})
_SIDE = regex.compile(r"(?<![A-Za-z])(?P<side>[BCGbcg]端)(?!口)")
_SIDED = frozenset({"users", "mau", "dau", "cumulative_users", "paying_users", "revenue", "new_users", "order_value"})


def part_of(sentence: Sentence, quantity: Quantity, code: str, start: int) -> str | None:
    """The part that a figure is of where a word for parts names it: 一期 of a project, C端 of the users."""
    pattern = _PHASE if code in _PHASED else _SIDE if code in _SIDED else None
    if pattern is None:
        return None
    found = list(pattern.finditer(sentence.text, start, quantity.start))
    return found[-1][0] if found else None


_HELD = regex.compile(
    r"(?:对|持有|在)(?P<of>(?!本公司|公司|其|股份|约?占)[\p{Han}A-Za-z0-9（）()·]{2,24}?)(?:的)?"
    r"(?:(?:合计|直接|间接|实际)?持股|股权|股份|表决权|权益)(?:的)?(?:比例)?"
    r"(?:约|已|将|仅|合计|分别)*(?:为|达到?|是)?(?:约|近|超过?)?\s*$"
)


_IS_HELD = regex.compile(r"(?:的)?(?:合计|直接|间接|实际)?(?:持股|股权|表决权|权益)")


def is_held(sentence: Sentence, name: Name) -> bool:
    """Whether a name is that of a company that is held (``对海川科技的持股比例``)."""
    led = name.start > sentence.start and sentence.text[name.start - 1] == "对"
    return led and _IS_HELD.match(sentence.text, name.end) is not None


def held(sentence: Sentence, clause: Clause, quantity: Quantity) -> str | None:
    """``对海川科技的持股比例为38%``: the company that is held."""
    match = _HELD.search(sentence.text[clause.start : quantity.start])
    return match["of"] if match else None


_NOUN = r"[\p{Han}A-Za-z0-9“”《》·]"
_BOUGHT = regex.compile(
    r"^(?:现金|自有资金)?(?:用于|用以|来)?(?:竞得|竞拍取得|收购|购买|购得|购置|受让|认购|买下|拍得|摘得|承建|投建|建设|新建|采购)(?:了)?"
    r"(?:控股子公司|全资子公司|参股公司|子公司|旗下|其|公司)?(?:的)?"
    rf"(?P<of>{_NOUN}{{2,24}}?)(?:的)?(?:项目)?(?=[，,。；;、（(）)\n]|$|并|后|以(?!及)|将|用于)"
)
_SUPPLIED = regex.compile(
    r"(?:中标|中选|签订|签署|签下|斩获|承接|供应|确定为|预中标)(?:了)?"
    rf"(?P<of>{_NOUN}{{2,40}}?)(?:供应商|中标人|中标单位|(?:等|采购|工程|建设|施工)?(?:项目|合同|订单|协议))(?=[，,。；;（(]|$)"
)
_LONG_MODIFIER = regex.compile(rf"^.*的(?={_NOUN}{{2,}}$)")


def object_of(sentence: Sentence, quantity: Quantity, code: str) -> str | None:
    """What an amount was paid for: the object of the verb behind it (``9615万元竞得工业用地``), for a contract what is
    to be supplied (``确定为…设备供应商，中标价7亿元``)."""
    if code not in ("investment", "contract_value"):
        return None
    match = _BOUGHT.search(sentence.text[quantity.end : sentence.end])
    if match is None and code == "contract_value":
        match = next(iter(list(_SUPPLIED.finditer(sentence.text, sentence.start, quantity.start))[-1:]), None)
    return _LONG_MODIFIER.sub("", match["of"]) if match else None


_MADE = regex.compile(rf"^\s*(?:的)?(?P<of>{_NOUN}{{2,8}}?)(?=[，,。；;、（(\s的为以和与]|$)")


def made_of(sentence: Sentence, quantity: Quantity) -> str | None:
    """``生成3000万张图片``: the things that were made, named behind the number."""
    match = _MADE.match(sentence.text[quantity.end : sentence.end])
    return match["of"] if match else None


_AIMED = regex.compile(r"在(?P<of>[\p{Han}A-Za-z]{2,12}?)(?:上|方面|领域|方向|业务)(?:的)?[\p{Han}]{0,4}$")
_SPENT = frozenset({"capex", "investment", "r_and_d", "expense", "ad_spend", "cost"})


def aim_of(sentence: Sentence, chosen: Candidate, clause: Clause) -> str | None:
    """``在AI上的资本开支``: what the money goes to."""
    if chosen.metric.code not in _SPENT or chosen.metric_start is None or chosen.metric_start < clause.start:
        return None
    match = _AIMED.search(sentence.text[clause.start : chosen.metric_start])
    return match["of"] if match else None


_SPLIT_BY = regex.compile(
    r"(?P<of>[\p{Han}]{0,4}(?:收入|营收|销售额|销售收入|销量|出货量|利润|毛利|成本|产能|产量))(?:中)?(?:[，,]\s*)?"
    r"(?:按(?:照)?|分|拆分|按照)(?:下游|应用|地区|区域|产品|尺寸|业务|行业|领域|客户|市场|渠道|制程|板块|国家)"
)
_LED = regex.compile(r"^(?:从|按|按照|公司|其|就|以)")
_WHOLE = regex.compile(
    r"占(?!比)(?:到|据|了|总|公司|我国|全国|全球|全省|全市|全县|其)*"
    rf"(?P<of>{_NOUN}{{2,14}}?)(?:的)?(?:比重|比例|份额|的)(?:已|均|都|分别|约|近|超过?|达到?|为|到|了|仅|逾|高达|不足)*\s*$"
)
_TURNS = regex.compile(r"[\d.,%％/、和与及\s]*$")


def whole_of(sentence: Sentence, clause: Clause, quantity: Quantity) -> str | None:
    """The whole that a share is of: ``占晶圆收入的24%/17%``, ``销售收入分地区来看，中国占比84%``."""
    lead = _TURNS.sub("", sentence.text[clause.start : quantity.start])
    match = _WHOLE.search(lead)
    if match is None:
        match = next(iter(list(_SPLIT_BY.finditer(sentence.text, sentence.start, quantity.start))[-1:]), None)
    return (_LED.sub("", match["of"]) or None) if match else None


_BENCHMARK = regex.compile(
    r"在[^，,。；;]{0,12}?的?(?P<of>[A-Z][A-Za-z0-9\-+.]{2,20})(?:基准)?(?:测试|评测|榜单|数据集|基准)"
)


def benchmark_of(sentence: Sentence, quantity: Quantity) -> str | None:
    """``在业界标准的ResNet-50测试中``: the test in which a capability was measured."""
    found = list(_BENCHMARK.finditer(sentence.text, sentence.start, quantity.start))
    return found[-1]["of"] if found else None


_VERSION = regex.compile(
    r"\s*(?P<model>(?:[2-6]G|\d+\s?[GT]B(?:\s?\+\s?\d+\s?[GT]B)?|标准|旗舰|高配|低配|顶配|入门|豪华|基础)\s*版)"
)
"""Galaxy S20+ 5G 版: which of the versions of a product its price is of."""


def version_at(sentence: Sentence, end: int) -> str | None:
    """The version that stands right behind a product's name, without spaces."""
    match = _VERSION.match(sentence.text, end, sentence.end)
    return "".join(match["model"].split()) if match else None


_LISTING = regex.compile(r"(?P<of>[AHB]股|港股)(?:的|对应|股价)*\s*$")


def listing_at(sentence: Sentence, metric_start: int | None) -> str | None:
    """The shares of one company that a ratio or price is of (``港股PB 2.1x，A股PB 4.5x``), named right before it."""
    if metric_start is None or metric_start < sentence.start:
        return None
    match = _LISTING.search(sentence.text, max(sentence.start, metric_start - 8), metric_start)
    return match["of"] if match else None
