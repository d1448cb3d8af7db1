"""The dictionary that is read as far as a text needs it: what jieba finds is what it finds with all of it."""

from __future__ import annotations

import sys
from functools import cache

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.dictionary import Dictionary, WordList, general_dictionary
from extractors.language.segmenting import Segmenter

OWN = ("豆包", "月活跃用户数", "科大讯飞", "同方")
TEXTS = (
    "豆包月活跃用户数增长了三成，科大讯飞在共同方向上投入更多。",
    "公司预计二〇二五年实现营业收入1,250.5亿元，同比增长12.5%，毛利率略有下降。",
    "AT&T与B超、c++和GPT-4o：一个夹着English的句子\ud800。",
    "龘靐齉齾爩鱻麤 ｡ 𠮷野家 ",
    "",
)


@cache
def whole(*own: str) -> jieba.Tokenizer:
    """jieba with its whole dictionary, as it builds it itself."""
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word in own:
        tokenizer.add_word(word, 20_000)
    return tokenizer


@cache
def segmenter_with_names() -> Segmenter:
    return Segmenter(general_dictionary(OWN, 20_000))


@pytest.mark.parametrize("own", [(), OWN], ids=["plain", "with own words"])
@pytest.mark.parametrize("hmm", [False, True])
def test_texts_fall_into_the_same_words(own: tuple[str, ...], hmm: bool) -> None:
    segmenter = Segmenter(general_dictionary(own, 20_000))
    assert segmenter.dictionary.total == whole(*own).total
    for text in TEXTS:
        found = segmenter.cut(text) if hmm else segmenter.cut_listed(text)
        assert found == list(whole(*own).cut(text, HMM=hmm))


@given(
    st.lists(st.sampled_from("共同方向研究所长江大桥公司科大讯飞豆包了在a1-.%\r\n 　龘，"), max_size=30).map("".join)
)
def test_any_text_falls_into_jiebas_words(text: str) -> None:
    segmenter = segmenter_with_names()
    assert segmenter.cut(text) == list(whole(*OWN).cut(text))
    assert segmenter.cut_listed(text) == list(whole(*OWN).cut(text, HMM=False))


def test_entries_are_those_of_the_whole_dictionary() -> None:
    dictionary, entries = general_dictionary(OWN, 20_000), whole(*OWN).FREQ
    for word in [*list(entries)[::37], *OWN]:
        dictionary.cover(word)
        assert dictionary.counts[word] == entries[word], word
    assert all(entries[word] == count for word, count in dictionary.counts.items())


def test_little_is_read_for_a_short_text() -> None:
    dictionary = general_dictionary()
    dictionary.cover(TEXTS[0])
    assert 0 < len(dictionary.counts) < 2000
    assert dictionary.count("公司") > 0
    assert dictionary.count("字节跳动") == dictionary.count("") == 0


def test_lines_of_one_character_may_stand_apart() -> None:
    listed = WordList.parse("甲乙 3 n\n丙 1 n\n甲乙丙 12 n\n甲 5 n\n".encode())
    dictionary = Dictionary(listed, ("丙丁戊",), 7)
    dictionary.cover("甲乙丙丁")
    assert dictionary.counts == {"甲": 5, "甲乙": 3, "甲乙丙": 12, "丙": 1, "丙丁": 0, "丙丁戊": 7}
    assert dictionary.total == 21 + 7


def test_another_form_of_file_is_refused() -> None:
    with pytest.raises(ValueError, match="a word, a count and a tag"):
        WordList.parse("甲乙 3\n丙 1 n\n".encode())


def test_nothing_stands_in_for_a_module_afterwards() -> None:
    general_dictionary()
    assert sys.modules.get("pkg_resources", sys) is not None
