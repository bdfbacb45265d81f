"""Telling names that differ by one letter."""


def turned(text: str) -> str:
    """A text backwards, by which names are found that end alike."""
    return text[::-1]


def swapped(text: str) -> list[str]:
    """The text with each two neighbours in the other order.

    >>> swapped("abc")
    ['bac', 'acb']
    """
    return [f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}" for at in range(len(text) - 1)]


def is_one_off(one: str, other: str) -> bool:
    """Whether one letter differs: another one, one more, one fewer, or two neighbours that changed places.

    >>> [is_one_off("mosul", name) for name in ("mosuk", "mosl", "moosul", "msoul", "mosul", "masuk")]
    [True, True, True, True, False, False]
    """
    shorter, longer = sorted((one, other), key=len)
    if one == other or len(longer) - len(shorter) > 1:
        return False
    at = next((place for place, letter in enumerate(shorter) if letter != longer[place]), len(shorter))
    if len(shorter) < len(longer):
        return shorter[at:] == longer[at + 1 :]
    same_rest = shorter[at + 1 :] == longer[at + 1 :]
    changed = shorter[at : at + 2] == longer[at : at + 2][::-1] and shorter[at + 2 :] == longer[at + 2 :]
    return same_rest or changed
