"""Authors that a body names in a line of its own: ``文/某某``, ``作者：某某``, ``某某 发自 某地``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from extractors.documents.html_pieces import Piece

_NAME = r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,6}·[\u3400-\u9fff]{1,8}|[A-Za-z][A-Za-z .'-]{1,30}"
_NAMES = rf"(?:{_NAME})(?:[\s、，,/&和]{{1,3}}(?:{_NAME})){{0,5}}"
_ROLE = r"(?:[\u3400-\u9fff·]{0,16}(?:作者|作家|记者|评论员|撰稿人|研究员|分析师)\s{0,2})?"
_LINE = regex.compile(
    rf"(?:本文)?(?:(?:撰)?文(?:字)?|作者|撰稿|采写|执笔|[\u3400-\u9fff·]{{0,16}}记者)"
    rf"\s?(?:[/／|丨｜:：•·]\s?|\s){_ROLE}(?P<names>{_NAMES})"
    r"(?P<rest>\s{1,3}(?:编辑|责编|图|来源|出品|校对|题图|审核|监制|发自|北京|上海|深圳|广州).{0,60}|\s?[（(].{1,30}[）)])?"
)
_FROM = regex.compile(rf"(?P<names>{_NAMES})\s{{1,3}}发自\s.{{1,20}}(?:\n.*)?", regex.DOTALL)
_ARRANGED = regex.compile(r"(?:经过|由)\s?(?P<names>[\u3400-\u9fff]{2,4}?)\s?(?:重新)?(?:编排|整理|编写|撰写)")
_REPORTER = regex.compile(
    r"[（(【](?:[\u3400-\u9fff·]{0,14})记者\s?[:：]?\s?(?P<names>[\u3400-\u9fff]{2,4}(?:[\s、，,]{1,2}[\u3400-\u9fff]{2,4}){0,4})"
    r"(?:\s.{0,12})?[）)】]"
)
_DATELINE = regex.compile(
    r"^[【（(]?[\p{Han}A-Za-z]{2,12}(?:\s?\d{1,2}月\d{1,2}日|\d{1,2}日)?(?:电|讯|综合消息|专电)\s{0,2}"
    r"[（(](?:(?:本报)?记者|通讯员)?\s{0,2}[:：]?\s{0,2}(?P<names>[\p{Han}]{2,4}(?:[\s、，,]{1,2}[\p{Han}]{2,4}){0,5})[）)]"
)
_ENDING = regex.compile(
    r"[（(]\s?文\s?(?:[/／、和]?\s?(?:图|摄影|照片))?\s?[/／:：|]?\s{0,2}"
    r"(?P<names>[\p{Han}]{2,4}(?:[\s、，,]{1,2}[\p{Han}]{2,4}){0,4})\s?[)）]$"
)
_SOURCE_LINE = regex.compile(
    r"(?:文章|本文|内容|稿件|信息|原文)?(?:来源|转自|转载自|来自)\s?[:：丨｜|/／]\s?(?:微信)?(?:公众号\s?[:：丨｜|/／]?\s?)?"
    r"(?P<name>[^\s，。；:：（()）丨｜|/／]{2,20})(?:\s?[（(].{0,40}[）)]?)?"
)
_NO_SOURCE = regex.compile(r"网络|互联网|综合|自媒体|公开|整理|原创|官方|本站|本报|本号|图片|视频|数据")
_SPACED = regex.compile(r"(?<![\p{Han}])(\p{Han})[ \u3000](\p{Han})(?![\p{Han}])")
"""A name of two characters, set as wide as one of three."""
_SPLIT = regex.compile(
    r"[、，,/&]|(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff]{2})和(?=[\u3400-\u9fff]{2})"
)
_LABEL = regex.compile(r"^(?:文|作者|撰文|撰稿|采写|记者|本报记者|见习记者)\s?[/／|丨｜:：]\s?")
_NOT_NAMES = frozenset([
    "编辑", "责编", "来源", "图片", "摄影", "摄影报道", "出品", "校对", "审核", "不详", "佚名", "原创", "综合",
    "整理", "综合整理", "网络", "编译", "翻译", "转载", "未知", "匿名", "小编", "整合", "报道", "admin",
])  # fmt: skip
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖"
    "贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟"
    "殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆"
    "农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘"
    "池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国"
    "狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼"
    "居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
)
_LONG_SURNAMES = frozenset([
    "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文", "长孙", "司徒",
    "端木", "夏侯", "南宫", "轩辕", "独孤",
])  # fmt: skip

_HEAD_PIECES = 8
_TAIL_PIECES = 6
_MAX_LINE = 60


def find(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Authors named in the first or last lines of a body; empty where none is."""
    lines = [piece for piece in pieces if piece.kind not in ("table", "title")]
    ends = (*lines[:_HEAD_PIECES], *lines[-_TAIL_PIECES:])
    for piece in ends:
        for line in piece.text.split("\n"):
            line = joined(line.strip(" （()）【】[]*\t"))
            match = len(line) <= _MAX_LINE and (
                _LINE.fullmatch(line) or _FROM.fullmatch(line) or _ARRANGED.fullmatch(line)
            )
            names = split(match.group("names")) if match else ()
            if names:
                return names
    for piece in (*lines[:3], *lines[-3:]):
        match = (
            _DATELINE.search(piece.text[:120])
            or _REPORTER.search(piece.text[:200])
            or _REPORTER.search(piece.text[-80:])
            or _ENDING.search(piece.text[-60:])
        )
        names = tuple(filter(is_person, split(match.group("names")))) if match is not None else ()
        if names:
            return names
    return ()


def source(pieces: Sequence[Piece]) -> str | None:
    """The paper or account that a body names as its source in one of its first or last lines, None where none is."""
    lines = [piece for piece in pieces if piece.kind not in ("table", "title")]
    for piece in (*lines[:_HEAD_PIECES], *reversed(lines[-_TAIL_PIECES:])):
        for line in piece.text.split("\n"):
            match = _SOURCE_LINE.fullmatch(line.strip(" （()）【】[]*\t")) if len(line) <= _MAX_LINE else None
            if match is not None and not _NO_SOURCE.search(match.group("name")):
                return str(match.group("name")).strip("《》“”「」")
    return None


def is_person(name: str) -> bool:
    """Whether a string looks like a person's name: a Chinese surname and one or two characters, or a Western name."""
    if regex.fullmatch(r"[\u3400-\u9fff]{2,4}", name):
        return name not in _NOT_NAMES and name[0] in _SURNAMES and (len(name) < 4 or name[:2] in _LONG_SURNAMES)
    return (
        regex.fullmatch(
            r"[\u3400-\u9fff]{1,6}·[\u3400-\u9fff]{1,8}|[A-Z][a-z.]{1,15}(?:\s[A-Z][A-Za-z.]{1,15}){1,2}", name
        )
        is not None
    )


def split(text: str) -> tuple[str, ...]:
    """The names of a by-line, without what introduces them.

    >>> split("文/张三、李四")
    ('张三', '李四')
    """
    text = joined(text)
    names = (_LABEL.sub("", name.strip(" ：:;；|")).strip() for name in _SPLIT.split(text))
    return distinct(name for name in names if 1 < len(name) <= 30 and name not in _NOT_NAMES)


def joined(text: str) -> str:
    """The text with names of two characters that are set apart written together.

    >>> joined("记者 王乐文 方 敏")
    '记者 王乐文 方敏'
    """
    return _SPACED.sub(r"\1\2", text)


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The names once each, in order."""
    return tuple(dict.fromkeys(names))
