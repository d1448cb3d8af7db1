"""Words: names and metrics stay whole, usual words win over names that cross them."""

from __future__ import annotations

import pytest

from extractors.language.words import cut_plain, frequency, is_word, parts_words, words


@pytest.mark.parametrize("text", ["豆包日活接近900万", "科大讯飞营收增长12.5%，超出预期", "a b，c", ""])
def test_words_join_to_the_text(text: str) -> None:
    assert "".join(words(text)) == text


def test_names_stay_whole() -> None:
    assert "豆包" in words("字节旗下豆包增长很快")
    assert "科大讯飞" in words("科大讯飞营收增长")


def test_a_name_may_not_cut_a_usual_word() -> None:
    assert not parts_words("共同方向", 1, 3)
    assert parts_words("豆包增长", 0, 2)


def test_the_general_dictionary_does_not_know_our_names() -> None:
    assert is_word("公司")
    assert not is_word("字节跳动")
    assert frequency("字节跳动") == 0
    assert "".join(cut_plain("共同方向")) == "共同方向"
