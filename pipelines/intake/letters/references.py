"""The line under a title that names the letter a table is attached to: "(kèm theo Báo cáo số …)"."""

import re
from functools import lru_cache
from typing import NamedTuple

from pipelines.intake.cells.dates import read_date_text
from pipelines.intake.cells.symbols import SYMBOL_PATTERN, UNNUMBERED_PATTERN, join_symbol
from pipelines.intake.cells.word_patterns import any_of
from schemas.forms.title_words import load_title_words
from schemas.spelling import tidy

_WORDS = load_title_words().letters
_TYPES = (*_WORDS.types, *_WORDS.abbreviations)
# A report, as people abbreviate it and written out.
_REPORT = (_WORDS.report, _WORDS.abbreviations[_WORDS.report])
_OPEN = r"[ .…_]*"
# "Báo cáo kết quả áp dụng … số 31/BC-UBND": what the letter is about, or whose it is, may stand before its number.
# "Báo cáo thực hiện Quyết định số …", "theo Mẫu số …" and "tổng số …" are the numbers of other things.
_OTHERS = "".join(
    rf"(?<!\b{re.escape(word)})" for word in (*_TYPES, *_WORDS.other_numbers) if word not in _REPORT
)
_NUMBER = r"số\s?:?\s?"
_BEFORE = (
    rf"(?P<before>(?!số\b)[^\W\d_][^();]{{0,120}}?)"
    rf"(?:{_OTHERS}\s(?={_NUMBER}[0-9/…])|\s(?={_NUMBER}[0-9 .…_]*/\s?{re.escape(_WORDS.report)}\b))"
)
_ATTACHED = re.compile(
    rf"(?P<issued>{re.escape(_WORDS.issued)}\s+)?{re.escape(_WORDS.attached)}(?:\s+theo)?\s+"
    rf"(?:(?P<type>{any_of(_TYPES)})\b\s*(?:{_BEFORE})?)?"
    rf"(?P<label>{_NUMBER})?"
    rf"(?P<symbol>{SYMBOL_PATTERN}|{UNNUMBERED_PATTERN}|[0-9]{{1,6}}\b(?!\s?[/-]))?",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"\s?,?\s?(ngày{_OPEN}(?:[0-9]{{0,2}}{_OPEN}[/.-]{_OPEN}[0-9]{{0,2}}{_OPEN}[/.-] ?[0-9]{{4}}"
    rf"|[0-9]{{0,2}}{_OPEN},? ?tháng{_OPEN}[0-9]{{0,2}}{_OPEN},? ?năm ?(?:[0-9]{{4}})?"
    rf"|/?{_OPEN}[0-9]{{1,2}} ?/ ?[0-9]{{4}})?)",
    re.IGNORECASE,
)
_ISSUER = re.compile(
    rf"\s?,?\s?(?:{any_of(_WORDS.issuers)})\s+(.+?)"
    rf"(?=\s+(?:{any_of(_WORDS.issuer_ends)})\b|\s*[();,.]|\s*$)",
    re.IGNORECASE,
)
# A title line is short; a page of text pasted into one cell must not keep the patterns busy.
_LONGEST = 500


class Reference(NamedTuple):
    """A document that a line names.

    `doc_type` is spelled out ("Báo cáo") or ""; `symbol` as "31/BC-UBND", "/BC-UBND" for a draft, or "";
    `date` is ISO, shortened where the day or month is open, "" without a readable one; `is_issuance` marks
    "ban hành kèm theo", which names the decision that issued the form and not the letter it came with.
    """

    doc_type: str
    symbol: str
    has_number: bool
    date: str
    has_day: bool
    issuer: str
    is_issuance: bool = False

    @property
    def is_report(self) -> bool:
        """Whether it is the report that figures come with, and not what asked for them."""
        return self.doc_type.lower() in ("", *_REPORT)


# The sheets of one file repeat the line.
@lru_cache(maxsize=4096)
def find_reference(text: str) -> Reference | None:
    """The document a line says it is attached to; None for a line that names none.

    Of several, the one that is not "ban hành kèm theo" comes first.
    """
    line = tidy(text[:_LONGEST])
    if _WORDS.attached not in line.lower():
        return None
    found = [reference for match in _ATTACHED.finditer(line) if (reference := _read(line, match))]
    return min(found, key=lambda reference: reference.is_issuance, default=None)


def _read(line: str, match: re.Match[str]) -> Reference | None:
    typed, label, symbol = match["type"], match["label"], match["symbol"] or ""
    dated = _DATE.match(line, match.end())
    issued = _ISSUER.match(line, dated.end() if dated else match.end())
    # "Mẫu kèm theo quy định về …" inside a sentence names no document; alone on its line it is one left open.
    opens_line = not line[: match.start()].strip("( ")
    if not typed and not symbol and not label:
        return None
    if not (symbol or label or dated or opens_line):
        return None
    if issued is None and match["before"]:
        issued = _ISSUER.search(f" {match['before']}")
    date = (read_date_text(dated[1]).text or "") if dated else ""
    symbol = join_symbol(symbol)
    doc_type = _WORDS.abbreviations.get((typed or "").lower(), (typed or "").lower())
    return Reference(
        doc_type=doc_type.capitalize(),
        symbol=symbol,
        has_number=symbol[:1].isdigit(),
        date=date,
        has_day=len(date) == len("yyyy-mm-dd"),
        issuer=issued[1].strip() if issued else "",
        is_issuance=match["issued"] is not None,
    )
