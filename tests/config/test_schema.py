"""The packaged JSON Schema: up to date, and of one mind with the settings themselves."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from kerascop.config.files import options_of
from kerascop.config.options import DESCRIPTIONS, keys
from kerascop.config.schema import SCHEMA_FILE, text
from kerascop.misuse import UsageError

SCHEMA = json.loads(SCHEMA_FILE.read_text("utf-8"))


def test_the_packaged_schema_is_the_one_that_the_options_make() -> None:
    assert SCHEMA_FILE.read_text("utf-8") == text()


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_key_is_described() -> None:
    assert DESCRIPTIONS.keys() == keys().keys() == SCHEMA["properties"].keys()


@pytest.mark.parametrize(
    ("table", "sound"),
    [
        ({}, True),
        ({"select": ["KC3"], "extend-exclude": ["old"], "respect-gitignore": False}, True),
        ({"severity": {"KC3": "info"}, "per-file-ignores": {"a.py": ["ALL"]}}, True),
        ({"target-keras": "2.11"}, True),
        ({"target-keras": 3}, True),
        ({"target-keras": "newest"}, False),
        ({"target-keras": 2.11}, False),
        ({"selct": ["KC3"]}, False),
        ({"select": "KC3"}, False),
        ({"severity": {"KC3": "grave"}}, False),
        ({"per-file-ignores": {"a.py": "ALL"}}, False),
        ({"respect-gitignore": "no"}, False),
        ({"output-format": "poem"}, False),
    ],
)
def test_schema_and_settings_agree(table: dict[str, Any], sound: bool) -> None:
    assert jsonschema.Draft202012Validator(SCHEMA).is_valid(table) is sound
    if sound:
        options_of(table, "here")
    else:
        with pytest.raises(UsageError, match="here: "):
            options_of(table, "here")
