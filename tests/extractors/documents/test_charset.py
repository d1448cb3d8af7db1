"""Bytes to text, whatever the declaration says."""

from __future__ import annotations

import pytest

from extractors.documents.charset import decode

PROSE = "今年前三季度，公司的营业收入达到12.5亿元，这是在新产品推出后取得的；我们认为，这个趋势会继续。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_chinese_text_in_any_encoding_without_a_declaration(encoding: str) -> None:
    markup = f"<html><head><title>标题</title></head><body><p>{PROSE}</p></body></html>"
    assert PROSE in decode(markup.encode(encoding))


def test_traditional_text_in_big5() -> None:
    prose = "這個產品在市場上的銷售額，去年已經超過三億元，我們對於未來的發展很有信心。"
    assert decode(f'<meta charset="big5"><p>{prose}'.encode("big5")).endswith(prose)
    assert decode(f"<p>{prose}".encode("big5")).endswith(prose)


def test_gb2312_declared_but_gbk_characters_used() -> None:
    # 镕 and 喆 are not in GB2312: a reader that believes the declaration cuts the title there.
    raw = f'<meta charset="gb2312"><title>朱镕与陶喆</title>{PROSE}'.encode("gbk")
    assert "朱镕与陶喆" in decode(raw)


@pytest.mark.parametrize(("declared", "actual"), [("utf-8", "gb18030"), ("gb2312", "utf-8"), ("iso-8859-1", "gbk")])
def test_a_wrong_declaration_is_overruled_by_the_bytes(declared: str, actual: str) -> None:
    assert PROSE in decode(f'<meta charset="{declared}"><p>{PROSE}</p>'.encode(actual))


def test_utf8_with_a_broken_byte_stays_utf8() -> None:
    raw = PROSE.encode() + b"\xe4\xba" + PROSE.encode()
    assert decode(raw).count(PROSE) == 2


def test_an_unknown_declaration_is_no_error() -> None:
    assert "12" in decode(b'<meta charset="no-such-code"><p>12 \xff')


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "iso-8859-1", "big5", "shift_jis", "utf-16"])
@pytest.mark.parametrize("actual", ["gb18030", "utf-8", "utf-16", "utf-16-le"])
def test_no_declaration_misleads(declared: str, actual: str) -> None:
    raw = f'<?xml version="1.0" encoding="{declared}"?><meta charset="{declared}"><p>{PROSE}㐂喆</p>'.encode(actual)
    assert f"<p>{PROSE}㐂喆</p>" in decode(raw)


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "iso-8859-1"])
def test_traditional_text_in_big5_under_another_declaration(declared: str) -> None:
    prose = "管理層表示，這個季度的營業收入為十二億元，高於市場的預期。"
    assert prose in decode(f'<meta charset="{declared}"><p>{prose}</p>'.encode("big5"))


def test_words_far_below_a_script_decide_too() -> None:
    raw = f"<script>{'var a = 1;' * 50_000}</script><p>{PROSE}</p>".encode("gb18030")
    assert PROSE in decode(raw)
