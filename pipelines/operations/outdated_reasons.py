"""Appraisals that say they agree with points which are others by now: the number stands, its reason no longer does."""

from collections.abc import Mapping

from pipelines.operations.appraisal_judge import AGREED
from pipelines.operations.round_points import Points
from pipelines.reports.wording import decimal_text
from pipelines.scoring.round_point import SETTLED
from pipelines.store.ledger import Link
from schemas.campaigns.rounds import ROUND_VI
from schemas.units.units import Roster

_MOST_SHOWN = 5


def outdated_reasons(roster: Roster, points: Mapping[str, Points]) -> list[str]:
    """One Vietnamese line for each round that agrees with points that have changed since, the first rows by name.

    Publication goes on: the appraised points are what somebody decided, and the round may be locked by now.
    """
    lines = []
    for name, given in points.items():
        for base, before in points.items():
            reason = f"{AGREED} {ROUND_VI[base]}"
            changed = [
                f"{roster.units[unit].name} {code} ({decimal_text(point.points)}, nay {decimal_text(now.points)})"
                for (unit, code), point in given.items()
                if isinstance(point.source, Link)
                and point.source.entry.reason == reason
                and (now := before.get((unit, code))) is not None
                and now.state in SETTLED
                and point.points is not None
                and now.points is not None
                and now.points != point.points
            ]
            if changed:
                more = len(changed) - _MOST_SHOWN
                shown = "; ".join(changed[:_MOST_SHOWN]) + (f" và {more} dòng nữa" if more > 0 else "")
                lines.append(
                    f"{len(changed)} điểm {ROUND_VI[name]} ghi “{reason}” mà điểm {ROUND_VI[base]} đã khác: {shown}. "
                    "Hãy thẩm định lại các dòng này nếu vòng còn mở."
                )
    return lines
