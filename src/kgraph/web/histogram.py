"""Seconds, counted between bounds: a histogram in the text format of Prometheus."""

import bisect

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""The seconds between which is counted."""


class Histogram:
    """How often something took how many seconds.

    >>> found = Histogram()
    >>> found.note(0.1), found.note(0.3)
    (None, None)
    >>> print(*found.lines("took_seconds", 'what="tea"')[4:7], sep="\\n")
    took_seconds_bucket{what="tea",le="0.1"} 1
    took_seconds_bucket{what="tea",le="0.25"} 1
    took_seconds_bucket{what="tea",le="0.5"} 2
    """

    def __init__(self) -> None:
        self._counts = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0

    def note(self, seconds: float) -> None:
        """Count one."""
        self._counts[bisect.bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds

    def lines(self, name: str, labels: str = "") -> list[str]:
        """The samples: each bound with how many took no longer, and all."""
        total, lines = 0, list[str]()
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), self._counts, strict=True):
            total += count
            lines.append(f'{name}_bucket{{{labels}{"," if labels else ""}le="{bound}"}} {total}')
        shown = f"{{{labels}}}" if labels else ""
        return [*lines, f"{name}_sum{shown} {self.seconds:.6f}", f"{name}_count{shown} {total}"]
