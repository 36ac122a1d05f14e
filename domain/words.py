"""Words: texts compared and searched without regard to letter case and width."""

import unicodedata
from collections.abc import Iterable


def folded(text: str | None) -> str:
    """Return what texts share that differ in letter case or width (NFKC) only; None is empty."""
    return unicodedata.normalize("NFKC", text or "").casefold()


def are_found(words: str, *, within: Iterable[str | None]) -> bool:
    """Say whether each of the words stands in one of the texts."""
    text = folded(" ".join(filter(None, within)))
    return all(word in text for word in folded(words).split())
