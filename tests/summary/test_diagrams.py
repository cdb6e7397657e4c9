"""`--output-format mermaid`, `dot` and `svg`: each is what its readers understand."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kerascop.summary import dot, mermaid, svg
from tests.summary.samples import DEEP, DIGITS, PARTLY, TOWERS, shown

SVG = "{http://www.w3.org/2000/svg}"
NODE = re.compile(r'    ?  ?(m\d+_\d+)\["([^"\[\]{}|<>]|<br/>)*"\]:::\w+')
EDGE = re.compile(r"    m\d+_\d+ --> m\d+_\d+")
OTHER = re.compile(
    r'  subgraph m\d+\["[^"]*"\]|    subgraph m\d+_r\d+\["[^"]*"\]|  ?  ?end'
    r"|    (?:  )?direction TB"
    r"|    class m\d+_\d+ found|  classDef \w+ stroke:#[0-9a-f]{6},stroke-width:\dpx"
)
HOSTILE = DIGITS.replace('"digits"', "'a\"b<c>&]}|`#;\\\\ \N{GREEK SMALL LETTER PI}'")


@pytest.mark.parametrize("text", [DIGITS, TOWERS, PARTLY, DEEP, HOSTILE])
def test_mermaid_is_well_formed(text: str, tmp_path: Path) -> None:
    first, *lines = mermaid.render(shown(tmp_path, text)).splitlines()
    assert first == "flowchart TB"
    for line in lines:
        assert any(pattern.fullmatch(line) for pattern in (NODE, EDGE, OTHER)), line
    opened = sum(line.lstrip().startswith("subgraph") for line in lines)
    assert opened == sum(line.strip() == "end" for line in lines)


def test_mermaid_shows_layers_arrows_and_findings(tmp_path: Path) -> None:
    page = mermaid.render(shown(tmp_path, DIGITS, "build"))
    assert len(NODE.findall(page)) == 11, "ten layers and what goes into them"
    assert page.count(" --> ") == 10
    (name,) = re.findall(r"(m0_\d+)\[.*dense_1.*KC204", page)
    assert f"class {name} found" in page


def test_an_operation_between_layers_is_a_node_of_its_own(tmp_path: Path) -> None:
    page = mermaid.render(shown(tmp_path, TOWERS, "towers"))
    (addition,) = re.findall(r"(m0_\d+)\[\"add<br/>\(None, 64, 64, 32\)\"\]", page)
    (mixed,) = re.findall(r"(m0_\d+)\[\"Conv2D · mixed", page)
    (pooled,) = re.findall(r"(m0_\d+)\[\"GlobalAveragePooling2D", page)
    assert f"{mixed} --> {addition}" in page
    assert f"{addition} --> {pooled}" in page
    assert f"{mixed} --> {pooled}" not in page


@pytest.mark.skipif(shutil.which("dot") is None, reason="Debian's graphviz is not installed")
@pytest.mark.parametrize("text", [DIGITS, TOWERS, PARTLY, DEEP, HOSTILE])
def test_graphviz_draws_every_box_and_arrow(text: str, tmp_path: Path) -> None:
    source = dot.render(shown(tmp_path, text))
    done = subprocess.run(
        ["dot", "-Tsvg"], input=source, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    drawn = [node.get("class") for node in ElementTree.fromstring(done.stdout).iter(f"{SVG}g")]
    assert drawn.count("node") == len(re.findall(r"^ +m0_\d+ \[", source, re.MULTILINE)) > 0
    assert drawn.count("edge") == source.count(" -> ") > 0


def test_dot_escapes_what_graphviz_reads_as_its_own(tmp_path: Path) -> None:
    page = dot.render(shown(tmp_path, HOSTILE))
    assert 'label="a\\"b<c>&]}|`#;\\\\ π";' in page


@pytest.mark.parametrize("text", [DIGITS, TOWERS, PARTLY, DEEP, HOSTILE])
def test_svg_is_xml_with_a_box_for_everything(text: str, tmp_path: Path) -> None:
    overview = shown(tmp_path, text)
    root = ElementTree.fromstring(svg.render(overview, fold=False))
    boxes = [each for each in root.iter(f"{SVG}g") if "kc-box" in (each.get("class") or "").split()]
    layers = [int(box.get("data-layers") or -1) for box in boxes]
    assert [layer for layer in sorted(layers) if layer >= 0] == list(
        range(len(overview.models[0].layers))
    )


def test_the_picture_stands_alone(tmp_path: Path) -> None:
    page = svg.render(shown(tmp_path, TOWERS))
    assert "var(" not in page
    assert re.findall(r"(?:href|src|url)\s*[=(]", page) == []


def test_a_long_model_shows_equal_blocks_once(tmp_path: Path) -> None:
    overview = shown(tmp_path, DEEP, "deep")
    assert len(overview.models[0].layers) == 305
    folded, whole = svg.render(overview), svg.render(overview, fold=False)
    assert folded.count('class="kc-body"') < 20
    assert "43 × 7 layers" in folded
    assert whole.count('class="kc-body"') == 305
    for page in (mermaid.render(overview), dot.render(overview)):
        assert page.count("Conv2D · ") == 3
        assert "43 × 7 layers" in page


def test_layers_of_which_something_is_not_known_look_it(tmp_path: Path) -> None:
    page = svg.render(shown(tmp_path, PARTLY))
    assert page.count('class="kc-box kc-incomplete"') == 2
    assert "partly known" in page
