"""Numbers as Vietnamese text has them. What an annex prints, with dots for thousands, is made in reports."""

from decimal import Decimal


def with_comma(number: Decimal | int, places: int | None = None) -> str:
    """A decimal comma and nothing between thousands: Decimal("1234.50") is "1234,50".

    Without `places` as many decimals as the number is written with; never with an exponent.
    """
    return f"{number:f}".replace(".", ",") if places is None else f"{number:.{places}f}".replace(".", ",")
