"""The levels (cấp) on which units stand, and what people call them."""

from typing import Literal

Level = Literal["province", "district", "commune", "office"]
LEVEL_VI: dict[str, str] = {
    "province": "cấp tỉnh",
    "district": "cấp huyện",
    "commune": "cấp xã",
    "office": "cơ quan",
}
