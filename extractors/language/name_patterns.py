"""Names that no list holds, by their form: models and products in Latin letters with digits or inner capitals, a known
product with what qualifies it, quoted names that are introduced as such, companies by their endings.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import regex

from extractors.language.lexicon import drop_spaces, entries
from extractors.language.words import is_word
from extractors.records import Name

_HAN = r"\u4e00-\u9fff"
_NO_NAME = "的了和与及在是为等将从对由向以其该各多本我这那有不被把给让使且或之已至于到也就都还更最均约仅超达近共每据"
"""Characters that stand between a name and the rest of the sentence, and in no short name."""
_VERBS = "发布|推出|上线|升级|支持|接入|成为|宣布|实现|提供|采用|基于|通过|进行|开源|训练|打造|开发|使用|调用|助力|完成|包括|涵盖|搭载|拥有|具备|覆盖|能够|可以|正式|家族|相关|旗下|生态|全新|最新|国内|对标|超越|领先|赋能"

# --- a known product and what qualifies it ---------------------------------------------------------------------------

_GRADE = (
    r"(?:Pro|Lite|Max|Turbo|Ultra|Plus|Mini|Nano|Flash|Air|Edge|Preview|Vision|Chat|Code|Coder|Thinking|Base|Instruct"
    r"|pro|lite|max|turbo|ultra|plus|mini|flash|vision)"
)
_COUNTED = r"(?!\d|%|\.\d|\ ?[万亿千百倍元个款家人名台年月日次颗种条位岁点周天号届])"
_VERSION = (
    rf"(?:V?\d{{1,2}}(?:\.\d{{1,2}}){{1,2}}{_COUNTED}|[VXKR]\d{{1,2}}(?!\d)|{_GRADE}(?![A-Za-z0-9])"
    r"|(?:-[A-Za-z0-9.]{1,12}){1,4}(?![A-Za-z0-9]))"
)
_EXTENSION = regex.compile(
    rf"(?P<app>\ ?(?:App|APP|app)(?![A-Za-z]))?+"
    rf"(?P<of>\ ?[·・•-]?\ ?(?:(?!{_VERBS})[{_HAN}--[{_NO_NAME}款两几些种]]){{0,8}}?(?:大语言模型|大模型|模型|智能体)(?:家族)?+)?+"
    rf"(?P<version>(?:\ ?{_VERSION}){{0,3}})",
    regex.V1,
)
_NUMBERED = regex.compile(
    rf"\ ?(?!(?:19|20)\d\d(?!\d))\d{{1,4}}[A-Z]{{0,2}}(?:\ ?{_GRADE}(?![A-Za-z0-9])){{0,2}}"
    rf"(?=[^\w%.+\-]|$|\ |芯片|处理器|系列|手机|版|型|平台|搭载|的|和|与|等|及)(?!\ ?[+\-]?\d){_COUNTED}"
)


def extend(text: str, start: int, end: int, canonical: str, kind: str) -> tuple[int, str, str]:
    """End, canonical name and kind of a product whose name in the lexicon is ``text[start:end]``: 豆包 + 通用模型Pro.

    App belongs to the written name and not to the canonical one; a name with a version or a variant is called as it is
    written (``Doubao-pro-32k``, not 豆包-pro-32k).
    """
    match = _EXTENSION.match(text, end, min(len(text), end + 48))
    written = text[start:end]
    app, of, version = (match["app"] or "", match["of"] or "", match["version"] or "") if match else ("", "", "")
    if of.endswith("家族"):
        of, version = of[:-2], ""
    if written.isascii() and of:
        of = version = ""
    stop = end + len(app) + len(of) + len(version)
    if not of and not version:
        number = _NUMBERED.match(text, end, min(len(text), end + 24)) if not app else None
        if number is None:
            return stop, canonical, kind
        return number.end(), tidy(written + number[0]), kind
    return stop, tidy(written + of + version), "model" if of.endswith("模型") else kind


def tidy(name: str) -> str:
    """A name without spaces beside Chinese characters: ``讯飞星火4.0 Turbo`` keeps its own."""
    return regex.sub(rf"(?<=[{_HAN}]) +| +(?=[{_HAN}])", "", drop_spaces(name))


# --- Latin names -----------------------------------------------------------------------------------------------------

_LATIN = regex.compile(
    r"(?<![A-Za-z0-9@._%/=&?#~\-])[A-Za-z][A-Za-z0-9]*+(?:[-.·'][A-Za-z0-9]++)*+\+?"
    r"(?:\ (?:[A-Z][A-Za-z0-9]*+(?:[-.][A-Za-z0-9]++)*+\+?|\d{1,2}(?:\.\d{1,2})?(?=\ ?(?:Pro|Max|Ultra|Plus|Turbo|Mini|Flash|Lite|系列|版|模型)|[^\w\s%.+\-]|\s|$)(?!\s?[万亿千百倍元个月年日%]))){0,4}(?![@=_~]|://|\.(?:com|cn|net|org))"
)
_STOP = frozenset(
    """
    AI AIGC AGI ML DL NLP LLM LLMs VLM MoE RAG SFT RLHF CoT Agent Agents Token Tokens API APIs SDK APP App Apps Web PC IT ICT IoT AIoT H5 VR AR MR XR UI UX UGC PGC IP KOL
    MCN GMV ARPU ARPPU LTV CAC DAU MAU WAU PV UV CTR CPM CPC ROI SKU SPU SaaS PaaS IaaS MaaS DaaS CRM ERP MES OA HR B2B B2C C2C C2M O2O DTC OTA ToB ToC To OEM ODM IDM EMS
    GPU GPUs CPU CPUs NPU TPU DPU XPU FPGA ASIC SoC MCU MPU DSP IGBT MOSFET SiC GaN PCB FPC HDI DRAM NAND NOR HBM SSD DDR LPDDR PCIe CXL CoWoS EUV DUV EDA LED OLED LCD
    IC RF USB HDMI WiFi Wi-Fi LTE GPS NFC BMS EV BEV PHEV HEV EREV NEV ADAS NOA OTA IDC AIDC UPS PUE LNG LPG PTA MDI TDI PVC EVA POE TOPCon HJT PERC BC IBC xBC BOS EPC BOT
    PPP ETC CNC AGV AMR MRI CT PET ADC CAR-T CAR mRNA PD-1 PD-L1 GLP-1 CXO CRO CDMO CMO CDE FDA NMPA BD IND NDA BLA OTC GMP
    IPO PE PB PS EPS BPS ROE ROA ROIC WACC DCF EV EBIT EBITDA FCF CFO CEO CTO COO CIO CMO FOF ETF ETFs LOF REIT REITs QFII QDII MSCI ESG KPI OKR M&A VC LP GP CDR ADR GDR
    YoY QoQ MoM YOY QOQ MOM yoy qoq CAGR YTD TTM MRQ LYR BP bp bps GDP CPI PPI PMI PCE LPR MLF SLF OMO USD CNY RMB HKD EUR JPY WTI OPEC LME COMEX CBOT SHIBOR VIX
    CPIA IDC Gartner Counterpoint Canalys TrendForce Omdia Bloomberg Reuters Wind wind WIND iFinD IFinD Choice choice CNNIC IEA EIA SEMI WSTS CINNO QuestMobile
    The This That These And For With From Source Note Table Figure Chart Total Inc Ltd Co Corp Group Company Limited Research Securities Analyst Report Page Buy Hold Sell
    GWh MWh kWh KWh Gwh Mwh TWh Wh GW MW KW kW MPa GPa mAh Ah Gbps Mbps Hz GHz MHz kg km nm mm cm ml mg Pack Cell eVTOL
    All Low High Mean Median Max Min Std Null Set Return Returns Score Winner Loser Adjusted Average Market Value Price Index Year Month Day Week Date Time Name Code Type Level
    Rank Ratio Rate Growth Sales Revenue Profit Income Net Gross Margin Cost Costs Capital Asset Assets Equity Cash Debt Volume Share Shares Stock Stocks Bond Fund Factor Alpha
    Beta Sharpe Long Short Position Signal Model Models Data Test Train Sample Method Step Input Output Key New Old More Most Less Than First Second Third One Two Three Four
    You Your We Our They It Its He She His Her In On At By Of Or As If Is Are Was Be Not But So Up Down Out Off Over Under About After Before Since Until From Into During
    World Global China Chinese Asia Europe American Japan Korea India Beijing Shanghai Shenzhen Hong Kong True False None Project Chain Pattern Captain Conference Part Section
    Chapter Appendix Abstract Keywords Introduction Conclusion References Summary Contents Disclaimer Important Important Please Click Read Share Like Follow Subscribe Video Photo
    Neutral Outperform Overweight Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Pro Lite Max Plus Turbo Ultra Mini Team Teams Image
    Title Content Markdown URL HTML JSON HTTP HTTPS www com cn http https jpg png mp4 Overview Top TOP No NO VS Vs vs OK ID Email email Tel TEL Fax E-mail tokens token Q A
    """.split()  # noqa: SIM905
)
_LEVEL = regex.compile(r"(?:[A-Za-z]\d{1,2}|\d*[QH]\d|FY\d+|[A-Z]\d{6,}|CO2|SO2|H2O|PM2\.5|[A-Z]\d[A-Z]?\d?|[\dA-Za-z]{18,}|1[HQ]\d\d|Q[1-4]\d{0,4}|H[12]\d{0,2}|[12]H\d{2})(?:E|A)?")
_ABBREVIATED = regex.compile(r"[A-Za-z]+(?:\d{1,2}|20\d\d)")
_PROSE = regex.compile(r"[a-z]{2,}[,.;]?\ $")
_PROSE_AFTER = regex.compile(r"\ [a-z]{2,}")


def _latin_names(text: str, taken: Sequence[tuple[int, int]]) -> list[Name]:
    known = entries()
    found = []
    for match in _LATIN.finditer(text):
        start, written = match.start(), match[0].rstrip(" .'·-")
        if written.endswith("+") and not written[-2].isdigit():
            written = written[:-1]
        end = start + len(written)
        if written in _STOP or len(written) < 2:
            continue
        words = written.split(" ")
        while words and words[0] in _STOP and len(words) > 1:
            start += len(words[0]) + 1
            words = words[1:]
        while len(words) > 1 and (words[-1] in _STOP and words[-1] != "AI" and not _is_grade(words[-1])):
            end -= len(words[-1]) + 1
            words = words[:-1]
        name = " ".join(words)
        if _is_name(name, words, text, start, end) or (len(words) > 1 and name.lower() in known):
            has_digit = any(c.isdigit() for c in name)
            found.append(Name(start, end, name, "model" if has_digit else "product"))
    return found


def _is_grade(word: str) -> bool:
    return bool(regex.fullmatch(_GRADE, word))


def _is_name(name: str, words: list[str], text: str, start: int, end: int) -> bool:
    first = words[0]
    if name in _STOP or regex.fullmatch(r"[A-Za-z]+20\d\d", name) or (len(words) == 1 and (_LEVEL.fullmatch(name) or len(name) < 3)):
        return False
    if _ABBREVIATED.fullmatch(first) and (stem := first.strip("0123456789")) in _STOP and len(words) == 1 and stem != first:
        return False
    if first[:2] == "AI" and first[2:] in _STOP:
        return False
    has_digit = any(c.isdigit() for c in name)
    if has_digit and any(c.isalpha() for c in name):
        # GPT-4o, H800, cogvlm2-llama3-caption; not a lower-case word with a number, nor an abbreviation with a year.
        return not (first.islower() and "-" not in name and len(first) < 4)
    if _in_prose(text, start, end):
        return False
    if len(words) > 2 and all(word.istitle() and len(word) > 1 for word in words):
        return False
    inner = any(c.isupper() for c in first[1:]) and any(c.islower() for c in first)
    if inner:
        return True
    return first[0].isupper() and first[1:].islower() and len(first) >= 3


def _in_prose(text: str, start: int, end: int) -> bool:
    """Whether a capital is only that of an English sentence or heading."""
    return bool(_PROSE.search(text, max(0, start - 14), start) or _PROSE_AFTER.match(text, end))


# --- models named by what they do ------------------------------------------------------------------------------------

_ABILITY = (
    "通用|视频生成|视频|图像生成|图像|图片|文生图|图生图|文生视频|图生视频|音乐|语音识别|语音合成|语音同传|语音|同声传译|同传|声音复刻|角色扮演|向量化|视觉理解|视觉|多模态|深度推理|深度思考|推理"
    "|语言|法律|医疗|医学|教育|金融|代码|数学|翻译|行业|主力|旗舰|端侧|世界|具身|蛋白质|气象|Function Call|3D生成"
)
_MODEL = regex.compile(
    rf"(?<![{_HAN}A-Za-z])(?:{_ABILITY}){{1,3}}(?:大语言模型|大模型|模型)(?:\s?(?:{_VERSION})){{0,2}}"
    rf"|(?<=[\t\n，。；：、“（(])(?:{_ABILITY}){{1,3}}(?:大语言模型|大模型|模型)(?:\s?(?:{_VERSION})){{0,2}}"
)


def _models(text: str) -> list[Name]:
    return [Name(m.start(), m.end(), drop_spaces(m[0]), "model") for m in _MODEL.finditer(text)]


# --- quoted names ----------------------------------------------------------------------------------------------------

_QUOTED = regex.compile(
    rf"(?P<before>[{_HAN}A-Za-z]{{0,8}})[“「『](?P<name>[{_HAN}A-Za-z0-9][{_HAN}A-Za-z0-9·.\- ]{{1,14}})[”」』](?P<after>[{_HAN}A-Za-z]{{0,6}})"
)
_INTRODUCES = regex.compile(
    r"(?:平台|系统|模型|产品|软件|项目|芯片|助手|机器人|智能体|品牌|应用|工具|框架|数据集|算法|卫星|火箭|飞机|工程|计划|名为|叫做|称为|命名为|推出|发布|上线|App|APP|游戏|电影|剧集|短剧|公众号|账号|商标|号|款|布局|收购|投资)(?:了|的)?$"
)
_FOLLOWS = regex.compile(r"(?:平台|系统|大模型|模型|App|APP|软件|芯片|助手|机器人|智能体|品牌|应用|号|电池|项目|工程|卫星)")
_PHRASE = regex.compile(rf"[，。！？；：、]|[{_NO_NAME}]|[一二三四五六七八九十百千万两\d]+[大个小条种类项]")


def _quoted(text: str) -> list[Name]:
    found = []
    for match in _QUOTED.finditer(text):
        name = match["name"].strip()
        introduced = _INTRODUCES.search(match["before"]) or _FOLLOWS.match(match["after"])
        if introduced and not _PHRASE.search(name) and not is_word(name):
            start = match.start("name")
            found.append(Name(start, start + len(match["name"].rstrip()), drop_spaces(name), "product"))
    return found


# --- companies by their endings --------------------------------------------------------------------------------------

_EDGE = rf"(?<=^|[\s，。；：、！？（(“\"【\[《|/>◆◼■●•]|[与和及向由给为对据])"
_BODY = rf"(?:(?!{_VERBS})[{_HAN}--[{_NO_NAME}]])"
_PART = rf"(?:数据|(?!公司|旗下|股东){_BODY})"
_FULL = regex.compile(
    rf"{_EDGE}{_PART}{{4,18}}?(?:\([{_HAN}]{{2,6}}\)|（[{_HAN}]{{2,6}}）)?{_PART}{{0,10}}?(?:股份有限公司|有限责任公司|有限公司)",
    regex.V1,
)
_SHORT = regex.compile(
    rf"{_EDGE}(?P<body>{_BODY}{{2,4}}?)(?P<ending>股份|集团|控股|科技|证券|智能|生物|医药|制药|药业|半导体|微电子|电子|光电|通信|软件|信息|新材|新能源|汽车|重工|传媒|智库|资本|银行|机器人|数据)"
    r"(?=[\s\d，。；：、:,+\-(（)）“”\"]|等|和|与|及|以|为|将|发布|推出|宣布|公告|表示|认为|中标|获|拟|在|的|已|$)",
    regex.V1,
)
_STRONG = frozenset("股份 集团 控股 科技 证券 智库".split())  # noqa: SIM905


def _companies(text: str) -> list[Name]:
    found = [Name(m.start(), m.end(), m[0], "company") for m in _FULL.finditer(text)]
    for match in _SHORT.finditer(text):
        body, ending = match["body"], match["ending"]
        if is_word(body + ending) or is_word(body) or (len(body) > 2 and ending not in _STRONG and _is_compound(body)):
            continue
        found.append(Name(match.start(), match.end(), match[0], "company"))
    return found


def _is_compound(body: str) -> bool:
    """Whether it is made of usual words alone: 消费 + 级."""
    return any(is_word(body[:i]) and is_word(body[i:]) for i in range(1, len(body)))


def find_patterns(text: str, known: Sequence[Name], taken: Sequence[tuple[int, int]]) -> list[Name]:
    """Names by their form that touch no place of ``taken``, but for Latin ones, which may hold a known name."""
    found = []
    edges = sorted(taken)
    for name in (*_models(text), *_quoted(text), *_companies(text)):
        if not touches(edges, name.start, name.end):
            found.append(name)
    by_start = {name.start: name for name in known}
    for name in _latin_names(text, edges):
        inside = by_start.get(name.start)
        if inside is not None and inside.end >= name.end:
            continue
        found.append(name)
    return found


def touches(edges: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether ``start`` to ``end`` overlaps one of the sorted, disjoint spans."""
    index = bisect_left(edges, (start, 0))
    return any(a < end and start < b for a, b in edges[max(0, index - 1) : index + 2])
