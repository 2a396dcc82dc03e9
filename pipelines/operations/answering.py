"""The analyst's answers (answers.csv) in the terms of the reader: codes and declared names."""

from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.intake.files.answers import Answers
from pipelines.store.answers import load_answers
from schemas.campaigns.campaign import Campaign
from schemas.declaration import DeclarationError
from schemas.indicators import load_indicators
from schemas.spelling import fold

if TYPE_CHECKING:
    from pipelines.intake.tables.headings import HeadingIndex
    from pipelines.intake.units.match import UnitMatcher


def reader_answers(campaign: Campaign, hashes: list[str]) -> Answers:
    """Answers for the files with these hashes. Raises DeclarationError, with the line, for one that
    names nothing there is."""
    path = campaign.folder / "answers.csv"
    given = load_answers(path)
    if not given.lines:
        return Answers()
    # What understands names takes longer to get ready than one file to read; the readers have their own.
    from pipelines.intake.senders.sender import strip_number
    from pipelines.intake.tables.headings import HeadingIndex
    from pipelines.intake.units.match import UnitMatcher

    matcher, index = UnitMatcher(campaign.roster), HeadingIndex(campaign.layouts)
    units: dict[str, str] = {}
    indicators: dict[str, str] = {}
    headings: dict[str, str] = {}
    senders: dict[str, str] = {}
    for (kind, typed), answer in given.for_all.items():
        line = given.lines[kind, typed, ""]
        if kind == "unit":
            # The board shows a name with the number before it, "1. UBND xã …"; the name is what was asked about.
            name, code = strip_number(typed), _unit(path, line, matcher, answer)
            if units.setdefault(name, code) != code:
                raise DeclarationError(path, line, f"tên “{name}” đã được trả lời là một đơn vị khác")
        elif kind == "indicator":
            code = _indicator(path, line, answer)
            if indicators.setdefault(fold(typed), code) != code:
                raise DeclarationError(path, line, f"tên “{typed}” đã được trả lời là một chỉ tiêu khác")
        elif kind in ("heading", "column_skip"):
            if kind == "column_skip" and answer:
                problem = f"cột “answer” phải để trống với column_skip (ở đây: “{answer}”)"
                raise DeclarationError(path, line, problem)
            heading = _heading(path, line, index, answer) if kind == "heading" else ""
            if headings.setdefault(fold(typed), heading) != heading:
                raise DeclarationError(path, line, f"đầu cột “{typed}” đã được trả lời khác ở một dòng khác")
        else:
            raise DeclarationError(path, line, "câu trả lời “sender” phải ghi mã tệp ở cột file")
    for (kind, typed), by_file in given.by_file.items():
        for prefix, answer in by_file.items():
            line = given.lines[kind, typed, prefix]
            if kind != "sender":
                problem = f"chỉ câu trả lời “sender” được ghi mã tệp (ở đây: {kind} “{typed}”)"
                raise DeclarationError(path, line, problem)
            code = _unit(path, line, matcher, answer)
            for file_hash in hashes:
                if file_hash.startswith(prefix) and senders.setdefault(file_hash, code) != code:
                    problem = f"tệp “{prefix}” đã được trả lời là của một đơn vị khác"
                    raise DeclarationError(path, line, problem)
    return Answers(units, indicators, headings, senders)


def _unit(path: Path, line: int, matcher: "UnitMatcher", answer: str) -> str:
    if answer in matcher.roster.units:
        return answer
    match = matcher.match(answer)
    if match.code is None or match.how not in ("exact", "tone"):
        problem = f"câu trả lời “{answer}” không phải mã hay tên đầy đủ của một đơn vị trong đợt"
        raise DeclarationError(path, line, problem)
    return match.code


def _heading(path: Path, line: int, index: "HeadingIndex", answer: str) -> str:
    if not index.hits(answer):
        raise DeclarationError(
            path, line, f"câu trả lời “{answer}” không phải đầu cột của mẫu biểu nào trong đợt"
        )
    return fold(answer)


def _indicator(path: Path, line: int, answer: str) -> str:
    for indicator in load_indicators().values():
        if answer == indicator.code or fold(answer) == fold(indicator.label):
            return indicator.code
    raise DeclarationError(path, line, f"câu trả lời “{answer}” không phải mã hay tên của một chỉ tiêu")
