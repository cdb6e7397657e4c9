"""XML documents of reports, which hold nothing that XML cannot."""

from __future__ import annotations

import re
from xml.etree import ElementTree

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write, not even as a reference."""


def document(root: ElementTree.Element) -> str:
    """An element as a document, with other characters in the place of those that XML forbids."""
    for element in root.iter():
        for key, value in element.attrib.items():
            element.set(key, _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", value))
        if element.text is not None:
            element.text = _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", element.text)
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'
