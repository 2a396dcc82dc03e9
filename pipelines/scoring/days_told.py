"""Between which days a criterion about lateness can tell points."""

import datetime

from schemas.criteria.criterion import Criterion
from schemas.day_bounds import load_day_bounds
from schemas.period import Period


def days_told(criterion: Criterion, due: datetime.date, year: int) -> Period:
    """The days by which a unit is in time or late: those of the year that is scored, with those before it in which its
    papers are signed, and what the decision says beyond it, by a deadline in another year or by bands that run on into
    the next. A day of another time is a slip, or tells of another year: neither earns the points nor loses them.
    """
    first, last = sorted((year, due.year))
    scored = Period(datetime.date(first, 1, 1), datetime.date(last, 12, 31))
    [indicator] = criterion.indicators
    counted = due + datetime.timedelta(days=max(0, int(criterion.bands[-1].start) - 1))
    return Period(load_day_bounds().of_year(indicator, scored).first, max(scored.last, counted))
