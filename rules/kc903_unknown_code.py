"""KC903: a suppression of a rule that does not exist."""

from collections.abc import Iterator

from kerascop.linting import Finding, Group, Rule
from kerascop.linting.suppression import UsedSuppression
from kerascop.misuse import nearest


class UnknownCode(Rule):
    """A `noqa` or `ignore` comment names a rule that does not exist.

    ## What it does
    Reports words in `# kerascop: ignore[…]` and `# kerascop: file-ignore[…]`, and codes that begin
    with KC in `# noqa: …`, that mean no rule.

    ## Why is this bad
    The comment silences nothing, whatever it was meant for: the finding is still reported, or will
    be when it occurs.

    ## Example
    ```python
    from keras import layers

    head = layers.Dense(10, activation="softmax")  # noqa: KC999 # KC903
    ```

    ## Use instead
    ```python
    from keras import layers

    head = layers.Dense(10, activation="softmax")
    ```

    ## When not to flag
    Codes of other linters in a `# noqa` are theirs.

    ## References
    - [ruff: suppressing errors](https://docs.astral.sh/ruff/linter/#error-suppression)
    """

    code, name, group, since = "KC903", "unknown-code", Group.KERASCOP, "0.1"

    def check(self, used: UsedSuppression) -> Iterator[Finding]:
        for code in used.unknown:
            yield self.finding(
                code,
                f"there is no rule `{code.text}`{nearest(code.text, used.known)}",
            )
