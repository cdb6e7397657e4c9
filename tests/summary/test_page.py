"""`--output-format html`: the page by itself, and the page in a browser."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kerascop.summary.html import render
from tests.summary.browser import needs_browser, visit
from tests.summary.samples import DEEP, DIGITS, PARTLY, TOWERS, shown

HOSTILE = DIGITS.replace('"digits"', "'</script><script>throw 1</script><!-- \" <b>'")


def page_of(folder: Path, text: str, builder: str = "") -> Path:
    page = folder / "page.html"
    page.write_text(render(shown(folder, text, builder)), "utf-8")
    return page


def test_the_page_loads_nothing(tmp_path: Path) -> None:
    page = page_of(tmp_path, DIGITS).read_text("utf-8")
    assert "default-src 'none'" in page
    assert re.findall(r"<(?:link|img|iframe|object)\b|@import|url\(|https?:", page) == []


def test_every_line_of_the_source_has_an_anchor(tmp_path: Path) -> None:
    page = page_of(tmp_path, DIGITS).read_text("utf-8")
    rows = re.findall(r'<span id="f0-L(\d+)"', page)
    assert rows == [str(number) for number in range(1, DIGITS.count("\n") + 2)]
    assert '<a href="#f0-L5">' in page, "where the model is made"


def test_names_of_the_source_are_text_and_nothing_else(tmp_path: Path) -> None:
    page = page_of(tmp_path, HOSTILE).read_text("utf-8")
    assert page.count("<script") == page.count("</script>") == 2
    assert "<b>" not in re.sub(r"<b>KC\d+</b>", "", page)
    assert "&lt;/script&gt;" in page


@needs_browser
def test_the_browser_finds_layers_and_findings_and_has_no_complaint(tmp_path: Path) -> None:
    found = visit(page_of(tmp_path, DIGITS), "#m0-l9")
    assert found.console == ()
    assert len(re.findall(r'<button id="m0-l\d+"', found.document)) == 10
    (details,) = re.findall(r'<section id="details".*?</section>', found.document, re.DOTALL)
    assert "<h2>dense_1</h2>" in details
    assert "KC204" in details
    assert "(None, 1)" in details
    assert re.search(r'<span id="f0-L16" [^>]*class="told"', found.document)
    chosen = re.findall(r'class="kc-box kc-error chosen" data-layers="(\d+)"', found.document)
    assert chosen == ["9"]


@needs_browser
def test_the_test_itself_notices_complaints(tmp_path: Path) -> None:
    page = page_of(tmp_path, DIGITS)
    page.write_text(page.read_text("utf-8").replace('"use strict";', "nowhere();"), "utf-8")
    assert any("nowhere" in message for message in visit(page).console)
    assert visit(page, script="console.error('see me')").console


@needs_browser
@pytest.mark.parametrize("text", [TOWERS, PARTLY, DEEP, HOSTILE])
def test_the_browser_has_no_complaint_about_any_model(text: str, tmp_path: Path) -> None:
    found = visit(page_of(tmp_path, text), "#m0-l2")
    assert found.console == ()
    assert '<body class="scripted">' in found.document
    assert re.search(r'class="kc-box[^"]* chosen"', found.document)


@needs_browser
def test_every_layer_has_its_box_in_view_when_all_is_shown(tmp_path: Path) -> None:
    script = """
        document.getElementById("fit").click();
        const around = document.querySelector(".graph").getBoundingClientRect();
        const boxes = [...document.querySelectorAll(".kc-picture:not([hidden]) .kc-body")];
        return boxes.map((box) => {
            const { left, right, top, bottom, width } = box.getBoundingClientRect();
            return width > 0 && left >= around.left && right <= around.right
                && top >= around.top && bottom <= around.bottom;
        });
    """
    seen = json.loads(visit(page_of(tmp_path, TOWERS), script=script).told)
    assert len(seen) == 12
    assert all(seen)


@needs_browser
def test_a_long_model_unfolds_and_keeps_the_chosen_layer_in_view(tmp_path: Path) -> None:
    script = """
        const boxes = () => document.querySelectorAll(".kc-picture:not([hidden]) .kc-box").length;
        const counts = [boxes()];
        document.getElementById("m0-l250").click();
        document.getElementById("fold").click();
        counts.push(boxes());
        const chosen = document.querySelector(".kc-picture:not([hidden]) .chosen .kc-body");
        const box = chosen.getBoundingClientRect();
        const around = document.querySelector(".graph").getBoundingClientRect();
        const inside = box.left >= around.left && box.right <= around.right
            && box.top >= around.top && box.bottom <= around.bottom;
        return [...counts, chosen.parentElement.dataset.layers, inside];
    """
    folded, whole, chosen, inside = json.loads(visit(page_of(tmp_path, DEEP), script=script).told)
    assert folded < 20
    assert whole == 305
    assert chosen == "250"
    assert inside


@needs_browser
def test_the_search_box_finds_layers_by_name_class_shape_and_finding(tmp_path: Path) -> None:
    script = """
        const search = document.getElementById("search");
        const rows = (text) => {
            search.value = text;
            search.dispatchEvent(new Event("input"));
            return [...document.querySelectorAll(".rows li:not([hidden]) .name")]
                .map((name) => name.textContent);
        };
        return [rows("flat"), rows("Conv2D 64"), rows("kc204"), rows("nothing"), rows("").length];
    """
    found = json.loads(visit(page_of(tmp_path, DIGITS), script=script).told)
    assert found == [["flatten"], ["conv2d_1", "conv2d_2"], ["dense_1"], [], 10]


@needs_browser
def test_the_keyboard_walks_the_graph_and_the_list(tmp_path: Path) -> None:
    script = """
        const press = (key) => document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
        const here = () => document.querySelector("#details h2")?.textContent;
        const seen = [];
        document.querySelector(".graph").focus();
        for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"]) {
            press(key);
            seen.push(here());
        }
        document.getElementById("m0-l0").focus();
        press("ArrowDown");
        seen.push(here());
        press("/");
        return [...seen, document.activeElement.id];
    """
    seen = json.loads(visit(page_of(tmp_path, DIGITS), script=script).told)
    assert seen == [
        "Input",
        "conv2d",
        "batch_normalization",
        "conv2d",
        "batch_normalization",
        "search",
    ]


@needs_browser
def test_a_finding_leads_to_its_layer_and_its_line(tmp_path: Path) -> None:
    script = """
        document.querySelector("[data-finding='1']").click();
        return [document.querySelector("#details h2").textContent,
            [...document.querySelectorAll(".told")].map((line) => line.dataset.row), location.hash];
    """
    told = json.loads(visit(page_of(tmp_path, DIGITS), script=script).told)
    assert told == ["dense_1", ["16"], "#m0-l9"]


@needs_browser
def test_several_models_are_chosen_from(tmp_path: Path) -> None:
    script = """
        const choice = document.getElementById("model");
        choice.value = "1";
        choice.dispatchEvent(new Event("change"));
        return [...document.querySelectorAll(".model:not([hidden]) h2")].map((h) => h.textContent);
    """
    other = TOWERS.partition("\n")[2]
    text = DIGITS.replace("import Input", "import Model, Input") + other
    assert json.loads(visit(page_of(tmp_path, text), script=script).told) == ["towers"]
