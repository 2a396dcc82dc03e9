"""Texts of which a part looks otherwise: "12" crossed out before "15 hồ sơ" is no 1215, nor is 12 with a raised 1 121.

The parser gives the letters of a cell and not how they look; the gate finds the parts, and quotes such a text so that
what is crossed out or raised can be seen.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipelines.intake.gate.report import CellStyle, SheetFlags

# Neither holds another of its kind: each search stops at the next tag of it, so that the time grows with the length.
_TEXT = re.compile(rb"<(?:\w+:)?si(?:\s[^<>]*)?(?:/>|>([^<]*(?:<(?!/?(?:\w+:)?si[\s/>])[^<]*)*))")
_RUN = re.compile(rb"<(?:\w+:)?r>([^<]*(?:<(?!/?(?:\w+:)?r[\s/>])[^<]*)*)")
_LETTERS = re.compile(rb"<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)</(?:\w+:)?t>")
_OWN_LOOK = re.compile(rb"<(?:\w+:)?rPr[\s/>]")
_STRUCK = re.compile(rb"<(?:\w+:)?strike(?:\s*/?>|\s+val\s*=\s*[\"'](?:1|true)[\"'])")
_RAISED = re.compile(rb"<(?:\w+:)?vertAlign\s+val\s*=\s*[\"']s")
# "km²" is a unit; "đ" may be raised behind a sum of money, and letters never change a figure.
_UNIT_OF_SPACE = re.compile(r"(?:^|[^\W_]*[\d\s])[kcd]?m$")
_NOTE_MARK = re.compile(r"\s*[(\[]?\d{1,2}[)\]]?\s*")
_WORDS = re.compile(r"\s*(?:\d{1,3}[.)]\s*)?[^\W\d_]{2}")
_QUOTED = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)


class Run(NamedTuple):
    """A part of a text: whether it is crossed out (None: as the cell is), and whether it is raised or lowered."""

    text: str
    struck: bool | None
    raised: bool


class Marks(NamedTuple):
    """What the parts of a text say: whether all of it is crossed out; the text with what is crossed out or raised named
    as such, "" where neither matters; whether any of it is crossed out; of words with a raised mark behind them the
    words, "" of another text."""

    wholly_struck: bool
    quoted: str
    partly_struck: bool
    words: str = ""


def runs_of_strings(strings: bytes | bytearray) -> dict[bytes, list[Run]]:
    """The runs of each shared text (`xl/sharedStrings.xml`) that has any, by its number as cells write it."""
    found = {}
    for number, text in enumerate(_TEXT.finditer(strings)):
        if text[1] and (runs := runs_of(text[1])):
            found[str(number).encode()] = runs
    return found


def runs_of(text: bytes) -> list[Run]:
    """The runs of one text of an .xlsx, shared or within its cell."""
    return [
        Run(
            html.unescape("".join(part.decode("utf-8", "replace") for part in _LETTERS.findall(run))),
            bool(_STRUCK.search(run)) if _OWN_LOOK.search(run) else None,
            bool(_RAISED.search(run)),
        )
        for run in _RUN.findall(text)
    ]


def marks_of(runs: Sequence[Run], crossed_out: bool) -> Marks:
    """What the runs of a text say of it, in a cell that is crossed out or not."""
    parts = [(run.text, crossed_out if run.struck is None else run.struck, run.raised) for run in runs]
    struck = {is_struck for text, is_struck, _ in parts if text.strip()}
    is_marked = struck == {True, False} or _has_raised_figure(parts)
    words = "" if True in struck or not is_marked else _without_mark(parts)
    return Marks(struck == {True}, quote(parts) if is_marked else "", True in struck, words)


def note_marks(flags: SheetFlags, place: tuple[int, int], marks: Marks) -> None:
    """Fill in what the parts of a cell's text say; they decide what is crossed out, and not the cell's style."""
    style = flags.styles.get(place, CellStyle())
    if style.crossed_out != marks.wholly_struck:
        flags.styles[place] = style._replace(crossed_out=marks.wholly_struck)
    if marks.quoted:
        flags.marked[place] = marks.quoted, marks.partly_struck, marks.words


def is_struck(flags: SheetFlags, place: tuple[int, int]) -> bool:
    """Whether a cell is crossed out by its style."""
    return place in flags.styles and flags.styles[place].crossed_out


def _has_raised_figure(parts: Sequence[tuple[str, bool, bool]]) -> bool:
    before = ""
    for text, _, raised in parts:
        if raised and any(map(str.isdigit, text)) and not _UNIT_OF_SPACE.search(before):
            return True
        before += text
    return False


def _without_mark(parts: Sequence[tuple[str, bool, bool]]) -> str:
    """ "NĂM 2021" of the same with a raised 1 behind it: in words that is a note's mark, and in a number it is asked
    about."""
    *before, (mark, _, raised) = [part for part in parts if part[0].strip()]
    words = "".join(text for text, _, _ in before)
    only_mark = raised and _NOTE_MARK.fullmatch(mark) and not any(part[2] for part in before)
    return words if only_mark and _WORDS.match(words) else ""


def quote(parts: Sequence[tuple[str, bool, bool]]) -> str:
    """ "[gạch bỏ: 12]15 hồ sơ" for (text, whether crossed out, whether raised) of each part."""
    return "".join(_quoted(text, struck, raised) for text, struck, raised in _joined(parts))


def _joined(parts: Sequence[tuple[str, bool, bool]]) -> Iterator[tuple[str, bool, bool]]:
    """Parts that look alike are one: a text is often cut where nothing can be seen."""
    text, look = "", (False, False)
    for more, *other in parts:
        if (other[0], other[1]) != look and text:
            yield text, *look
            text = ""
        text, look = text + more, (other[0], other[1])
    yield text, *look


def _quoted(text: str, struck: bool, raised: bool) -> str:
    words = _QUOTED.fullmatch(text)
    assert words is not None
    if not words[2] or not (struck or raised):
        return text
    return f"{words[1]}[{'gạch bỏ' if struck else 'chỉ số'}: {words[2]}]{words[3]}"


def has_runs_in_cells(xml: bytes | bytearray) -> bool:
    """Whether some cell of a sheet may hold a text with runs of its own. Nearly every writer lists texts elsewhere, and
    without them there is hardly a capital P among the cells."""
    first, last = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    return xml.find(b"P", max(first, 0), last) >= 0 and b"rPr" in xml


def note_texts(
    cells: Iterator[tuple[int, int, bytes, bytes]], flags: SheetFlags, texts: Mapping[bytes, Sequence[Run]]
) -> None:
    """Fill in what the texts with runs look like among (row, column, type, content) of each cell of a sheet; `texts`
    are the shared ones. Each of these is looked at once, however many cells show it."""
    seen: dict[tuple[bytes, bool], Marks] = {}
    for row, column, kind, content in cells:
        place = row, column
        if kind == b"s":
            number = content.partition(b"<v>")[2].partition(b"<")[0].strip()
            if number in texts:
                key = number, is_struck(flags, place)
                if key not in seen:
                    seen[key] = marks_of(texts[number], key[1])
                note_marks(flags, place, seen[key])
        elif kind == b"inlineStr" and (runs := runs_of(content)):
            note_marks(flags, place, marks_of(runs, is_struck(flags, place)))
