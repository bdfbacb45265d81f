"""CPU time of finding a name among 30,000: names.py [NAMES].

Makes names of people and units in the forms in which they stand in graphs, an index of them, and asks for names that
are there in another spelling, near, or absent. The table has the slowest of each kind.
"""

import random
import sys
import time
from collections.abc import Callable

from kgraph.names.finding import Index

NAMES = 30_000
_SYLLABLES = "ka ro mi ta lu ven dor shev chenko pet ru li na so va gri bar kho zan mar tin el".split()  # noqa: SIM905
_ASKED = {
    "another spelling": ("Путин, Владимир", "59 ОШБр", "محمد مرسي", "V. Putin", "Fifty-ninth Assault Bde"),
    "near": ("Putin", "Vladimir Pushin", "59th Brigade", "Muhammad Morsi Isa", "Shevchenko Karomi"),
    "absent": ("Ada Lorne", "Karomi Talu", "Brigade", "9999th Tank Army", "حلب"),
}


def made(names: int) -> list[tuple[str, int]]:
    """Names of as many things."""
    chance = random.Random(1)  # noqa: S311 - made data

    def word() -> str:
        return "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3)))).capitalize()

    found = [(f"{word()} {word()}" if at % 3 else f"{at % 170} {word()} Brigade", at) for at in range(names)]
    return [*found, ("Vladimir Putin", names), ("59th Assault Brigade", names + 1), ("Mohamed Morsi", names + 2)]


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of some work."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    """Print the table."""
    names = made(int(sys.argv[1]) if len(sys.argv) > 1 else NAMES)
    began = time.process_time()
    index = Index(names)
    built = time.process_time() - began
    more = seconds(lambda: index.near("Nobody"))
    print(f"index of {len(names)} names: {built:.1f} s, {more:.1f} s more at the first name that is only near")
    for kind, asked in _ASKED.items():
        same = max(seconds(lambda name=name: index.same(name)) for name in asked)  # type: ignore[misc]
        near = max(seconds(lambda name=name: index.near(name)) for name in asked)  # type: ignore[misc]
        print(f"{kind:17} the same {same * 1000:5.1f} ms, near {near * 1000:5.1f} ms")


if __name__ == "__main__":
    main()
