"""The reader that asks a model for structured outputs, and checks every word of the answer."""
