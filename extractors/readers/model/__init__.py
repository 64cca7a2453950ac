"""The reader that asks a model for structured outputs, and checks every word of the answer."""

from extractors.readers.model.reader import ModelReader, model_readers
from extractors.readers.model.settings import ModelSettings

__all__ = ["ModelReader", "ModelSettings", "model_readers"]
