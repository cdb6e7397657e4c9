"""The settings of a file as `--show-settings` prints them: as they would stand in a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from kerascop.config.settings import Settings
from kerascop.keras_api.version import Target
from kerascop.linting.rule import Rule


def shown(
    path: Path,
    settings: Settings,
    target: Target,
    rules: Sequence[Rule],
    rules_dir: Path | None = None,
) -> str:
    """What holds for a file, as TOML with remarks on where it comes from."""
    return "\n".join(_lines(path, settings, target, rules, rules_dir)) + "\n"


def _lines(
    path: Path,
    settings: Settings,
    target: Target,
    rules: Sequence[Rule],
    rules_dir: Path | None,
) -> Iterator[str]:
    source = "no settings file" if settings.source is None else str(settings.source)
    yield f"# {path}: {source}"
    stated = target.stated or "nothing says so: the newest"
    also = f"TensorFlow {target.tensorflow}, tf.keras {target.tf_keras}"
    yield f'target-keras = "{target.keras}"  # {also} ({stated})'
    yield "select = ["
    for rule in settings.rules_for(path, rules):
        yield f"    {_text(rule.code)},  # {rule.name}"
    yield "]"
    yield "exclude = ["
    for patterns in settings.exclusion.patterns:
        for pattern in patterns.patterns:
            yield f"    {_text(pattern)},"
    yield "]"
    yield f"respect-gitignore = {_text(settings.exclusion.respect_gitignore)}"
    if settings.output_format is not None:
        yield f"output-format = {_text(settings.output_format)}"
    if settings.docs_url is not None:
        yield f"docs-url = {_text(settings.docs_url)}"
    if settings.cache_dir is not None:
        yield f"cache-dir = {_text(str(settings.cache_dir))}"
    if rules_dir is not None:
        yield f"rules-dir = {_text(str(rules_dir))}"
    if settings.severities:
        yield "\n[severity]"
        for word, severity in dict(settings.severities).items():
            yield f"{_text(word)} = {_text(severity.value)}"
    if settings.per_file_ignores:
        yield "\n[per-file-ignores]"
        for ignores in settings.per_file_ignores:
            (pattern,) = ignores.patterns.patterns
            yield f"{_text('!' * ignores.others + pattern)} = {_text(list(ignores.words))}"


def _text(value: object) -> str:
    """A value as TOML writes it, which for these kinds is as JSON does."""
    return json.dumps(value, ensure_ascii=False)
