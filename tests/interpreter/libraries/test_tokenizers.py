"""What a tokenizer's ids are known to be, and when that is forgotten."""

from __future__ import annotations

import pytest

from kerascop.dimensions import add
from kerascop.graph.embeddings import lookups
from tests.interpreter.libraries.asking_arrays import fits_of, known_facts

TOKENIZER = """
from tensorflow.keras.preprocessing.text import Tokenizer
from keras.utils import pad_sequences
tokenizer = Tokenizer({options})
tokenizer.fit_on_texts(texts)
padded = pad_sequences(tokenizer.texts_to_sequences(texts), maxlen=9)
"""


def padded(options: str = "") -> str:
    return TOKENIZER.format(options=options)


def test_ids_are_one_more_than_the_words() -> None:
    words = known_facts(padded(), "np.zeros((len(tokenizer.word_index), 2))").shape
    assert words is not None
    assert words[0] is not None
    assert known_facts(padded(), "padded").ids is not None


def test_a_limit_bounds_the_ids() -> None:
    found = known_facts(padded("num_words=500"), "padded")
    assert (found.ids, found.high) == (500, 499)


@pytest.mark.parametrize("change", ["padded / 10", "padded + 1", "np.sqrt(padded)", "padded * 2"])
def test_arithmetic_makes_other_ids(change: str) -> None:
    assert known_facts(padded("num_words=500"), "padded").ids == 500
    assert known_facts(padded("num_words=500"), change).ids is None


@pytest.mark.parametrize("change", ["padded[:100]", "np.array(padded)", "padded.reshape(-1, 3)"])
def test_ids_that_are_moved_stay_ids(change: str) -> None:
    assert known_facts(padded("num_words=500"), change).ids == 500


def missing(rows: str, options: str = "", between: str = "") -> object:
    source = f"""{padded(options)}
{between}
model = keras.Sequential([keras.layers.Embedding({rows}, 4), keras.layers.LSTM(2)])
model.compile(loss="mse")
model.fit(padded)
"""
    (fit,) = fits_of(source)
    (lookup,) = lookups(fit)
    return lookup.missing


def test_an_embedding_without_a_row_for_the_padding_lacks_one() -> None:
    assert missing("len(tokenizer.word_index)") == 1
    assert missing("len(tokenizer.word_index) + 1") is None
    assert missing("len(tokenizer.word_index) - 1") == 2


def test_words_learned_later_are_other_words() -> None:
    learned = "size = len(tokenizer.word_index)\ntokenizer.fit_on_texts(more)\n"
    again = "padded = pad_sequences(tokenizer.texts_to_sequences(texts), maxlen=9)"
    assert missing("size", between=learned + again) is None


def test_a_limit_and_the_words_cannot_be_compared() -> None:
    assert missing("len(tokenizer.word_index)", "num_words=500") is None
    assert missing("400", "num_words=500") == add(100, 0)
