"""Tags of XML that is searched as bytes and not parsed."""

import re

_ATTRIBUTE = re.compile(rb"([\w:]{1,64})\s{0,8}=\s{0,8}(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(\w+));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


def attributes(tag: bytes | bytearray) -> dict[str, str]:
    """The attributes of an XML tag, references resolved; the last of two equal ones wins."""
    pairs = {}
    for name, double, single in _ATTRIBUTE.findall(tag):
        value = (double or single).decode("utf-8", "replace")
        pairs[name.decode()] = _REFERENCE.sub(_resolve, value) if "&" in value else value
    return pairs


def _resolve(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED.get(match[3], match[0])
    number = int(match[1], 16) if match[1] else int(match[2])
    return chr(number) if number <= 0x10FFFF else match[0]


def between(xml: bytes, tag: bytes) -> bytes:
    """What stands between a tag, with or without a prefix, and its end."""
    opened = re.search(rb"<(?:\w+:)?" + tag + rb"[\s>]", xml)
    return xml[opened.end() :].partition(tag + b">")[0] if opened else b""
