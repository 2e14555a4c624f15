"""Smooths a measured value."""

from collections import deque


class Window:
    """The mean over the last `size` values."""

    def __init__(self, size: int = 10) -> None:
        self.values: deque[float] = deque(maxlen=size)

    def add(self, value: float) -> float:
        self.values.append(value)
        return sum(self.values) / len(self.values)
