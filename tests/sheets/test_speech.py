"""Words within quotation marks are direct speech; a quoted word within a sentence of the outlet's is not."""

import pytest

from kgraph.sheets.speech import in_quotation_marks

TEXT = (
    'The mayor: “No warning was given to us.” "We had no call", said Dunn, who calls it '
    '"an old dam of theirs" and "a shame". '
    "«Wir wurden nie gewarnt, nie», sagte sie. „Das hat uns niemand gesagt“, sagte er."
)


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("No warning was given to us", True),
        ("No warning was given to us.", True),
        ("“No warning was given to us.”", True),
        ('"We had no call"', True),
        ("Wir wurden nie gewarnt, nie", True),
        ("Das hat uns niemand gesagt", True),
        ("warning was given to us", False),
        ("No warning was given", False),
        ("a shame", False),
        ('"an old dam of theirs" and "a shame"', False),
        ("who calls it", False),
        ("The mayor: “No warning was given to us.”", False),
    ],
)
def test_only_a_whole_quotation_is_direct_speech(words: str, quoted: bool) -> None:
    start = TEXT.index(words)
    assert in_quotation_marks(TEXT, start, start + len(words)) is quoted
