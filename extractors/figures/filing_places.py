"""Where in a filing a table stands: in whose statements, in the note on which account, under which heading of it.

The layouts of annual reports and of the notes to accounts are fixed by the accounting standards and by the rules on
disclosure: headings are numbered by level, statements are headed by their names, and each note by the line of the
statements that it explains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import regex

from extractors.data import read_yaml
from extractors.figures.metrics import Metric, match_label
from extractors.records import Block

_LEVELS = (
    regex.compile(r"第[一二三四五六七八九十百\d]+[节章部]"),
    regex.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．]"),
    regex.compile(r"[(（]\s*[一二三四五六七八九十]{1,3}\s*[)）]"),
    regex.compile(r"\d{1,3}\s*(?:[、.．](?!\d)|(?=\p{Han}))"),
    regex.compile(r"[(（]\s*\d{1,2}\s*[)）]"),
    regex.compile(r"\d{1,2}\s*[)）]|[①-⑳]"),
)
_MAY_HEAD = regex.compile(
    r"^\s*(?:[第(（①-⑳]|\d{1,3}\D|[一二三四五六七八九十]{1,3}\s*[、.．])|[现金情况项目列示披露准备明细款表续同说明注：:)）用]$"
)
"""How a line may begin or end that is set like any other and heads a table."""
_STATEMENT_LEVEL, _PLAIN_LEVEL = 3, len(_LEVELS)
_NAME = r"(?:资产负债表|利润表|损益表|现金流量表|综合收益表|(?:所有者|股东)?权益变动表)"
_STATEMENT = regex.compile(
    rf"(?P<whose>合并及母?公司|合并|母公司|本?公司|本?银行)?(?:的)?{_NAME}(?!补充|项目|附注|相关)(?:\s*[(（]?续[)）]?)?$"
)
_PARENT_NOTES = regex.compile(
    r"^(?:母公司|公司)(?:的)?(?:会计|财务)?(?:会计)?报表(?:的)?(?:主要|重要)?(?:项目)?(?:的)?(?:注释|附注|说明)"
)
_NOTES = regex.compile(
    r"报表(?:主要|重要)?(?:项目)?(?:的)?(?:注释|附注)|合并范围的变[更动]|其他主体中的?权益|风险管理|金融工具相关的?风险|公允价值的?披露"
    r"|关联方(?:关系)?及(?:其|关联)?交易|股份支付$|承诺及或有|资产负债表日后|其他重要事项|所有权或使用权受到?限制|^政府补助|分部(?:报告|信息)"
)
_MADE_UP_OF = regex.compile(r"(?:的)?(?:按.{1,8})?(?:构成|组成|分解|分类)(?:情况|信息|表|分析)?$")
_NET_OF = regex.compile(r"^(?:未经抵[销消]的|以抵[销消]后净额列示的)")
_LISTED = regex.compile(r"(?:的)?(?:情况|列示|分类|明细|分类列示|基本情况|明细情况)$")
_CONTINUED = regex.compile(r"\s*[(（]\s*(?:续|合并|本集团|本公司)\s*[)）]$")
_BOXES = regex.compile(r"\s*[√□☑✓]\s*适用\s*[√□☑✓]\s*不适用$")
"""Whether a heading's table applies, behind it."""
_SENTENCE = regex.compile(r"[。；;：:，,！？]|适用|[□√]")
_INTRODUCES = regex.compile(
    r"(?!其中)[^，,。；;：:！？□√]{3,30}(?:[：:]|(?:现金|情况|项目|列示|披露|准备|明细)"
    r"|的(?:重要)?的?(?:其他)?(?:应[收付]|预[收付]|合同|借款)\p{Han}{0,4})"
)
"""A short line over a table that is set like any other (``收到的其他与经营活动有关的现金``)."""
_ENDS = regex.compile(r"其他说明[:：]?|附注[:：]|注[:：]")
_SAYS_NOTHING = regex.compile(
    r"(?:其他)?(?:说明|情况|其他|项目列示|基本情况)|(?:本|母)(?:银行|行|公司|集团)|是否.*|.*[□√].*|单位.*|编制单位.*|报告期内.*|附注[:：]?|[注:：]+|(?:其他)?说明[:：]|[^：:]{0,12}(?:负责人|代表人)[:：].*"
)


@dataclass(frozen=True, slots=True, eq=False)  # told apart as objects: one is made for each path of headings
class Standing:
    """Where a table stands.

    ``parent``: it is of the parent company alone; ``account`` the line of the statements that its note explains, with
    the ``metric`` and variant ``of`` that it is the name of, None where it has no code; ``note`` the heading of a
    note that is on no account; ``topic`` the heading below those.
    """

    parent: bool = False
    account: str = ""
    metric: Metric | None = None
    of: str | None = None
    note: str = ""
    topic: str = ""


NOWHERE = Standing()


@dataclass(slots=True)
class Headings:
    """The headings over the place that a reader of a filing has come to, the outermost first, each with its level."""

    path: list[tuple[int, str]] = field(default_factory=list)
    _standing: Standing | None = None

    def read(self, text: str, block: Block) -> None:
        """Take note of a block, where it is a heading or is set like one."""
        if block.kind == "table" or block.end - block.start > 120:
            return
        heading = block.kind in ("heading", "caption")
        if not heading and (block.end - block.start > 60 or not _MAY_HEAD.search(text[block.start : block.end])):
            return
        bare = _BOXES.sub("", " ".join(text[block.start : block.end].split())).strip()
        level = _level(bare, heading=heading)
        if level is None:
            if _ENDS.fullmatch(bare) and self.path and self.path[-1][0] == _PLAIN_LEVEL:
                self.path.pop()  # 其他说明 ends what a line over a table before said
                self._standing = None
            return
        while self.path and self.path[-1][0] >= level:
            self.path.pop()
        self.path.append((level, bare))
        self._standing = None

    @property
    def standing(self) -> Standing:
        """Where a table stands that follows now."""
        if self._standing is None:
            self._standing = _standing(tuple(words for _, words in self.path))
        return self._standing


@lru_cache(maxsize=2048)
def _level(bare: str, *, heading: bool) -> int | None:
    """How deep a heading is; None for a text that is none."""
    if _STATEMENT.search(bare) and (heading or len(bare) <= 60) and "《" not in bare:
        return _STATEMENT_LEVEL
    level = next((depth for depth, pattern in enumerate(_LEVELS) if pattern.match(bare)), None)
    if level is None and heading:
        return None if _SAYS_NOTHING.fullmatch(bare) else 1 if _NOTES.search(bare) else _PLAIN_LEVEL
    if heading:
        return level
    if level is None:
        return _PLAIN_LEVEL if _INTRODUCES.fullmatch(bare) and not _SAYS_NOTHING.fullmatch(bare) else None
    return level if len(bare) <= 40 and not _SENTENCE.search(bare) else None


def bare_heading(text: str) -> str:
    """A heading without its number and without （续）.

    >>> bare_heading("（1）应收账款分类披露")
    '应收账款分类披露'
    """
    text = _CONTINUED.sub("", text.strip())
    for pattern in _LEVELS:
        match = pattern.match(text)
        if match:
            return _CONTINUED.sub("", text[match.end() :].strip(" 、.．"))
    return text


@cache
def accounts() -> frozenset[str]:
    """The lines of statements that a note may be on."""
    return frozenset(name for group in read_yaml("accounts.yaml").values() for name in group)


@lru_cache(maxsize=4096)
def account_of(heading: str) -> str:
    """The account that a heading names and nothing else (``固定资产情况``, ``营业收入构成``); "" for any other."""
    bare = _NET_OF.sub("", bare_heading(heading).replace(" ", ""))
    for said in (bare, _MADE_UP_OF.sub("", bare), _LISTED.sub("", bare)):
        if said in accounts():
            return said
    return ""


def _on_account(parent: bool, bare: Sequence[str], named: Sequence[tuple[int, str]]) -> Standing:
    """Below the headings ``named``, each with the account that it names."""
    at, account = named[-1]
    topic = next((said for said in reversed(bare[at + 1 :]) if not _SAYS_NOTHING.fullmatch(said)), "")
    if not topic and account in (over for _, over in named[:-1]):
        topic = account  # （2）其他应收款 under 7、其他应收款
    if f"{account}利息" in topic:
        return Standing(parent, f"{account}利息", topic=topic)
    hit = match_label(account)
    if hit is None or hit[0].code == "line_item":
        return Standing(parent, account, topic=topic)
    return Standing(parent, account, hit[0], hit[1].of or (account if hit[0].of_label else None), topic=topic)


@lru_cache(maxsize=1024)
def _standing(path: tuple[str, ...]) -> Standing:
    bare = [bare_heading(words) for words in path]
    parent = False
    for words, said in zip(path, bare, strict=True):
        statement = _STATEMENT.search(words)
        if statement is not None:
            parent = (statement["whose"] or "") in ("母公司", "公司", "本公司", "银行", "本银行")
        elif _PARENT_NOTES.match(said):
            parent = True
    named = [(at, account) for at, words in enumerate(path) if (account := account_of(words))]
    chapter = max((at for at, said in enumerate(bare) if _NOTES.search(said)), default=None)
    if named:
        return _on_account(parent, bare, named)
    if chapter is None:
        return Standing(parent)
    below = [said for said in bare[chapter + 1 :] if not _SAYS_NOTHING.fullmatch(said)] or [bare[chapter]]
    return Standing(parent, note=below[0], topic=below[-1] if len(below) > 1 else "")


@cache
def _stocks() -> frozenset[str]:
    return frozenset(name for group, names in read_yaml("accounts.yaml").items() if group != "flows" for name in names)


def is_stock(account: str) -> bool:
    """Whether an account is one of the balance sheet."""
    return account in _stocks()
