"""KC902: a suppression that silences nothing."""

from collections.abc import Iterator

from kerascop.linting import Applicability, Finding, Fix, Group, Rule
from kerascop.linting.suppression import UsedSuppression


class UnusedSuppression(Rule):
    """A `noqa` or `ignore` comment names a rule that finds nothing there.

    ## What it does
    Reports codes in `# noqa: …`, `# kerascop: ignore[…]` and `# kerascop: file-ignore[…]` comments
    whose rules ran and found nothing that the comment could silence, and `# kerascop: ignore`
    comments without a code where nothing at all was found.

    ## Why is this bad
    A comment that outlives the mistake it excused hides the next one in the same place, and tells
    the reader of a problem that is no longer there.

    ## Example
    ```python
    from keras import layers

    head = layers.Dense(10, activation="softmax")  # noqa: KC204 # KC902
    ```

    ## Use instead
    ```python
    from keras import layers

    head = layers.Dense(10, activation="softmax")
    ```

    ## When not to flag
    Off by default. Codes of other linters, a `# noqa` for all of them, and codes of rules that did
    not run are left alone, and so are `# kerascop: ignore` comments without a code if some of the
    rules that are on by default did not run.

    ## References
    - [ruff: unused-noqa](https://docs.astral.sh/ruff/rules/unused-noqa/)
    """

    code, name, group, since = "KC902", "unused-suppression", Group.KERASCOP, "0.1"
    fixes = (Applicability.SAFE,)
    opt_in = True

    def check(self, used: UsedSuppression) -> Iterator[Finding]:
        for code in used.unused:
            message = (
                f"{code.text} finds nothing here: remove it from the comment"
                if code.text
                else "nothing is found here: remove the comment"
            )
            fix = Fix(Applicability.SAFE, "Remove it", (used.without(code),))
            yield self.finding(code, message, fix=fix)
