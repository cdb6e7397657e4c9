"""The JSON Schema of settings files: made from `Options`, and packaged for editors.

`python -m kerascop.config.schema` writes `kerascop.schema.json` anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kerascop.config.options import DESCRIPTIONS, Options, keys

SCHEMA_FILE = Path(__file__).with_name("kerascop.schema.json")


def schema() -> dict[str, Any]:
    """The schema of `kerascop.toml`, and of the table `[tool.kerascop]`."""
    import msgspec

    from kerascop.reporting import FORMATS

    (described,) = msgspec.json.schema_components([Options], ref_template="#/$defs/{name}")[
        1
    ].values()
    properties = {
        key: {"description": DESCRIPTIONS[key], **_said(described["properties"][attribute])}
        for key, attribute in keys().items()
    }
    properties["output-format"]["enum"] = sorted(FORMATS)
    properties["docs-url"]["pattern"] = "^https?://"
    properties["target-keras"]["pattern"] = r"^[123](\.\d{1,2}){0,2}$"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kerascop",
        "description": "Settings of kerascop: `kerascop.toml`, or `[tool.kerascop]` in "
        "`pyproject.toml`.",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def text() -> str:
    """The schema as the packaged file has it."""
    return json.dumps(schema(), indent=2) + "\n"


def _said(described: dict[str, Any]) -> dict[str, Any]:
    """What msgspec says of a key, without the `null` that stands for silence."""
    kinds = [kind for kind in described["anyOf"] if kind != {"type": "null"}]
    return dict(kinds[0]) if len(kinds) == 1 else {"type": [kind["type"] for kind in kinds]}


if __name__ == "__main__":
    SCHEMA_FILE.write_text(text(), "utf-8")
