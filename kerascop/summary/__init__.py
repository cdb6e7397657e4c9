"""Model summaries: the layers of a model, their shapes and parameters, as Keras lists them."""

from kerascop.summary.summary import LayerSummary, ModelSummary, summarise

__all__ = ["LayerSummary", "ModelSummary", "summarise"]
