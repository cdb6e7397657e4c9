"""Keras' tokenizer: from texts to word ids, and how many of these there are.

Ids count from one; zero is left for padding. A tokenizer without `num_words` that met n words so
gives ids up to n, which is what `len(tokenizer.word_index)` is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.dimensions import Dim, add
from kerascop.graph.arrays import Content
from kerascop.interpreter.libraries.data_steps import note_learning
from kerascop.interpreter.libraries.facts import facts_of, fresh_dim, unknown_array
from kerascop.interpreter.registry import attribute, object_method
from kerascop.interpreter.translating import dim_of, from_dim
from kerascop.interpreter.values import NONE, Arguments, LibraryObject, Value

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_TOKENIZER = "keras.preprocessing.text.Tokenizer"
_KNOWN = "words met"


@object_method(_TOKENIZER, "texts_to_sequences")
def texts_to_sequences(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
    """`tokenizer.texts_to_sequences(texts)`: lists of word ids from one up."""
    if isinstance(receiver, LibraryObject):
        note_learning(machine, receiver, arguments, ("texts",))
    limit = _vocabulary(receiver)
    high = limit - 1 if isinstance(limit, int) else None
    limited = isinstance(receiver, LibraryObject) and "num_words" in receiver.arguments
    return unknown_array(
        arguments.origin,
        shape=(_number_of(arguments.get("texts", 0)), None),
        dtype="object",
        low=None if high is None else 1,
        high=high,
        ids=limit if limited else add(_words(receiver), 1),
        content=Content.TOKENS,
        whole_numbers=True,
    )


def _number_of(texts: Value | None) -> Dim:
    facts = facts_of(texts)
    return facts.shape[0] if facts is not None and facts.shape else None


def _vocabulary(receiver: Value) -> Dim:
    if not isinstance(receiver, LibraryObject):
        return None
    given = receiver.arguments.get("num_words")
    return None if given is None else dim_of(given.value)


@object_method(_TOKENIZER, "texts_to_matrix", "sequences_to_matrix")
def texts_to_matrix(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
    """`tokenizer.texts_to_matrix(texts, mode)`: a row of word counts or flags for every text."""
    mode = arguments.constant("mode", 1, "binary")
    binary = mode == "binary"
    return unknown_array(
        arguments.origin,
        shape=(_number_of(arguments.get("texts", 0)), _vocabulary(receiver)),
        dtype="float64",
        low=0 if binary else None,
        high=1 if binary else None,
        whole_numbers=True if mode in ("binary", "count") else None,
        content=Content.TEXT,
    )


@object_method(_TOKENIZER, "fit_on_texts", "fit_on_sequences")
def fit_tokenizer(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
    """`tokenizer.fit_on_texts(texts)`: it knows other words from here on."""
    if isinstance(receiver, LibraryObject):
        note_learning(machine, receiver, arguments, ("texts", "sequences"))
        machine.journal.put(receiver.attributes, _KNOWN, from_dim(fresh_dim(machine, "words")))
    return NONE


def _words(receiver: Value) -> Dim:
    """How many words the tokenizer has met, as a symbol; the largest of its ids."""
    known = receiver.attributes.get(_KNOWN) if isinstance(receiver, LibraryObject) else None
    return dim_of(known)


@attribute(LibraryObject, "word_index", "index_word")
def word_index(machine: Machine, receiver: Value) -> Value | None:
    """`tokenizer.word_index`: an entry for every word, numbered from one."""
    words = _words(receiver)
    if not isinstance(receiver, LibraryObject) or receiver.key != _TOKENIZER or words is None:
        return None
    return LibraryObject(
        f"{_TOKENIZER}.word_index", None, {}, receiver.origin, {"__len__": from_dim(words)}
    )
