"""The search of the page finds the names that the command line takes for one, but for those that cost it too much."""

import pytest

from kgraph.analysis.graph import Network
from kgraph.names.equal import are_one
from kgraph.names.page import for_page
from kgraph.reading import for_scripts
from named_pairs import cases
from networks import node
from nodejs import in_node
from searched import find

LEFT_TO_THE_COMMAND_LINE = {
    # units without numbers, numbers above ten in words, words for bodies other than units, vowels that are not written
    ("Golani Brigade", "חטיבת גולני"),
    ("п'ятдесят дев'ята бригада", "59th Brigade"),
    ("Kraken Regiment", "полк «Кракен»"),
    ("Central Hospital", "Центральна лікарня"),
    ("Hayat Tahrir al-Sham", "هيئة تحرير الشام"),
    ("Ismail Haniyeh", "إسماعيل هنية"),
    ("Ali Khamenei", "علی خامنه‌ای"),
    ("Mohammad Javad Zarif", "محمد جواد ظریف"),
    ("Masoud Pezeshkian", "مسعود پزشکیان"),
    ("Benjamin Netanyahu", "בנימין נתניהו"),
    ("Yoav Gallant", "יואב גלנט"),
    ("Nawaz Sharif", "نواز شریف"),
    ("Abiy Ahmed", "አብይ አህመድ"),
    ("Alexis Tsipras", "Αλέξης Τσίπρας"),
    ("Maia Sandu", "Майя Санду"),
    ("Ahmed al-Sharaa", "أحمد الشرع"),
    ("Itamar Ben-Gvir", "איתמר בן גביר"),
    ("Bezalel Smotrich", "בצלאל סמוטריץ'"),
    ("Abdalla Hamdok", "عبد الله حمدوك"),
    ("Qasem Soleimani", "Ghasem Soleymani"),
    ("7th Rapid Response Corps", "7 корпус швидкого реагування"),
    ("National Liberation Army", "Ejército de Liberación Nacional"),
    ("27e brigade d'infanterie de montagne", "27th Mountain Infantry Brigade"),
    ("Los Angeles Fire Dept", "Los Angeles Fire Department"),
    ("Children's Hospital No. 2", "Детская больница № 2"),
    ("Nasser Hospital", "مستشفى ناصر"),
    ("Kamal Adwan Hospital", "مستشفى كمال عدوان"),
    ("Yasser al-Atta", "ياسر العطا"),
    ("Malik Agar", "مالك عقار"),
    ("Nabih Berri", "نبيه بري"),
    ("Samir Geagea", "سمير جعجع"),
    ("Mohammed Shia al-Sudani", "Mohammed Shyaa Al Sudani"),
    ("Kfir Brigade", "חטיבת כפיר"),
    ("Givati Brigade", "חטיבת גבעתי"),
    ("Kata'ib Hezbollah", "كتائب حزب الله"),
    ("Harakat al-Nujaba", "حركة النجباء"),
    ("Hamza Division", "فرقة الحمزة"),
    ("86th Division", "الفرقة السادسة والثمانون"),
    ("3rd Infantry Division Shendi", "الفرقة الثالثة مشاة شندي"),
    ("9e BIMa", "9e brigade d'infanterie de marine"),
    ("Municipal Hospital", "Міська лікарня"),
    ("Constitutional Court", "Конституційний суд"),
    # points within a unit's name, a letter that sounds otherwise, a name and its acronym of which the page knows one
    ("US Seventh Fleet", "U.S. 7th Fleet"),
    ("Ilham Aliyev", "İlham Əliyev"),
    ("AFAD", "Disaster and Emergency Management Presidency (AFAD)"),
    ("Najib Mikati", "نجيب ميقاتي"),
    ("Nahal Brigade", 'חטיבת הנח"ל'),
}
FOUND = [one for one in cases("one") if one[:2] not in LEFT_TO_THE_COMMAND_LINE]
UNITS = """
import { makePlain } from "./names.js";
import { areOneUnit, makeUnits } from "./units.js";
const answer = ({ reading, names, pairs }) => {
  const unitOf = makeUnits(names, makePlain(reading, names.letters));
  return pairs.map((pair) => {
    const [one, other] = pair.map((name) => unitOf(name));
    return Boolean(one && other && areOneUnit(one, other) && areOneUnit(other, one));
  });
};
"""


def on_page(pairs: list[tuple[str, str, str]]) -> list[bool]:
    """Whether one of the five best on the page is one with the second name, among all names of the common set."""
    known = dict.fromkeys(name for name, _, _ in cases("one", "near"))
    network = Network(tuple(node(f"n{at}", "person", label=name) for at, name in enumerate(known)), (), (), ())
    found = find(network, list(dict.fromkeys(asked for _, asked, _ in pairs)))
    return [any(are_one(name, asked) for name in found[asked]["nodes"][:5]) for _, asked, _ in pairs]


@pytest.mark.slow
def test_the_page_finds_the_names_that_are_one() -> None:
    assert [pair for pair, found in zip(FOUND, on_page(FOUND), strict=True) if not found] == []


@pytest.mark.slow
def test_the_list_of_what_is_left_to_the_command_line_has_nothing_that_the_page_finds() -> None:
    left = [one for one in cases("one") if one[:2] in LEFT_TO_THE_COMMAND_LINE]
    assert len(left) == len(LEFT_TO_THE_COMMAND_LINE)
    assert [pair for pair, found in zip(left, on_page(left), strict=True) if found] == []


def test_units_that_are_one_on_the_page_are_one_to_the_command_line() -> None:
    pairs = [(known, asked) for known, asked, _ in cases("one", "near", "other")]
    given = {"reading": for_scripts(), "names": for_page(), "pairs": pairs}
    on = [pair for pair, one in zip(pairs, in_node(UNITS, given), strict=True) if one]
    assert [pair for pair in on if not are_one(*pair)] == []
    assert len(on) > 60
