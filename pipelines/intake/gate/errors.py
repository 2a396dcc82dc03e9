"""The errors that cells of an .xlsx may hold. Excel has more of them every few years, and the parser gives up a whole
file for one that it does not know: it is given #N/A instead, and what stood there is told from the file."""

import re
from collections.abc import Iterable

_KNOWN = frozenset(("", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
# No cell holds another: the search stops at the next tag of its kind.
_ERROR_CELL = re.compile(
    rb"(<(?:\w+:)?c\s(?:[^<>]*\s)?t\s*=\s*[\"']e[\"'][^<>]*>"
    rb"[^<]*(?:<(?!/?(?:\w+:)?[cv][\s/>])[^<]*)*<(?:\w+:)?v(?:\s[^<>]*)?>)([^<]*)(?=<)"
)


def has_unknown(errors: Iterable[str]) -> bool:
    """Whether the parser does not know one of the errors of a sheet."""
    return not _KNOWN.issuperset(errors)


def with_known_errors(xml: bytes | bytearray) -> bytes:
    """A worksheet in which every error is one that the parser knows."""
    return _ERROR_CELL.sub(_known, xml)


def _known(found: re.Match[bytes]) -> bytes:
    return found[0] if found[2].decode("utf-8", "replace") in _KNOWN else found[1] + b"#N/A"
