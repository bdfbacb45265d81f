"""About how much room a name takes up on the picture: in rows as the page writes it, in letters of ordinary width."""

_WIDEST = 24  # letters in a row, as in static/network/writings.js
_MOST = 300  # and so much of a name
_ROW = 13.4  # pixels from one row to the next
_NARROW, _SLIM, _WIDE = frozenset("iljI.,:;'|!"), frozenset("rtf ()-/"), frozenset("mwMW")
_LONG = ((14, 1), (34, 2), (56, 3))  # how many rows a name of so many letters has; longer ones have four


def name_size(name: str, weight: float = 1.0, high: float = 1.0) -> tuple[float, float]:
    """Width and height in pixels, for letters so many times as wide and as high as ordinary ones."""
    words = [word[at : at + _WIDEST] for word in name[:_MOST].split() for at in range(0, len(word), _WIDEST)]
    long = len(" ".join(words))
    most = next((rows for letters, rows in _LONG if long <= letters), 4)
    rows = _broken(words, _WIDEST)
    for width in range(-(-long // most), _WIDEST):
        if len(tried := _broken(words, width)) <= most:
            rows = tried
            break
    return weight * max(map(_width, rows), default=0.0) + 4, high * _ROW * max(1, len(rows)) + 2


def _broken(words: list[str], width: int) -> list[str]:
    rows: list[str] = []
    for word in words:
        if rows and len(rows[-1]) + 1 + len(word) <= width:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return rows


def _width(row: str) -> float:
    return sum(
        3.3 if sign in _NARROW else 4.5 if sign in _SLIM else 10.3 if sign in _WIDE else 7.9 if sign.isupper() else 6.9
        for sign in row
    )
