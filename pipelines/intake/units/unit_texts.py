"""Units as messages name them."""

from collections.abc import Sequence

from pipelines.intake.units.match import UnitMatcher


def candidates_text(codes: Sequence[str], matcher: UnitMatcher) -> str:
    """ " (có phải: Xã A, huyện B; Xã C, huyện D?)", or "" without candidates."""
    return f" (có phải: {full_names(codes, matcher)}?)" if codes else ""


def full_names(codes: Sequence[str], matcher: UnitMatcher) -> str:
    """ "Xã A, huyện B; Xã C, huyện D"."""
    return "; ".join(matcher.roster.full_name(code) for code in codes)
