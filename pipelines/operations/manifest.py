"""manifest.json: what a publication was made from and what it consists of."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.operations.fingerprint import file_digest
from pipelines.patience import replace_patiently

MANIFEST = "manifest.json"


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest, or {} where there is none that can be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    parts = ("made_from", "inputs", "outputs")
    if not isinstance(found, dict) or any(not isinstance(found.get(part, {}), dict) for part in parts):
        return {}
    return found


def outputs_intact(manifest: Mapping[str, Any], folder: Path) -> bool:
    """Whether a manifest lists outputs and each still lies below its folder with its content."""
    outputs: Mapping[str, Any] = manifest.get("outputs") or {}
    return outputs != {} and all(file_digest(folder / name) == one["sha256"] for name, one in outputs.items())


def inputs_read(manifest: Mapping[str, Any], declarations: str) -> set[str]:
    """The hashes of the files that were read for a publication, under the same declarations."""
    if manifest.get("made_from", {}).get("declarations") != declarations:
        return set()
    return {one["sha256"] for one in manifest["inputs"].values()}


def content_digest(content: object, code: str) -> str:
    """A fingerprint of what a workbook is made from. `content` is a frozen dataclass of plain values."""
    return hashlib.sha256(f"{code}\0{content!r}".encode()).hexdigest()


def write_manifest(path: Path, manifest: dict[str, Any]) -> None:
    """Write it whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name("~moi-" + path.name)
    # A line for each value, as a person would search it; indented it would take five times as long.
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",\n", ": "))
    fresh.write_text(text + "\n", encoding="utf-8", newline="\n")
    replace_patiently(fresh, path)
