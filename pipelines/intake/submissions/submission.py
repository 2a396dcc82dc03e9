"""What one table says of itself, held against the campaign: its form, its period and the letter it came with."""

from collections.abc import Collection, Sequence

from pipelines.intake.address import a1
from pipelines.intake.letters.periods import find_bare_year, leaves_open
from pipelines.intake.letters.references import Reference
from pipelines.intake.letters.spans import Fit, Span, fit
from pipelines.intake.rows.figure_days import FigureDays
from pipelines.intake.senders.title_zone import Heading
from pipelines.intake.submissions.file_reading import Submission
from pipelines.intake.submissions.parts import Part
from schemas.findings import Finding
from schemas.period import period_text, read_period
from schemas.spelling import tidy
from schemas.units.units import Unit

# A number further off is more likely a count than the year of a report.
_YEARS_NEAR = 5


def make_submission(
    part: Part,
    headings: Sequence[tuple[str, Heading]],
    sender: Unit | None,
    days: FigureDays,
    owes: Collection[tuple[str, str]],
) -> tuple[Submission, list[Finding]]:
    """The submission of a table, and what is to be said about it.

    `headings` has one (sheet, heading) per table of the file: what a table does not say, others may. `owes` holds the
    (form, level) pairs that are due in a campaign; `days` knows its period.
    """
    layout, sheet = part.zones.table.layout, part.grid.name
    period, findings = _period(part, headings, days.period)
    reference, more = _reference(part, headings)
    findings += more
    if period == days.period:
        findings += _letter_of_another_time(part, days)
    if sender and owes and (layout.form, sender.level) not in owes:
        findings.append(Finding("form_not_due", sheet, "", "", layout.name))
    symbol, date = (reference.symbol, reference.date) if reference else ("", "")
    code = sender.code if sender else None
    return (
        Submission(layout.form, layout.valid_from, sheet, code, period, symbol, date, "read"),
        findings,
    )


def _period(
    part: Part, headings: Sequence[tuple[str, Heading]], own_period: str
) -> tuple[str, list[Finding]]:
    sheet = part.grid.name
    planned = [
        Finding("figures_planned", sheet, *line, period_text(own_period)) for line in part.heading.planned[:1]
    ]
    said = [(sheet, *found) for found in part.heading.periods or _bare_years(part, own_period)]
    said = said or [(other, *found) for other, heading in headings for found in heading.periods]
    # "Kỳ báo cáo: …" says it outright; a title's year comes second.
    stated = min(said, key=lambda found: "kỳ" not in found[2].lower(), default=None)
    if stated and stated[3] != own_period and not leaves_open(stated[3], own_period):
        return stated[3], [Finding("period_differs", *stated[:3], period_text(own_period))]
    spans = [(sheet, *found) for found in part.heading.spans]
    if stated and stated[3] == own_period:
        # Beside the year, only days that lie elsewhere say something else.
        against = [found for found in spans if found[3].dated and _fit(found[3], own_period) == "other"]
        return own_period, planned + [_unsure(found, own_period) for found in against[:1]]
    spans = spans or [(other, *found) for other, heading in headings for found in heading.spans]
    if any(_fit(span, own_period) == "same" for *_, span in spans):
        return own_period, planned
    for found in spans:
        span = found[3]
        if span.plain and _fit(span, own_period) == "other":
            return f"{span.first}/{span.last}", [
                Finding("period_differs", *found[:3], period_text(own_period))
            ]
    if spans or planned:
        return own_period, planned or [_unsure(spans[0], own_period)]
    return own_period, [Finding("period_missing", sheet, "", "", period_text(own_period))]


def _fit(span: Span, own_period: str) -> Fit:
    period = read_period(own_period)
    return fit(span, period) if period else "same"


def _unsure(found: tuple[str, str, str, Span], own_period: str) -> Finding:
    return Finding("period_unsure", *found[:3], period_text(own_period))


def _bare_years(part: Part, own_period: str) -> list[tuple[str, str, str]]:
    """(cell, text, year) of title lines that end in a year alone, not far from the campaign's; the campaign's own year
    says nothing of a part of it."""
    return [
        (a1(row, column), tidy(line), year)
        for row, column, text in part.zones.titles
        for line in text.splitlines()
        if (year := find_bare_year(line))
        and abs(int(year) - int(own_period[:4])) <= _YEARS_NEAR
        and (year == own_period or year != own_period[:4])
    ]


def _reference(part: Part, headings: Sequence[tuple[str, Heading]]) -> tuple[Reference | None, list[Finding]]:
    findings = []
    own = [found for found in part.heading.references if not found[2].is_issuance]
    for cell, text, named in own:
        if not named.has_number:
            findings.append(Finding("doc_number_missing", part.grid.name, cell, text))
        if not named.has_day:
            findings.append(Finding("doc_day_missing", part.grid.name, cell, text))
    references = own or [
        found for _, heading in headings for found in heading.references if not found[2].is_issuance
    ]
    return (references[0][2] if references else None), findings


def _letter_of_another_time(part: Part, days: FigureDays) -> list[Finding]:
    """A finding for each report that was signed before the period began, or long after it: its figures may be those of
    another year."""
    return [
        Finding("doc_day_unlikely", part.grid.name, cell, text, period_text(days.period))
        for cell, text, named in part.heading.references
        if named.is_report and not named.is_issuance and named.date and not days.may_be_signed(named.date)
    ]
