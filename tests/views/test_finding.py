"""Finding on the page, without a browser: names in any order and spelling, questions, claims by words and figures."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kgraph import Graph, Workspace, open_store
from kgraph.analysis.graph import Network
from kgraph.analysis.positions import Position
from kgraph.model import Quantity
from kgraph.workspace.building import fill
from networks import claim, edge, node
from searched import Found, find

EXAMPLES = Path(__file__).parents[2] / "examples"


def made() -> Network:
    """Names from elsewhere: Cyrillic without a Latin form, Arabic, initials, look-alikes, symbols, and figures."""
    names = {
        "kyiv": ("Kyiv", "Київ"), "lviv": ("Lviv",), "zap": ("Zaporizhzhia",), "gaddafi": ("معمر القذافي",),
        "rossi": ("A. B. Rossi",), "rosa": ("Rosa Park",), "park": ("Park Rosa Hotel",), "lodz": ("Łódź", "Lodsch"),
        "line": ("前線新聞",), "bomb": ("\U0001f4a3",), "fort": ("Fort 7",), "fort75": ("Fort 75",),
        "moeller": ("Jörg Müller",), "bild": ("Bild",), "blood": ("Blood bank",), "erdogan": ("Reşat Erdoğan",),
        "kharkiv": ("Kharkiv",), "mykola": ("Mykola Ivanenko",), "bank": ("National Bank",), "cat": ("The Cat",),
        "ferry": ("MV Marta", "Marta"),
    }  # fmt: skip
    kinds = {"rossi": "person", "moeller": "person", "rosa": "person", "mykola": "person", "erdogan": "person"}
    nodes = tuple(node(iri, kinds.get(iri, "place"), label=all_[0], alt=all_[1:]) for iri, all_ in names.items())
    people = dict(zip(names, nodes, strict=True))
    texts = {
        "a": "The wounded number 1,850 in Lviv.", "b": "Shops closed at 85 % of the sites.", "c": "A trap was laid.",
        "d": "Flats worth 49,2 million burnt.", "e": "In 1985 the bank was trapped in debt.", "f": "Zones 7 and 75.",
        "g": "Nothing of note.",
    }  # fmt: skip
    claims = tuple(claim(name, paraphrase=text) for name, text in texts.items())
    claims = (
        *claims[:-1],
        replace(claims[-1], claimant="Rosa Park", claimant_id=nodes[5].id, chain_ids=(nodes[5].id,)),
    )
    figure = Position(claims[-1], "a third", "", Quantity(Decimal(1), Decimal(1), "a third"), "", frozenset())
    captain = edge(people["moeller"], people["ferry"], "captain", claims[:1], "undisputed", "posting")
    mayor = edge(people["rosa"], people["lodz"], "mayor", claims[:1], "undisputed", "posting")
    also = {"share": ("portion", "Anteil"), "captain": ("skipper", "master"), "mayor": ("governor",)}
    return Network(nodes, (captain, mayor), claims, (("share", figure),), also=also)


@pytest.fixture(scope="module")
def networks(graph: Graph) -> Iterator[Mapping[str, Network]]:
    found = {"pokrovsk": graph.network(), "made": made()}
    with open_store("memory:") as earthquake, open_store("memory:") as election:
        for name, store in (("earthquake", earthquake), ("election", election)):
            workspace = Workspace.find(EXAMPLES / name)
            fill(store, workspace)
            found[name] = Graph(store, workspace).network()
        yield found


# --- which name comes first

FIRST = [
    # spelt as it is, whole names before all that only begin so
    ("pokrovsk", "Pokrovsk", "Pokrovsk"), ("pokrovsk", "pokrovsk sector", "Pokrovsk sector"),
    ("pokrovsk", "Ukraine", "Ukraine"), ("pokrovsk", "Bild", "Bild"),
    ("pokrovsk", "ISW", "Institute for the Study of War"), ("made", "Fort 7", "Fort 7"),
    ("made", "fort 75", "Fort 75"), ("made", "cat", "The Cat"), ("earthquake", "Brenhold", "Brenhold"),
    ("earthquake", "The Beacon", "The Beacon"), ("election", "Fennick", "Fennick"),
    # words in any order, with commas, hyphens, little words
    ("pokrovsk", "Putin Vladimir", "Vladimir Putin"), ("pokrovsk", "Putin, Vladimir", "Vladimir Putin"),
    ("pokrovsk", "syrskyi oleksandr", "Oleksandr Syrskyi"), ("pokrovsk", "deep-state", "DeepState"),
    ("pokrovsk", "battle for Avdiivka", "battle of Avdiivka"), ("election", "marsh davin", "Davin Marsh"),
    ("earthquake", "dam sallow", "Sallow Dam"), ("made", "rosa park", "Rosa Park"), ("made", "park rosa", "Rosa Park"),
    # initials, either side's, and titles
    ("pokrovsk", "V. Putin", "Vladimir Putin"), ("pokrovsk", "Budanov K.", "Kyrylo Budanov"),
    ("pokrovsk", "V.V. Putin", "Vladimir Putin"), ("made", "Antonio Rossi", "A. B. Rossi"),
    ("election", "I. Rook", "Ilse Rook"), ("pokrovsk", "President Zelensky", "Volodymyr Zelenskyy"),
    ("pokrovsk", "Vladimir Vladimirovich Putin", "Vladimir Putin"),
    # Ukrainian, Russian and other ways to spell
    ("pokrovsk", "Авдіївка", "Avdiivka"), ("pokrovsk", "Авдеевка", "Avdiivka"), ("pokrovsk", "Avdeevka", "Avdiivka"),
    ("pokrovsk", "Зеленский", "Volodymyr Zelenskyy"), ("pokrovsk", "Zelenskiy", "Volodymyr Zelenskyy"),
    ("pokrovsk", "Владимир Зеленский", "Volodymyr Zelenskyy"), ("pokrovsk", "Путин", "Vladimir Putin"),
    ("pokrovsk", "Александр Сырский", "Oleksandr Syrskyi"), ("pokrovsk", "Сирський", "Oleksandr Syrskyi"),
    ("pokrovsk", "Dobropillya", "Dobropillia"), ("pokrovsk", "Доброполье", "Dobropillia"),
    ("pokrovsk", "Краматорск", "Kramatorsk"), ("pokrovsk", "Славянск", "Sloviansk"),
    ("pokrovsk", "Константиновка", "Kostiantynivka"), ("pokrovsk", "ГУР", "Defence Intelligence Directorate"),
    ("pokrovsk", "Кирилл Буданов", "Kyrylo Budanov"), ("pokrovsk", "Бахмут", "Bakhmut"),
    ("pokrovsk", "Павлоград", "Pavlohrad"), ("made", "Киев", "Kyiv"), ("made", "Kiev", "Kyiv"),
    ("made", "Львов", "Lviv"), ("made", "Харьков", "Kharkiv"), ("made", "Запорожье", "Zaporizhzhia"),
    ("made", "Mueller", "Jörg Müller"), ("made", "erdogan resat", "Reşat Erdoğan"),
    ("made", "القذافي معمر", "معمر القذافي"), ("made", "新聞", "前線新聞"), ("made", "\U0001f4a3", "\U0001f4a3"),
    ("made", "Lodz", "Łódź"), ("made", "лодзь", "Łódź"), ("made", "Микола Іваненко", "Mykola Ivanenko"),
    ("made", "ossi", "A. B. Rossi"), ("pokrovsk", "59 brigade", "59th Separate Assault Brigade"),
    ("pokrovsk", "Selenskyj", "Volodymyr Zelenskyy"), ("pokrovsk", "Poutine", "Vladimir Putin"),
    ("pokrovsk", "Wladimir Putin", "Vladimir Putin"), ("pokrovsk", "Игорь Луценко", "Ihor Lutsenko"),
    ("pokrovsk", "59 ОШБр", "59th Separate Assault Brigade"), ("pokrovsk", "59 ОМПБр", "59th Separate Assault Brigade"),
    ("pokrovsk", "Fifty-ninth Assault Bde", "59th Separate Assault Brigade"),
    ("pokrovsk", "Pokrosvk", "Pokrovsk"), ("earthquake", "brennhold", "Brenhold"),
    # while it is being typed
    ("pokrovsk", "pok", "Pokrovsk"), ("pokrovsk", "putin vl", "Vladimir Putin"),
    ("earthquake", "mayor", "Edda Marrin"), ("election", "lake obs", "Lake Observers"),
]  # fmt: skip
NOT_FOUND = [
    ("pokrovsk", "Kursk"), ("pokrovsk", "Vladimir Zhmailo"), ("pokrovsk", "nothing of the kind"),
    ("pokrovsk", "Z. Putin"), ("pokrovsk", "Bank of Ukraine"), ("pokrovsk", "Курск"), ("pokrovsk", "Mariupol"),
    ("pokrovsk", "85"), ("made", "Fort 8"), ("made", "Kivu"), ("made", "Lvov Kiev"), ("made", "Blud bank of Bild"),
    ("made", "Carl Rossi"), ("made", "..."), ("made", ""), ("earthquake", "Pokrovsk"), ("election", "Rook Davin"),
]  # fmt: skip
NOT_AMONG = [
    ("made", "bild", "Blood bank"), ("made", "rosa park", "A. B. Rossi"), ("pokrovsk", "Putin", "Pokrovsk"),
    ("pokrovsk", "hur", "Harari"), ("pokrovsk", "Авдеевка", "Dobropillia"), ("made", "Fort 75", "Fort 7"),
    ("pokrovsk", "Toretsk", "Ihor Lutsenko"), ("made", "Киев", "Kharkiv"),
]  # fmt: skip


PATHS = [
    ("pokrovsk", "DeepState Budanov", "DeepState to Kyrylo Budanov"),
    ("pokrovsk", "from Reuters to Буданов", "Reuters to Kyrylo Budanov"),
    ("earthquake", "Edda Marrin, North Wire", "Edda Marrin to North Wire"),
    ("election", "Ilse Rook and Fennick po", "Ilse Rook to Fennick police"),
    ("made", "Rosa Park", ""), ("made", "Rossi Rossi", ""), ("pokrovsk", "Pokrovsk sector", ""),
    ("pokrovsk", "DeepState half", ""), ("made", "Carl Lodz", ""),
]  # fmt: skip


@pytest.fixture(scope="module")
def found(networks: Mapping[str, Network]) -> Mapping[str, dict[str, Found]]:
    asked: dict[str, list[str]] = {name: [] for name in networks}
    given = (*FIRST, *NOT_FOUND, *NOT_AMONG, *CLAIMS, *NO_CLAIM, *QUESTIONS, *RELATIONS, *PATHS)
    several = [(name, query) for name, query, _ in (*FIGURES, *TYPED_DAYS)]
    for name, query in [*((name, query) for name, query, *_ in given), *several]:
        asked[name].append(query)
    return {name: find(networks[name], list(dict.fromkeys(queries))) for name, queries in asked.items()}


@pytest.mark.parametrize(("name", "query", "first"), FIRST)
def test_a_name_is_the_first_that_is_found(
    found: Mapping[str, dict[str, Found]], name: str, query: str, first: str
) -> None:
    names = found[name][query]["nodes"]
    assert names[:1] == [first], names


@pytest.mark.parametrize(("name", "query"), NOT_FOUND)
def test_a_name_that_is_not_there_is_not_found(found: Mapping[str, dict[str, Found]], name: str, query: str) -> None:
    assert found[name][query]["nodes"] == []


@pytest.mark.parametrize(("name", "query", "other"), NOT_AMONG)
def test_what_is_called_otherwise_is_not_found(
    found: Mapping[str, dict[str, Found]], name: str, query: str, other: str
) -> None:
    assert other not in found[name][query]["nodes"]


@pytest.mark.parametrize(("name", "query", "path"), PATHS)
def test_two_names_lead_to_a_path_between_them(
    found: Mapping[str, dict[str, Found]], name: str, query: str, path: str
) -> None:
    assert found[name][query]["paths"] == [path][: bool(path)]


def test_names_that_have_a_word_inside_another_come_after_texts_that_have_the_word(
    networks: Mapping[str, Network],
) -> None:
    asked = find(networks["pokrovsk"], ["ratio", "Pokrovsk", "Pokrosvk", "agglomera"])
    assert asked["ratio"]["nodes"] and any("ratio" in text for text in asked["ratio"]["edges"])
    assert {query: told["order"][0] for query, told in asked.items()} == {
        "ratio": "texts", "Pokrovsk": "names", "Pokrosvk": "names", "agglomera": "names",
    }  # fmt: skip


# --- claims and questions

CLAIMS = [
    ("pokrovsk", "trap", "It is a trap that helps Ukraine when Russia calls"),
    ("pokrovsk", "half", "Russian forces have taken half of Pokrovsk."), ("pokrovsk", "85%", "85"),
    ("pokrovsk", "85", "85"), ("pokrovsk", "DeepState half", "Russian forces have taken half of Pokrovsk."),
    ("pokrovsk", "bloodiest Авдеевка", "The battle of Avdiivka was among the bloodiest of the war."),
    ("pokrovsk", "60000", "Some 60,000 people"), ("pokrovsk", "60 000", "Some 60,000 people"),
    ("pokrovsk", "people before 60,000", "Some 60,000 people"),
    ("earthquake", "6.4", "The quake had a magnitude of 6.4."), ("earthquake", "57", "The dead number 57."),
    ("earthquake", "3180", "The homeless number 3,180."), ("earthquake", "12", "Twelve people lost their lives."),
    ("election", "71%", "Of those who may vote, 71 in a hundred did."),
    ("election", "49.2 percent", "49.2 in a hundred"), ("election", "false votes boxes", "At the Mill Street school"),
    ("made", "85%", "Shops closed"), ("made", "1850", "The wounded number"), ("made", "49.2", "Flats"),
    ("made", "49.2 million", "Flats"),
    ("made", "a third", "Nothing of note."), ("made", "Львов", "The wounded number 1,850 in Lviv."),
    ("made", "rosa note", "Nothing of note."),
]  # fmt: skip
NO_CLAIM = [
    ("made", "85", "The wounded number 1,850 in Lviv."), ("made", "85", "In 1985 the bank was trapped in debt."),
    ("made", "7", "Flats worth 49,2 million burnt."), ("made", "rosa", "Nothing of note."),
    ("made", "rap", "A trap was laid."), ("earthquake", "6", "The quake had a magnitude of 6.4."),
    ("earthquake", "5", "The dead number 57."),
    ("pokrovsk", "gur", "Its loss would hurt morale more than it would cost ground."),
    ("pokrovsk", "Moon half", "Russian forces have taken half of Pokrovsk."),
]  # fmt: skip
QUESTIONS = [
    ("pokrovsk", "who holds", "Who holds Pokrovsk?"),
    ("pokrovsk", "blockade", "Reported complete blockade of Ukrainian forces: did it happen?"),
    ("earthquake", "magnitude", "Magnitude: Velmar earthquake?"),
    ("earthquake", "killed people", "People killed: Velmar earthquake?"),
    # by what else a measure is called
    ("earthquake", "dead", "People killed: Velmar earthquake?"),
    ("earthquake", "toll", "People killed: Velmar earthquake?"),
    ("earthquake", "death toll", "People killed: Velmar earthquake?"),
    ("election", "who won", "Presidential election in Tolmark: who won?"),
    ("election", "turnout", "Turnout: presidential election in Tolmark?"),
    ("pokrovsk", "captured share", "Who holds Pokrovsk?"), ("pokrovsk", "territory capture", "Who holds Pokrovsk?"),
]  # fmt: skip
RELATIONS = [
    ("pokrovsk", "captured share", "share of territory captured · Russian forces · Pokrovsk"),
    ("pokrovsk", "share of territory captured", "share of territory captured · Russian forces · Pokrovsk"),
    ("pokrovsk", "capturing Pokrovsk share", "share of territory captured · Russian forces · Pokrovsk"),
    ("pokrovsk", "Budanov heads", "head of an organisation · Kyrylo Budanov · Defence Intelligence Directorate"),
    ("pokrovsk", "commanders", "personal commander · Kyrylo Budanov · special forces"),
    # by what else a role or relation is called, and by other names of its ends
    *(
        ("pokrovsk", query, "head of an organisation · Kyrylo Budanov · Defence Intelligence Directorate")
        for query in ("commander of Defence Intelligence", "head of HUR", "HUR chief", "who leads HUR")
    ),
    ("pokrovsk", "who commands special forces", "personal commander · Kyrylo Budanov · special forces"),
    ("pokrovsk", "perpetrator of conscription", "carried out by · decree on year-round"),
    ("made", "skipper of the Marta", "captain · Jörg Müller · MV Marta"),
    ("made", "captain Marta", "captain · Jörg Müller · MV Marta"),
    ("made", "mayor of Łódź", "mayor · Rosa Park · Łódź"), ("made", "who governs Lodsch", "mayor · Rosa Park · Łódź"),
]  # fmt: skip
FIGURES = [
    ("pokrovsk", "half", ["Russian forces have taken half", "It is not so that Russian forces have taken half"]),
    ("pokrovsk", "year and a half", ["Russia needed eighteen months"]),
    ("pokrovsk", "85", ["Russian forces have perhaps taken 85", "It is not so that Russian forces have taken 85"]),
    ("pokrovsk", "captured share half", ["Russian forces have taken half", "It is not so that Russian forces have"]),
    ("earthquake", "44", ["The dead number 44.", "The dead number 44, and not"]),
    ("pokrovsk", "about 60,000", ["Some 60,000 people"]), ("pokrovsk", "nearly 85%", ["Russian forces have perhaps"]),
    ("made", "a third", ["Nothing of note."]), ("made", "Anteil", ["Nothing of note."]),
    ("made", "around 1850", ["The wounded number"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "query", "text"), CLAIMS)
def test_a_claim_is_found_by_its_words_and_figures(
    found: Mapping[str, dict[str, Found]], name: str, query: str, text: str
) -> None:
    claims = found[name][query]["claims"]
    assert any(text in one for one in claims[:3]), claims[:5]


@pytest.mark.parametrize(("name", "query", "text"), NO_CLAIM)
def test_a_claim_that_says_something_else_is_not_found(
    found: Mapping[str, dict[str, Found]], name: str, query: str, text: str
) -> None:
    assert text not in found[name][query]["claims"]


@pytest.mark.parametrize(("name", "query", "text"), QUESTIONS)
def test_a_question_is_found_by_its_words(
    found: Mapping[str, dict[str, Found]], name: str, query: str, text: str
) -> None:
    assert found[name][query]["questions"][:1] == [text]


def test_a_whole_word_of_a_claim_comes_before_one_that_begins_so(found: Mapping[str, dict[str, Found]]) -> None:
    assert [text[:6] for text in find(made(), ["trap"])["trap"]["claims"]] == ["A trap", "In 198"]


@pytest.mark.slow
def test_a_text_that_merely_sounds_alike_is_left_out_where_another_has_the_word(
    networks: Mapping[str, Network],
) -> None:
    found = find(networks["pokrovsk"], ["trap", "troop", "trroop"])
    assert found["trap"]["claims"] and not any("troop" in text for text in found["trap"]["edges"])
    assert any("troop" in text for text in found["troop"]["edges"])
    assert any(
        "troop" in text for text in found["trroop"]["edges"]
    )  # nothing has that word, so it is an error in typing


@pytest.mark.parametrize(("name", "query", "text"), RELATIONS)
def test_a_relation_is_found_by_words_in_any_form(
    found: Mapping[str, dict[str, Found]], name: str, query: str, text: str
) -> None:
    edges = found[name][query]["edges"]
    assert edges and edges[0].startswith(text), edges


@pytest.mark.parametrize(("name", "query", "first"), FIGURES)
def test_the_claims_that_give_the_figure_itself_come_first(
    found: Mapping[str, dict[str, Found]], name: str, query: str, first: list[str]
) -> None:
    claims = found[name][query]["claims"]
    assert all(text.startswith(start) for text, start in zip(claims, first, strict=False)), claims


# --- days

TYPED_DAYS = [
    *(
        ("pokrovsk", query, ["2025-11-01"])
        for query in (
            "2025-11-01", "1 Nov", "1 November 2025", "November 1", "Nov. 1st, 2025", "on 1 nov.", "01.11.2025",
            "Zelenskyy 1 Nov",
        )
    ),
    ("earthquake", "11 March", ["2025-03-11"]),
    ("earthquake", "March 2025", ["2025-03-10", "2025-03-11", "2025-03-12"]),
    ("election", "4th of October 2021", ["2021-10-04"]),
    ("election", "2021-10", ["2021-10-03", "2021-10-04", "2021-10-05"]),
    # on which nothing was said: between two days, or after all
    ("pokrovsk", "2 Nov", ["2025-11-02"]), ("election", "2021-10-06", ["2021-10-06"]),
    # no day, or one before which nothing was said
    ("pokrovsk", "31 Feb", []), ("pokrovsk", "2025-13-05", []), ("pokrovsk", "05.13.2025", []),
    ("pokrovsk", "2024-11-01", []), ("election", "6 October", []),
    ("earthquake", "march", []), ("earthquake", "12", []), ("election", "49.2", []),
    ("pokrovsk", "59 brigade", []), ("made", "1 Nov", []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "query", "days"), TYPED_DAYS)
def test_a_day_is_found_as_people_write_it(
    found: Mapping[str, dict[str, Found]], name: str, query: str, days: list[str]
) -> None:
    assert found[name][query]["days"] == days


def test_the_claims_of_a_day_are_found_with_it_and_of_these_those_with_other_words(
    found: Mapping[str, dict[str, Found]], networks: Mapping[str, Network]
) -> None:
    said = {one.paraphrase for one in networks["election"].claims if one.said_by == "2021-10-04"}
    claims = found["election"]["4th of October 2021"]["claims"]
    assert len(claims) == 8 and set(claims) <= said
    own = find(networks["election"], ["Rook 2021-10-04", "2021-10-04"], later=tuple(claims[:2]))
    assert own["Rook 2021-10-04"]["nodes"][0] == "Ilse Rook"
    assert 0 < len(own["Rook 2021-10-04"]["claims"]) < len(said) and set(own["Rook 2021-10-04"]["claims"]) <= said
    assert not set(claims[:2]) & set(own["2021-10-04"]["claims"])  # not said by the day that is chosen


def test_a_claim_said_some_day_within_a_time_is_one_of_each_day_of_it() -> None:
    within = claim("w", paraphrase="The hull leaked.", said="2031-05-01 to 2031-05-09", said_by="2031-05-09")
    until = claim("u", paraphrase="It rained.", said="2031-05-09 or earlier", said_by="2031-05-09")
    first = claim("f", paraphrase="It sailed.", said="2031-05-01", said_by="2031-05-01")
    nodes = (node("ferry"), node("street", label="5 May Street"))
    asked = find(Network(nodes, (), (within, until, first)), ["5 May", "9 May 2031"])
    assert asked["5 May"]["nodes"] == ["5 May Street"]  # a name may be a day's
    assert asked["5 May"]["claims"] == ["The hull leaked."]
    assert asked["9 May 2031"]["claims"] == ["The hull leaked.", "It rained."]


def test_what_is_typed_on_the_way_to_a_day_is_answered(networks: Mapping[str, Network]) -> None:
    typed = ["-", "--", "'", "(", "№", "-2", *("2025-11-01"[:end] for end in range(1, 11))]
    assert set(find(networks["pokrovsk"], typed)) == set(typed)


def test_a_short_word_is_no_beginning_unless_nothing_else_fits(found: Mapping[str, dict[str, Found]]) -> None:
    hur = found["pokrovsk"]["hur"]
    assert hur["nodes"] and not any("hurry" in text or "hurt" in text for text in hur["claims"])
    fallen = find(made(), ["tra"])["tra"]
    assert fallen["nodes"] == [] and len(fallen["claims"]) == 2


@pytest.mark.slow
def test_a_relation_that_nobody_had_told_by_the_day_is_not_found(networks: Mapping[str, Network]) -> None:
    asked = find(networks["pokrovsk"], ["captured share"], told=False)["captured share"]
    assert asked["edges"] == []


def test_what_had_not_been_said_by_the_day_is_not_found() -> None:
    assert find(made(), ["trap"], later=("A trap was laid.",))["trap"]["claims"] == [made().claims[4].paraphrase]
