"""The contract of rule files, as a stranger who writes one meets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kerascop.linting.loader import RuleError, builtin_folder, load_rules, subject_of

DOCUMENTATION = '''
    """One sentence.

    ## What it does
    Something.

    ## Why is this bad
    Reasons.

    ## Example
    ```python
    x = 1
    ```

    ## Use instead
    ```python
    x = 2
    ```

    ## When not to flag
    Never.

    ## References
    None.
    """
'''

RULE = f'''"""KC998."""

from collections.abc import Iterator

from kerascop.linting import Finding, Group, Rule
from kerascop.sources.reading import SourceError


class Imaginary(Rule):{DOCUMENTATION}
    code, name, group, since = "KC998", "imaginary-rule", Group.DESIGN, "0.1"

    def check(self, error: SourceError) -> Iterator[Finding]:
        yield self.finding(error, "no")
'''


def load(folder: Path, text: str = RULE, name: str = "kc998_imaginary_rule.py") -> None:
    (folder / name).write_text(text)
    load_rules(folder)


def test_a_folder_of_rules_is_loaded_in_the_order_of_codes(tmp_path: Path) -> None:
    other = RULE.replace("KC998", "KC997").replace("imaginary-rule", "other-rule")
    (tmp_path / "kc998_imaginary_rule.py").write_text(RULE)
    (tmp_path / "kc997_other_rule.py").write_text(other)
    (tmp_path / "notes.py").write_text("no rule")
    assert [rule.code for rule in load_rules(tmp_path)] == ["KC997", "KC998"]


def test_the_annotation_of_check_says_what_a_rule_asks_about(tmp_path: Path) -> None:
    (tmp_path / "kc998_imaginary_rule.py").write_text(
        RULE.replace('"""KC998."""', '"""KC998."""\nfrom __future__ import annotations')
    )
    (rule,) = load_rules(tmp_path)
    assert subject_of(rule).__name__ == "SourceError"


def test_the_docstring_is_the_documentation(tmp_path: Path) -> None:
    (tmp_path / "kc998_imaginary_rule.py").write_text(RULE)
    (rule,) = load_rules(tmp_path)
    assert rule.documentation.title == "One sentence."
    assert rule.documentation.sections["Why is this bad"] == "Reasons."
    assert rule.documentation.example == "x = 1\n"
    assert rule.documentation.use_instead == "x = 2\n"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"KC998"', '"KCX"', "code `KCX` is not two to six capitals and three digits"),
        ('"imaginary-rule"', '"Imaginary"', "name `Imaginary`"),
        ("Group.DESIGN", '"design"', "group `design` is not a Group"),
        ('"0.1"', '"soon"', "`since` is `soon`"),
        ('"0.1"', '"0.1"\n    url = "file:///x"', "`url` is `file:///x`, no address of http"),
        ('"KC998"', '"KC996"', r"must be called kc996_imaginary_rule\.py"),
        ("## Why is this bad", "## Why", "lacks Why is this bad"),
        ("    Reasons.\n", "", "nothing stands under ## Why is this bad"),
        ("    ```python\n    x = 2\n    ```", "    x = 2", "## Use instead needs one"),
        ('"""One sentence.', '"""', "does not begin with a sentence"),
        ("error: SourceError", "error", "annotated with the kind of fact"),
        ("    def check", "    def look", "has no `check`"),
        ("class Imaginary(Rule)", "class Imaginary", "holds one subclass of Rule, this one 0"),
        ("import SourceError", "import SourceMistake", "cannot be imported: .*SourceMistake"),
        ("class Imaginary", "{}['KC998']\n\nclass Imaginary", "cannot be imported: 'KC998'"),
        (
            "class Imaginary",
            "raise SystemExit\n\nclass Imaginary",
            "cannot be imported: SystemExit",
        ),
        (
            "class Imaginary",
            "class Imaginary:\n\nclass Other",
            "cannot be imported: expected an ind",
        ),
    ],
)
def test_a_broken_contract_is_told_with_the_file(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    assert old in RULE
    with pytest.raises(RuleError, match=complaint) as caught:
        load(tmp_path, RULE.replace(old, new))
    assert "KC998" in str(caught.value) or "kc998_imaginary_rule.py" in str(caught.value)


def test_a_rule_may_have_a_prefix_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "acme001_imaginary_rule.py").write_text(RULE.replace("KC998", "ACME001"))
    assert [rule.code for rule in load_rules(tmp_path)] == ["ACME001"]


def test_a_rule_under_another_file_name_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"mine\.py: the file of a rule must be called by its code"):
        load(tmp_path, name="mine.py")


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "kc998_imaginary_rule.py").write_text(RULE)
    with pytest.raises(RuleError, match="`imaginary-rule` exists twice, also in"):
        load(tmp_path, RULE.replace("KC998", "KC999"), "kc999_imaginary_rule.py")


def test_in_a_checkout_the_rules_beside_the_package_count() -> None:
    checkout = Path(__file__).parents[2]
    assert builtin_folder() == checkout / "rules"
    assert "KC901" in {rule.code for rule in load_rules(builtin_folder())}
