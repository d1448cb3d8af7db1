"""What a report prints in every issue: disclaimers, rating definitions, certificates, addresses, running lines.

All readers of reports ask here; the words are those of the trade, not of one house.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

_RUNNING = regex.compile(
    r"(?:(?:请务必|敬请|务请|投资者应|请|并请)(?:投资者|读者)?(?:仔细|认真)?(?:阅读|参阅|参见|查阅|详阅|关注)"
    r".{0,28}(?:声明|条款|披露|说明|内容|信息|提示|公告|部分).{0,16}"
    r"|(?:本报告|本研究报告).{0,8}版权(?:属于|归).{0,40}"
    r"|(?:Please read|PLEASE READ|Please see|See the last page|See disclosures|Please refer to|"
    r"MORE REPORTS FROM BLOOMBERG).{0,140})"
)
_START = regex.compile(
    r"[\s\d一二三四五六七八九十、.]*(?:(?:免责|法律|重要|特别|一般|风险|版权|合规|"
    r"公司|信息披露|分析师|证券分析师|研究员|投资|作者|本报告|法律主体|独立性)*"
    r"(?:声明|申明|承诺|免责条款|免责声明|披露声明)(?:与承诺|及披露|及免责声明|与免责声明)?"
    r"|(?:股票|行业|公司|证券|投资|行业及公司|投资建议的|公司及行业|国信证券|.{2,6}证券)?(?:投资|"
    r"公司|行业|股票)*评级(?:说明|标准|体系|定义|系统|声明|的?说明|分类|"
    r"标准说明|及相关定义|定义及说明)(?:.{0,8})?"
    r"|信息披露|(?:.{2,12}证券)?(?:机构)?销售(?:通讯录|团队|联系人|人员)?(?:联系方式|"
    r"一览表|名单|通讯录)|分析师(?:简介|与研究助理简介|介绍|与联系人简介)|"
    r"研究团队(?:简介|成员)|(?:.{2,12})?(?:联系我们|联系方式|办公地址|研究所办公地址)"
    r"|证券投资咨询业务的说明|.{0,10}评级标准|"
    r"(?:.{2,8}证券|.{0,4}研究所|.{2,10}研究院|.{2,14}公司)?(?:投资)?评级(?:说明)?)\s*[:：]?"
)
_START_EN = regex.compile(
    r"(?:(?:analyst|regulatory|important|general|legal|company|research|required|other)\s)*"
    r"(?:disclosures?|disclaimers?|(?:analyst|regulation ac)\scertifications?)"
    r"(?:\s(?:&|and)\s(?:disclosures?|disclaimers?))?(?:\s(?:section|appendix|information))?"
    r"|(?:investment|stock|share|company|industry|sector|equity)\sratings?"
    r"(?:\s(?:definitions?|system|distribution|guide|key))?|ratings?\s(?:definitions?|system|distribution|guide|key)|(?:definitions?|explanation)\sof\s.{0,16}ratings?",
    regex.IGNORECASE,
)
_READING = regex.compile(
    r"(?:相关|近期|前期|往期|历史|最近)(?:研究|报告|研报|研究报告|深度报告|点评)+|"
    r"推荐阅读|(?:Recent|Related|Previous) (?:[Rr]eports?|[Rr]esearch(?: [Rr]eports?)?)"
)
_CONTACT_HEAD = regex.compile(r"联系|销售|通讯录|地址|简介|介绍|团队")
_CUES = tuple(
    regex.compile(cue)
    for cue in (
        r"本(?:研究)?报告",
        r"不构成",
        r"免责|不(?:承担|负)(?:任何)?.{0,6}责任|概不负责",
        r"未经.{0,16}(?:授权|许可|同意)",
        r"版权",
        r"(?:执业|从业|咨询)(?:业务)?资格|执业证书",
        r"独立[、，]?\s?客观|勤勉",
        r"本公司|我公司|我们公司",
        r"(?:转载|刊载|复制|引用|转发|翻印)",
        r"投资(?:者|决策|建议|标的)",
        r"任何(?:机构|个人|人|损失|形式)",
        r"(?:准确性|完整性|可靠性)",
        r"关联(?:机构|人士|公司)",
        r"(?:署名|撰写)?分析师(?:声明|承诺|具有|本人)|本人",
        r"薪酬|报酬|补偿",
        r"(?:数据|信息|资料).{0,6}(?:来自|来源于).{0,8}(?:合规|合法|公开).{0,4}渠道",
        r"职业(?:理解|判断|操守)",
        r"第三方.{0,4}(?:授意|影响)|特此(?:声明|证明)",
        r"客户使用|特定客户|适当性",
        r"投资银行|财务顾问",
        r"邀请|要约|出价|询价|征价",
        r"[Aa]nalyst|[Rr]esearch report|[Dd]isclos|[Cc]ompensation|[Ss]ecurities (?:mentioned|discussed)|"
        r"not (?:be )?(?:constitute|construed)|[Ll]iabilit",
    )
)
_CUES_EN = tuple(
    regex.compile(cue, regex.IGNORECASE)
    for cue in (
        r"this (?:research |investment )*(?:report|document|material|publication)",
        r"analysts?\b.{0,30}(?:responsible|certif|his/her|nor (?:his|her|their))|his/her associates?",
        r"compensation (?:was|is|were|of the|for)|part of .{0,20}compensation",
        r"offer to (?:buy|sell|purchase)|solicitation|(?:not|nor) (?:be )?(?:constitute|construed|intended)",
        r"liable for|(?:no|any|accepts?|assumes?).{0,20} liabilit|responsib(?:le|ility) for any|"
        r"(?:no|any|not) .{0,30}(?:representation|warrant|guarantee)",
        r"accuracy|completeness|believed to be (?:reliable|correct)|sources? believed",
        r"(?:its|their|our|or any) affiliates?|affiliate\(s\)",
        r"prior (?:written )?(?:consent|permission)|reproduced|redistribut",
        r"without (?:prior )?notice|without regard|subject to change",
        r"investment banking (?:relationship|business|services)|make markets|market maker|long or short position",
        r"investors? (?:is|are|should|must)\b|own (?:investment )?(?:decisions?|judge?ment)|particular investments?",
        r"(?:is|are) (?:a )?licen[sc]ed|regulated activit|registered broker|rule 15a-6|"
        r"financial services and markets|securities (?:act|and futures)",
        r"(?:intended )?recipients?\b|distribut(?:ed|ion) (?:only|in|by|to)|for information purposes?",
        r"(?:views|opinions)(?:,? and .{0,40})? (?:expressed|contained)|forecasts?,? or any content",
    )
)
_ENGLISH = regex.compile(r"(?:[A-Za-z'’(),;&/-]+\s){6}")
_RATING_EN = regex.compile(
    r"(?:(?:buy|hold|sell|accumulate|reduce|neutral|(?:out|under|market[- ])perform|(?:over|under)weight)\b)?[\s:：]*"
    r"(?:expect(?:ed|s)? (?:stock|share|sector|industry).{0,140}next \d{1,2} months.{0,200}|(?:stocks?|shares?|sector|"
    r"industry) (?:with|expected|is expected|is not rated).{0,140}(?:months?|market|rated).{0,80})",
    regex.IGNORECASE,
)
_RATING_WORD = regex.compile(
    r"(?:强烈)?(?:推荐|买入|增持|谨慎增持|审慎增持|谨慎推荐|持有|中性|减持|卖出|"
    r"回避|观望|无评级)|(?:优|强|跑赢|弱|同步|跟随|领先|落后|落)(?:于)?大市|看好|"
    r"看淡|同步大市|领先大市"
)
_RATING_TERMS = regex.compile(
    r"(?:相对|相较|超越|优于|强于|弱于|落后|领先|跑赢|跑输|表现|回报|收益率|涨跌?幅|"
    r"跌幅|股价).{0,40}(?:指数|市场|大盘|基准|大市|沪深|恒生|标普|以上|以下|之间)"
)
_RATING_SPAN = regex.compile(r"(?:未来|发布日?后?的?|今后).{0,6}\d{1,2}\s?(?:[-~至到]\s?\d{1,2}\s?)?个?月")
_CONTACT = regex.compile(
    r"(?:地址|邮编|邮政编码|电话|传真|总机|邮箱|网址|Email|E-mail|Tel|Fax|联系电话|"
    r"电子邮箱|公司网址|执业证书(?:编号)?|资格编号|登记编码|执业证书|"
    r"SAC(?:执证)?(?:编号|号码)?|执业编号|证书编号|SFC.{0,12}|CE ?No\.?)"
    r"(?:\s?[:：]\s?\S.*|\s?[\d(（+]\S.*|\s?[SA]\d{6,13})|[\w.+-]{2,40}@[\w.-]{3,40}\.\w{2,4}|"
    r"[SA]\d{10,13}|BP[A-Z]\d{3}|"
    r"[(（]?\+?\d{2,4}[)）]?[-\s]\d{3,8}(?:[-\s]\d{3,6}){0,2}|1[3-9]\d{9}|"
    r"(?:https?://|www\.)\S+",
    regex.IGNORECASE,
)
_ANALYST = regex.compile(
    r"(?:(?:首席|联席首席|资深|高级|证券)*(?:分析师|研究员|研究助理|联系人)[\s:：]{0,2})?[\p{Han}\s]{0,12}[\s,，(（|]{0,2}"
    r"(?:(?:分析师|研究员)?[\s,，]?(?:S\.?A\.?C\.?)?\s?(?:执业|资格|登记|证书|执证)\p{Han}{0,8}\s?[:：]?\s?[SA]\s?\d{13})"
    r"(?:[\s,，)）]{0,3}(?:[\d+()（）-][\d\s()（）-]{6,20}|[\w.+-]{2,40}@[\w.-]{3,40}|(?:研究员|分析师|邮箱|电话)[:：]?\s?)){0,4}"
)
"""An analyst with the number of the licence: ``张三 执业证书编号：S0123456789012``."""
_CONTACTS = regex.compile(
    r"(?:(?:[SA]\d{10,13}|[\d+()（）][\d()（）-]{6,20}|[\w.+-]{2,40}@[\w-]{1,30}(?:\.[\w-]{1,20}){1,3})[\s,，/|]{0,3}){2,6}"
)
_ROLE = r"(?:首席|联席首席|资深|高级|证券)*(?:分析师|研究员|研究助理|联系人)"
_PERSON = regex.compile(
    rf"(?:(?:{_ROLE}\s?[:：]|证券分析师|研究助理)\s?\p{{Han}}{{2,4}}(?:[,，\s](?:CFA|FRM|CPA|博士))*"
    r"(?:[\s,，/|]{0,3}(?:[SA]\d{10,13}|[\d+()（）][\d()（）-]{6,20}|[\w.+-]{2,40}@[\w.-]{3,40}))*[\s,，/|]{0,3}){1,3}"
)
"""Analysts by their role: ``证券分析师：张三 021-12345678``."""
_STREET = regex.compile(
    r"(?:省|市|区).{0,16}(?:路|街|大道|大街|道)\s?[\d甲乙]+(?:-\d+)?\s?号.{0,40}(?:楼|"
    r"层|座|室|大厦|广场|中心|单元|邮编)?"
)


def is_running_line(text: str) -> bool:
    """Whether a line is one of those that broker reports repeat on each page, wherever it stands."""
    return len(text) <= 160 and _RUNNING.fullmatch(text.strip()) is not None


def starts_boilerplate(text: str) -> bool:
    """Whether a short line heads a disclaimer, a rating definition, a certificate or a list of contacts."""
    text = text.strip()
    return len(text) <= 44 and (
        _START.fullmatch(text) is not None or _START_EN.fullmatch(text.rstrip(" :")) is not None
    )


def starts_reading_list(text: str) -> bool:
    """Whether a short line heads a list of the house's other reports."""
    return len(text) <= 30 and _READING.fullmatch(text.strip(" :：")) is not None


def is_contact(text: str) -> bool:
    """Whether a line is a phone number, an address, an e-mail, a licence number and nothing else."""
    text = text.strip()
    return len(text) <= 120 and (
        _CONTACT.fullmatch(text) is not None
        or ("@" in text and _CONTACTS.fullmatch(text) is not None)
        or _ANALYST.fullmatch(text) is not None
        or _PERSON.fullmatch(text) is not None
        or (len(text) <= 70 and _STREET.search(text) is not None and "。" not in text)
    )


def is_rating_definition(text: str) -> bool:
    """Whether a text says what a rating means: ``增持：未来6个月内相对大盘涨幅在5%与15%之间``."""
    if _RATING_TERMS.search(text) is None:
        return len(text) <= 260 and _RATING_EN.fullmatch(text.strip()) is not None
    if _RATING_WORD.match(text.lstrip("“”\"'· ")) is not None and (
        len(text) <= 90 and regex.search(r"\d+\s?[%％]|指数|基准|大市", text) is not None
    ):
        return regex.search(r"以上|以下|之间|介于|强于|弱于|优于|差于|持平|[~～≥≤<>]|至", text) is not None
    return (
        _RATING_SPAN.search(text) is not None
        and regex.search(r"(?:指数|基准|大盘|市场).{0,30}(?:以上|以下|之间|为基准)", text) is not None
    )


def is_disclaimer(text: str) -> bool:
    """Whether a paragraph says what disclaimers and certificates say; three of their turns are needed."""
    cues = _CUES if _ENGLISH.search(text) is None else (*_CUES, *_CUES_EN)
    return len(text) >= 20 and sum(cue.search(text) is not None for cue in cues) >= 3


def boilerplate_of(texts: Sequence[str], *, is_heading: Sequence[bool], is_content: Sequence[bool]) -> list[bool]:
    """Which blocks of a document, in order, are boilerplate.

    ``is_heading`` marks short lines that could head a section, ``is_content`` blocks that end one (a numbered
    figure's or table's caption). A section of boilerplate runs from its heading to the end, or to content; one that
    opens in the first third of the document and holds no disclaimer counts line by line only.
    """
    said = [is_disclaimer(text) or is_rating_definition(text) for text in texts]
    marks = [mark or is_running_line(text) or is_contact(text) for mark, text in zip(said, texts, strict=True)]
    start: int | None = None
    for index, text in enumerate(texts):
        if start is None and is_heading[index] and starts_boilerplate(text):
            nearby = marks[index + 1 : index + 9]
            if index * 3 >= len(texts):
                opens = any(nearby)
            else:
                # Near the beginning the analysts' numbers stand beside anything: alone they prove nothing.
                proven = any(said[index + 1 : index + 9]) or _CONTACT_HEAD.search(text) is not None
                opens = proven and sum(nearby) >= 3
            if opens:
                start = index
        elif start is not None and is_content[index]:
            start = None
        if start is not None:
            marks[index] = True
    return marks
