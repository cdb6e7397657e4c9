"""kerascop says of every layer what Keras says: shapes, weights, and what it refuses and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.keras_api.shapes.asking_keras import assert_agreement
from tests.keras_api.shapes.calls import Trial, Written
from tests.keras_api.shapes.drawing import few
from tests.keras_api.shapes.trials import TRIALS


@pytest.mark.parametrize("name", sorted(TRIALS))
@given(data=st.data())
@few
def test_kerascop_agrees_with_keras_about(name: str, data: st.DataObject) -> None:
    assert_agreement(data.draw(TRIALS[name]))


INSTANCES = [
    Trial("BatchNormalization", {"trainable": False}, [(None, 4)]),
    Trial("LSTM", {"units": 5, "stateful": True}, [(4, 6, 3)]),
    Trial("Dense", {"units": 5, "lora_rank": 2}, [(None, 7)]),
    Trial("EinsumDense", {"equation": "...x,xy->...y", "output_shape": 64}, [(None, 8, 32)]),
    Trial("RNN", {"cell": (Written("GRUCell", {"units": 3}),), "return_state": True}, [(2, 3, 4)]),
    Trial("MultiHeadAttention", {"num_heads": 2, "key_dim": 3}, [(2, 4, 5), (2, 6, 7), (2, 6, 8)]),
]


@pytest.mark.parametrize("trial", INSTANCES, ids=[trial.name for trial in INSTANCES])
def test_an_everyday_call_is_understood(trial: Trial) -> None:
    assert_agreement(trial)
