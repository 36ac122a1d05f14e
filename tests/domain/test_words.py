from __future__ import annotations

import pytest

from domain.words import are_found, folded


@pytest.mark.parametrize("text", ["Straße", "STRASSE", "\uff33trasse"])
def test_texts_that_differ_in_case_or_width_are_folded_alike(text: str) -> None:
    assert folded(text) == "strasse"


def test_no_text_is_folded_to_an_empty_one() -> None:
    assert folded(None) == ""


def test_each_word_may_stand_in_another_text() -> None:
    texts = ("Read 20 pages", None, "learning")
    assert are_found("LEARN read", within=texts)
    assert not are_found("learn swim", within=texts)
    assert are_found(" ", within=())
