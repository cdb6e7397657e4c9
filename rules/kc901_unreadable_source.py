"""KC901: a source file that cannot be read."""

from collections.abc import Iterator

from kerascop.linting import Finding, Group, Rule, Severity
from kerascop.sources.reading import SourceError


class UnreadableSource(Rule):
    """A file that Python cannot read.

    ## What it does
    Reports a source file that the operating system does not give out, whose bytes its declared
    encoding does not allow, or whose text is no Python.

    ## Why is this bad
    Python cannot run the file, and kerascop can say nothing about the models in it: silence about
    such a file would look like approval. Lines that are Python 2 (`print "done"`) or a notebook's
    (`!pip install keras`) do nothing to a model: they are reported, and the rest is analysed. The
    same goes for marks of pasting, as long as they have one reading: prompts, a margin, what
    training printed, quotes of a word processor, a bracket too many at the end of a line.

    ## Example
    ```python
    from keras import layers

    head = layers.Dense(10, activation="softmax"  # KC901
    ```

    ## Use instead
    ```python
    from keras import layers

    head = layers.Dense(10, activation="softmax")
    ```

    ## When not to flag
    Files that a folder on the command line happens to contain, and that have nothing to do with
    Keras, are not even parsed. Syntax that is newer than the Python that runs kerascop is fine.

    ## References
    - [Python: lexical analysis, encoding declarations](https://docs.python.org/3/reference/lexical_analysis.html#encoding-declarations)
    """

    code, name, group, since = "KC901", "unreadable-source", Group.KERASCOP, "0.1"

    def check(self, error: SourceError) -> Iterator[Finding]:
        yield self.finding(error, error.reason, severity=Severity.ERROR)
