"""The documentation of a rule, parsed from the docstring that is its only source."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass

HEADINGS = (
    "What it does",
    "Why is this bad",
    "Example",
    "Use instead",
    "When not to flag",
    "References",
)
"""The sections that every rule has, in this order."""

_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_CODE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class DocumentationError(ValueError):
    """A docstring that does not keep to the headings."""


@dataclass(frozen=True)
class Documentation:
    """What a rule says of itself.

    Attributes:
        title: one sentence that says what is wrong.
        text: the whole docstring as Markdown.
        sections: the Markdown below each heading.
        example: code that produces the rule's code once, at the line marked with it.
        use_instead: code that produces nothing.
    """

    title: str
    text: str
    sections: dict[str, str]
    example: str
    use_instead: str


def parse_documentation(docstring: str) -> Documentation:
    """The parts of a rule's docstring.

    Raises:
        DocumentationError: the title, a heading or a code block is missing.
    """
    text = inspect.cleandoc(docstring)
    title, *rest = _HEADING.split(text)
    sections = {
        heading.strip(): body.strip() for heading, body in zip(rest[::2], rest[1::2], strict=True)
    }
    title = " ".join(title.split())
    if not title:
        raise DocumentationError("the docstring does not begin with a sentence")
    if tuple(sections) != HEADINGS:
        missing = [heading for heading in HEADINGS if heading not in sections]
        problem = f"lacks {', '.join(missing)}" if missing else "has others, or another order"
        wanted = ", ".join(f"## {heading}" for heading in HEADINGS)
        raise DocumentationError(f"the docstring's headings must be {wanted}: it {problem}")
    empty = [heading for heading, body in sections.items() if not body]
    if empty:
        raise DocumentationError(f"nothing stands under ## {empty[0]}")
    return Documentation(
        title, text, sections, _code(sections, "Example"), _code(sections, "Use instead")
    )


def _code(sections: dict[str, str], heading: str) -> str:
    blocks = _CODE.findall(sections[heading])
    if len(blocks) != 1:
        raise DocumentationError(f"## {heading} needs one ```python block, it has {len(blocks)}")
    return str(blocks[0])
