"""Declarations with one thing changed: the line that must be named is the line that was changed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from schemas.declaration import DeclarationError


def spoil(path: Path, right: str, wrong: str) -> int:
    """Replaces the one place of `right` in a file by `wrong`; returns the line where it stands."""
    text = path.read_text(encoding="utf-8")
    assert text.count(right) == 1, f"{right!r} stands {text.count(right)} times in {path.name}"
    path.write_text(text.replace(right, wrong), encoding="utf-8", newline="")
    return text[: text.index(right)].count("\n") + 1


def refusal(load: Callable[[], object]) -> DeclarationError:
    """The error with which a loader refuses; its text names file, line and problem."""
    with pytest.raises(DeclarationError) as caught:
        load()
    error = caught.value
    assert str(error).startswith(str(error.path)) and str(error).endswith(error.problem)
    assert (f"dòng {error.line}" in str(error)) == bool(error.line)
    return error
