"""KC505: a scaler or tokenizer that takes its statistics from test data."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Learned, Part, Program
from kerascop.linting import Finding, Group, Rule

STATISTICS = frozenset(
    {
        "StandardScaler",
        "MinMaxScaler",
        "MaxAbsScaler",
        "RobustScaler",
        "PowerTransformer",
        "QuantileTransformer",
        "Tokenizer",
    }
)
"""What learns numbers or words from the data. Encoders of labels find the same classes again."""


class FitOnTestData(Rule):
    """A scaler or tokenizer is fitted on the data that were held out.

    ## What it does
    Follows the parts of `train_test_split` and of `keras.datasets` and reports scalers and
    tokenizers that are fitted (`fit`, `fit_transform`, `fit_on_texts`) on the part that was held
    out.

    ## Why is this bad
    The model learns from inputs that were scaled with the training data's mean and range. Test data
    scaled with their own mean and range mean something else: the same measurement becomes another
    number, and the same word another id. And a test score that used the test data's statistics says
    nothing about samples that come one by one.

    ## Example
    ```python
    import pandas as pd
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler
    from tensorflow import keras

    table = pd.read_csv("churn.csv")
    x_train, x_test, y_train, y_test = train_test_split(
        table.drop(columns="exited").values, table["exited"].values, test_size=0.2
    )
    scaler = StandardScaler()
    x_train = scaler.fit_transform(x_train)
    x_test = scaler.fit_transform(x_test)  # KC505
    model = keras.Sequential([
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x_train, y_train)
    model.evaluate(x_test, y_test)
    ```

    ## Use instead
    ```python
    import pandas as pd
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler
    from tensorflow import keras

    table = pd.read_csv("churn.csv")
    x_train, x_test, y_train, y_test = train_test_split(
        table.drop(columns="exited").values, table["exited"].values, test_size=0.2
    )
    scaler = StandardScaler()
    x_train = scaler.fit_transform(x_train)
    x_test = scaler.transform(x_test)
    model = keras.Sequential([
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x_train, y_train)
    model.evaluate(x_test, y_test)
    ```

    ## When not to flag
    Silent for data that are not known to be held out (where that cannot be seen, a name like
    `x_test` counts, next to the same kind of scaler fitted on other data), for encoders of labels,
    and for programs that train a model on the smaller part of a split as well.

    ## References
    - https://scikit-learn.org/stable/common_pitfalls.html: inconsistent preprocessing, data leakage
    - Kapoor, Narayanan, "Leakage and the reproducibility crisis in machine-learning-based science"
      (Patterns, 2023)
    """

    code = "KC505"
    name = "fit-on-test-data"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        training = [fit.inputs for fit in program.fits if fit.trains and fit.inputs is not None]
        trained = [facts for inputs in training for facts in inputs.arrays]
        if not trained or any(facts.part is Part.TEST for facts in trained):
            return
        fitted = [step for step in program.steps(Learned) if step.fits and step.kind in STATISTICS]
        elsewhere = {step.kind for step in fitted if not step.on_test_data}
        for step in fitted:
            known = step.data is not None and step.data.part is not None
            if not step.on_test_data or not (known or step.kind in elsewhere):
                continue
            apply = "texts_to_sequences" if step.kind == "Tokenizer" else "transform"
            yield self.finding(
                step.origin,
                f"`{step.method}` takes the {step.kind}'s statistics from test data. Fit it on the"
                f" training data alone, and only `{apply}` the test data",
                related=[
                    (step.maker, f"the {step.kind}"),
                    (step.data.origin if step.data else None, "the data come from here"),
                ],
                subject=step.origin,
            )
