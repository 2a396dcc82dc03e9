"""Numbers in Vietnamese words, as people repeat them in brackets: "05 (năm) người"."""

_UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_VOCABULARY = frozenset(
    (*_UNITS, "mười", "mươi", "mốt", "tư", "lăm", "nhăm", "bẩy", "trăm", "linh", "lẻ", "nghìn", "ngàn")
)


def spellings_of(number: int) -> frozenset[str]:
    """The ways to say 0 to 99 in words, lower case; empty beyond, where nobody repeats a number in words."""
    if not 0 <= number <= 99:
        return frozenset()
    tens, unit = divmod(number, 10)
    if tens == 0:
        ends = {_UNITS[unit]}
        if unit == 4:
            ends.add("tư")
    else:
        ends = {"" if unit == 0 else _UNITS[unit]}
        if unit == 5:
            ends = {"lăm", "nhăm"}
        if unit == 1 and tens > 1:
            ends = {"mốt"}
        if unit == 4 and tens > 1:
            ends.add("tư")
    if unit == 7:
        ends.add("bẩy")
    if tens == 0:
        return frozenset(ends)
    words = {"bảy", "bẩy"} if tens == 7 else {_UNITS[tens]}
    heads = {"mười"} if tens == 1 else {f"{word} mươi" for word in words}
    return frozenset(f"{head} {end}".strip() for head in heads for end in ends)


def is_number_words(text: str) -> bool:
    """Whether every word of a lower-case text is a number ("năm" is one, though it also means year)."""
    return all(word in _VOCABULARY for word in text.split())
