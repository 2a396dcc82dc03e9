"""The styles of an .ods: which cells are crossed out or white on white, which parts of texts crossed out or raised."""

from typing import NamedTuple

from pipelines.intake.gate.report import CellStyle

_STRUCK = ("style:text-line-through-style", "style:text-line-through-type")
_PLAIN = CellStyle()
_LONGEST_DESCENT = 16


class _Style(NamedTuple):
    """What a style says itself; None where that is left to its parent."""

    parent: str = ""
    struck: bool | None = None
    raised: bool | None = None
    white: bool | None = None
    ground: bool | None = None
    conditional: bool = False


class OdsStyles:
    """The styles met so far, by name. `marks_texts`: some of them cross out, raise or do neither to parts of texts."""

    def __init__(self) -> None:
        self.marks_texts = False
        self._styles: dict[str, _Style] = {}
        self._name = ""
        self._of_texts = False
        self._looks: dict[str, CellStyle] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Takes in the start of an element of styles."""
        if tag == "style:style":
            self._name = attributes.get("style:name", "")
            self._of_texts = attributes.get("style:family") in ("text", "paragraph")
            self._styles[self._name] = _Style(attributes.get("style:parent-style-name", ""))
        elif tag == "style:text-properties":
            drawn = [attributes[name] != "none" for name in _STRUCK if name in attributes]
            position, colour = attributes.get("style:text-position"), attributes.get("fo:color")
            automatic = attributes.get("style:use-window-font-color") == "true"
            struck = all(drawn) if drawn else None
            raised = position is not None and position.split(" ")[0] not in ("0%", "")
            white = False if automatic else colour.lower() == "#ffffff" if colour else None
            self._add(_Style("", struck, raised if position else None, white))
            self.marks_texts |= self._of_texts and (struck is not None or raised)
        elif tag == "style:table-cell-properties":
            ground = attributes.get("fo:background-color")
            self._add(_Style(ground=ground.lower() not in ("transparent", "#ffffff") if ground else None))
        elif tag == "style:map":
            self._add(_Style(conditional=True))

    def _add(self, said: _Style) -> None:
        if self._name:
            self._styles[self._name] = _over(self._styles[self._name], said)

    def end(self, tag: str) -> None:
        """Takes in the end of an element: the properties of default styles that follow are no style's own."""
        if tag == "style:style":
            self._name = ""

    def look(self, name: str) -> CellStyle | None:
        """What cells of a style look like where that is special."""
        if name not in self._looks:
            whole = self._inherited(name)
            white = bool(whole.white) and not whole.ground and not whole.conditional
            self._looks[name] = CellStyle(crossed_out=bool(whole.struck), white=white)
        look = self._looks[name]
        return None if look == _PLAIN else look

    def run(self, name: str) -> tuple[bool | None, bool]:
        """Whether a part of a text in this style is crossed out (None: as what it stands in is), and raised."""
        whole = self._inherited(name)
        return whole.struck, bool(whole.raised)

    def _inherited(self, name: str) -> _Style:
        whole = self._styles.get(name, _Style())
        for _ in range(_LONGEST_DESCENT):
            parent = self._styles.get(whole.parent)
            if parent is None:
                break
            whole = _over(whole, parent)._replace(parent=parent.parent)
        return whole


def _over(own: _Style, other: _Style) -> _Style:
    """What a style says, and the other where it says nothing."""
    return _Style(
        own.parent,
        other.struck if own.struck is None else own.struck,
        other.raised if own.raised is None else own.raised,
        other.white if own.white is None else own.white,
        other.ground if own.ground is None else own.ground,
        own.conditional or other.conditional,
    )
