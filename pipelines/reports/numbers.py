"""Number formats that print a decimal comma and a dot for thousands on any PC, while the cells stay
numbers.

Excel draws `0.00` and `#,##0` with the separators of the PC's regional settings, and a locale tag
(`[$-42A]`) changes the language of dates there, not the separators of numbers; LibreOffice does follow
the tag. An office PC set to English would so print "3.75" in an annex. What both draw alike on any PC:

- a literal, tied to its value: `[=3.75]"3,75";[$-42A]0.00`. The cell holds 3.75 and prints 3,75; when
  someone types another number the condition fails and the ordinary format shows that number, so a format
  can never tell a lie. One format is needed for each value; Excel holds about 200 formats of one's own,
  hence the limit below.
- a dot between groups of digits: `[>=1000000]#"."000"."000;[>=1000]#"."000;0`.
- percents kept in points (97.9 stands for 97,9 %): the sign % multiplies by 100, so `0","00%` draws 97.9
  as 97,90%.
"""

from decimal import Decimal

from pipelines.reports.wording import decimal_text

LIMIT = 150


class NumberFormats:
    """Picks the format code of a value; counts the codes that it has given out for one workbook."""

    def __init__(self) -> None:
        self._literals: dict[tuple[Decimal, int], str] = {}

    def decimal(self, value: Decimal, places: int) -> str:
        """The code that prints `value` with `places` decimals and a comma; past LIMIT values, the PC's
        own separator.
        """
        if places == 0:
            return whole(value)
        plain = f"[$-42A]#,##0.{'0' * places}"
        key = (value, places)
        code = self._literals.get(key)
        if code is None:
            if len(self._literals) >= LIMIT:
                return plain
            code = f'[={value.normalize():f}]"{decimal_text(value, places)}";{plain}'
            self._literals[key] = code
        return code


PERCENT = '0","00%'
_WHOLE = '[>=1000000]#"."000"."000;[>=1000]#"."000;0'
_WHOLE_LARGE = '[>=1000000000]#"."000"."000"."000;[>=1000000]#"."000"."000;0'
_WHOLE_HUGE = '[>=1000000000000]#"."000"."000"."000"."000;[>=1000000000]#"."000"."000"."000;0'


def whole(value: Decimal) -> str:
    """The code that prints a whole number with dots for thousands; a negative one of four digits or more
    has none.
    """
    if value < 1_000_000_000:
        return _WHOLE
    return _WHOLE_LARGE if value < 1_000_000_000_000 else _WHOLE_HUGE
