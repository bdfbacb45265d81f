"""Whether a span's text agrees with its bounds, whether bounds are in order, and what was said too late."""

from datetime import date

import pytest

from kgraph.days import Moment
from kgraph.namespaces import KG, PREFIXES
from kgraph.store import parse_quads
from kgraph.validation.dataset import Dataset
from kgraph.validation.edtf import read
from kgraph.validation.times import check_late, disagreements, latest_today

NAMES = {"EB": "earliestBegin", "LB": "latestBegin", "EE": "earliestEnd", "LE": "latestEnd"}

# Written before the code: text and bounds, and why they go together.
AGREE = """
2025-11-05                        EB=2025-11-05 LE=2025-11-05                     within the day
2025-11-05                        LB=2025-11-05 EE=2025-11-05                     so on that day, begun whenever
2025-11-05                        EB=2025-11-05 LB=2025-11-05 EE=2025-11-05 LE=2025-11-05
2025-11-05                        LE=2025-11-05                                   ended that day
2025-11-05                        LB=2025-11-05T07:00:00+02:00                    an hour of the day
2025-11-05                        EB=2025-11-04T22:30:00Z LE=2025-11-05T10:00:00Z written in UTC
2025-11-05                        EB=2025-11-05Z LE=2025-11-05Z                   a zone leaves a day the same
2025-11-05                        EB=2025-11-05T00:00:00Z LE=2025-11-05T24:00:00Z to the end of the day
2025-11-05?                       LB=2025-11-03 EE=2025-11-03                     the source is not sure
2025-11-05~                       EB=2025-11-03 LE=2025-11-08                     about that day
2025-11-05%                       EB=2025-10-28 LE=2025-11-12
-0044-03-15                       EB=-0044-03-15 LE=-0044-03-15                   before the year 1
0000-02-29                        LB=0000-02-29 EE=0000-02-29                     the year 0 is a leap year
Y12021                            EB=12021-05-04 LE=12021-05-04                   EDTF has no days of such years
Y-12021                           LB=-12021-01-01 EE=-12021-12-31
2025-09                           EB=2025-09-01 LE=2025-09-30                     some time in the month
2025-09                           LB=2025-09-30 EE=2025-09-01                     so at some time of the month
2025-09                           LB=2025-09-15 EE=2025-09-15                     the bounds know more than the text
2025-09~                          EB=2025-08-20 LE=2025-10-10
2025                              EB=2025-03-01 LE=2025-12-31
2024-37                           EB=2024-01-01 LB=2024-04-30                     the first four months
2025-33                           EB=2025-01-01 LE=2025-03-31                     the first quarter
2025-41                           EB=2025-07-01 LE=2025-12-31                     the second half
2025-23                           LB=2025-11-05 EE=2025-09-01                     autumn, in the north
2025-23                           EB=2025-03-20 LE=2025-06-20                     autumn, in the south
2025-24                           EB=2025-12-01 LE=2026-02-28                     a winter that ends in the next year
2025-24                           EB=2024-12-21 LE=2025-03-20                     or begins in the one before
2025-28                           EB=2025-12-01 LE=2026-02-28                     winter, in the north
2025-30                           EB=2025-12-01 LE=2026-02-28                     summer, in the south
2025-22?                          EB=2025-06-01 LE=2025-08-31
2025-10-21/2025-10-31             EB=2025-10-21 LE=2025-10-31                     within these days
2025-10-21/2025-10-31             EB=2025-10-21 LB=2025-10-21 EE=2025-10-31 LE=2025-10-31
2025-10-21/2025-10-31             LB=2025-10-31 EE=2025-10-21                     so at some time of these days
2025-10-21/2025-10-31             LB=2025-10-21 EE=2025-10-31                     through all of these days
2025-10-21/2025-10-31             EB=2025-10-21 LB=2025-10-25 EE=2025-10-25 LE=2025-10-31
2025-09/2025-10                   EB=2025-09-01 LE=2025-10-31
2025-09/2025-11-05                EB=2025-09-01 LB=2025-11-05
2025-09~/2025-11-05               EB=2025-08-25 LE=2025-11-05
-0049-01-10/-0044-03-15           LB=-0049-01-10 EE=-0044-03-15
-0001/0001                        EB=-0001-01-01 LE=0001-12-31
2034-05-03/2034-05-03             EB=2034-05-03 LB=2034-05-03 EE=2034-05-03 LE=2034-05-03
../2025-11-05                     LE=2025-11-05                                   over by that day
../2025-11-05                     LB=2025-11-05                                   begun by that day
../2025-11-05                     EE=2025-11-05                                   still so on that day
../2025-11-05                     EE=2025-11-05 LE=2025-11-05
../2025-11-05                     EB=2025-01-01 LE=2025-11-05
../2025-10-31~                    LE=2025-10-31
/2025-11-05                       LE=2025-11-05                                   an unknown begin
2025-11-05/..                     EB=2025-11-05
2025-11-05/..                     LB=2025-11-05
2025-11-05/..                     EE=2025-11-05                                   still so on that day
2025-11-05/..                     EB=2025-11-05 LB=2025-11-05
2025-11-05/                       EB=2025-11-05
2025-09/..                        EB=2025-09-01 LB=2025-11-05
2024/..                           EB=2024-01-01
[..2025-11-05]                    LB=2025-11-05                                   on some day up to that one
[2025-11-05..]                    EB=2025-11-05
[2025-11-03,2025-11-05]           EB=2025-11-03 LE=2025-11-05                     on one of two days
[2025-11-03..2025-11-05]          LB=2025-11-04 EE=2025-11-04
{2025-11-03,2025-11-05}           EB=2025-11-03 LE=2025-11-05
2025-11-XX                        EB=2025-11-01 LE=2025-11-30                     some day of the month
2025-XX-05                        LB=2025-12-05 EE=2025-01-05                     the fifth of some month
156X-12-25                        EB=1560-12-25 LE=1569-12-25                     some Christmas
20XX                              EB=2000-01-01 LE=2099-12-31
-156X                             EB=-1569-01-01 LE=-1560-12-31
1950S2                            EB=1900-01-01 LE=1999-12-31                     two significant digits
Y3388E2S3                         EB=338000-01-01 LE=338999-12-31
2031-03-09T06:00:00Z              EB=2031-03-09T06:00:00Z LE=2031-03-09T06:00:00Z
2031-03-09T06:00:00Z              EB=2031-03-09T08:00:00+02:00                    the same instant
2031-03-09T06:00:00Z              EB=2031-03-09T06:00:00Z LE=2031-03-09T06:10:00Z from then on, ten minutes at most
2031-03-09T06:00:00+00:00         EB=2031-03-09 LE=2031-03-09
../..                             EB=2025-11-05
"""

# Text and bounds that do not go together, and what the finding names.
DISAGREE = """
2025-11-05                        EB=2025-11-04 LE=2025-11-05                     kg:earliestBegin
2025-11-05                        LB=2025-11-06 EE=2025-11-05                     kg:latestBegin
2025-11-05                        LE=2025-11-06                                   kg:latestEnd
2099-01-01                        EB=2021-05-03 LE=2021-05-03                     kg:earliestBegin
2025-11-05                        EB=2025-11-07T10:00:00Z                         kg:earliestBegin
2025-11-05                        EB=2025-12-05Z                                  kg:earliestBegin
2025-11-05~                       EB=2020-11-05 LE=2020-11-05                     kg:earliestBegin
-0044-03-15                       EB=0044-03-15 LE=0044-03-15                     kg:earliestBegin
-0044-03-15                       EB=-0043-03-15                                  kg:earliestBegin
Y12021                            EB=2021-05-04                                   kg:earliestBegin
Y-12021                           EB=12021-01-01                                  kg:earliestBegin
2025-10                           EB=2025-09-30 LE=2025-10-31                     kg:earliestBegin
2025-10                           EB=2025-10-01 LE=2025-11-01                     kg:latestEnd
2025-10~                          LE=2031-11-01                                   kg:latestEnd
2025                              LE=2026-01-01                                   kg:latestEnd
2025-33                           LE=2025-04-01                                   kg:latestEnd
2025-23                           LB=2025-08-05                                   kg:latestBegin
2025-27                           LB=2025-04-05                                   kg:latestBegin
2025-10-21/2025-10-31             EB=2025-10-20 LE=2025-10-31                     kg:earliestBegin
2025-10-21/2025-10-31             EB=2025-10-23 LE=2025-10-31                     kg:earliestBegin
2025-10-21/2025-10-31             EB=2025-10-21 LE=2025-10-29                     kg:latestEnd
2025-10-21/2025-10-31             EB=2025-10-21 LE=2025-11-01                     kg:latestEnd
2025-10-21/2025-10-31             LB=2025-10-25 EE=2025-10-25                     2025-10-21
../2025-11-05                     LE=2025-11-04                                   kg:latestEnd
../2025-11-05                     LE=2025-11-06                                   kg:latestEnd
../2025-11-05                     LB=2025-11-04                                   2025-11-05
2025-11-05/..                     EB=2025-11-04                                   kg:earliestBegin
2025-11-05/..                     EB=2025-11-06                                   kg:earliestBegin
2025-11-05/..                     LB=2025-11-06                                   2025-11-05
[..2025-11-05]                    LB=2025-11-06                                   kg:latestBegin
[..2025-11-05]                    LB=2025-11-01                                   2025-11-05
[2025-11-03,2025-11-05]           EB=2025-11-03 LE=2025-11-04                     kg:latestEnd
[2025-11-03..2025-11-05]          LB=2025-11-06                                   kg:latestBegin
2025-11-XX                        EB=2025-10-31                                   kg:earliestBegin
2025-XX-05                        LB=2025-12-06                                   kg:latestBegin
156X-12-25                        EB=1560-12-24                                   kg:earliestBegin
-156X                             EB=1560-01-01                                   kg:earliestBegin
Y17E7                             EB=2025-01-01                                   kg:earliestBegin
1950S2                            LE=2000-01-01                                   kg:latestEnd
2031-03-09T06:00:00Z              EB=2031-03-09T07:00:00Z                         2031-03-09T06:00:00Z
2031-03-09T06:00:00Z              EB=2031-03-11                                   kg:earliestBegin
"""


def cases(table: str) -> list[tuple[str, dict[str, str], str]]:
    found = []
    for line in table.strip().splitlines():
        text, *rest = line.split()
        bounds = dict(word.split("=") for word in rest if word[:3] in ("EB=", "LB=", "EE=", "LE="))
        found.append((text, bounds, " ".join(word for word in rest if "=" not in word)))
    return found


def told(text: str, bounds: dict[str, str]) -> list[tuple[str, str]]:
    return list(disagreements(read(text), {KG[NAMES[name]]: Moment.of(bound) for name, bound in bounds.items()}))


@pytest.mark.parametrize(("text", "bounds", "why"), cases(AGREE))
def test_texts_and_bounds_that_agree(text: str, bounds: dict[str, str], why: str) -> None:
    assert told(text, bounds) == [], why


@pytest.mark.parametrize(("text", "bounds", "named"), cases(DISAGREE))
def test_texts_and_bounds_that_do_not_agree(text: str, bounds: dict[str, str], named: str) -> None:
    found = told(text, bounds)
    assert [severity for severity, _ in found] == ["error"]
    assert named.partition("T")[0] in found[0][1]


BASE = "https://example.org/id/"
LATE = f"""
@base <{BASE}> .
{"".join(f"@prefix {prefix}: <{iri}> . " for prefix, iri in PREFIXES.items())}
<doc/d> {{
  <doc/d> a kg:Document ; schema:datePublished PUBLISHED .
  <claim/d/c1> a kg:Claim ; kg:statedIn <doc/d> ; kg:content <claim/d/c1#content> ; kg:modality kg:Assertion ;
    kg:polarity kg:Positive ; kg:assertedDuring [ kg:earliestBegin SAID ] ;
    prov:wasQuotedFrom [ a kg:Utterance ; kg:assertedDuring [ kg:earliestBegin RELAYED ] ] .
}}
<claim/d/c1#content> {{
  <claim/d/c1#e> a kg:Strike ; kg:phase PHASE ; kg:time <claim/d/c1#t> . <claim/d/c1#t> kg:earliestBegin HAPPENED .
}}
"""
NOT_LATE = {
    "PUBLISHED": "2021-05-04T09:00:00Z",
    "SAID": "2021-05-04",
    "RELAYED": "2021-05-03",
    "HAPPENED": "2021-05-02",
    "PHASE": "kg:Completed",
}
BEFORE_THE_YEAR_1 = {"RELAYED": "-0050-01-01", "HAPPENED": "-0050-01-01"}
TODAY = date(2021, 5, 6)


def late(
    said: dict[str, str], today: date | None = TODAY, stance: str = "kg:Assertion kg:Positive"
) -> list[tuple[str, str]]:
    modality, polarity = stance.split()
    data = LATE.replace("kg:Assertion", modality).replace("kg:Positive", polarity)
    for name, value in (NOT_LATE | said).items():
        kind = "dateTime" if "T" in value else "date"
        data = data.replace(name, value if ":" in value[:3] else f'"{value}"^^xsd:{kind}')
    found = check_late(Dataset(parse_quads(data.encode(), "trig", BASE), BASE), today)
    return [(finding.severity, finding.message) for finding in found]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"SAID": "2021-05-04T09:00:00Z"},
        {"SAID": "2021-05-04T11:00:00+02:00"},
        {"PUBLISHED": "2021-05-04"},
        {"PUBLISHED": "2021-05-04T23:30:00-05:00", "SAID": "2021-05-05"},  # it was the 5th already farther east
        {"PUBLISHED": "2021-05-06"},
        {"PUBLISHED": "-0044-03-15", "SAID": "-0044-03-15", "RELAYED": "-0044-03-14", "HAPPENED": "-0049-01-10"},
        {"HAPPENED": "2031-05-04", "PHASE": "kg:Intended"},
        {"PUBLISHED": "2022-07-32"},
    ],
)
def test_what_is_not_surely_late_is_no_warning(said: dict[str, str]) -> None:
    assert late(said) == []


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"SAID": "2031-05-04"}, "said on 2031-05-04 or later, after its document was published, on 2021-05-04"),
        ({"SAID": "2021-05-05"}, "said on 2021-05-05 or later"),
        ({"SAID": "2021-05-04T09:00:01Z"}, "said on 2021-05-04 or later"),
        ({"SAID": "12021-05-04"}, "said on 12021-05-04 or later"),
        ({"PUBLISHED": "2021-05-04+02:00", "SAID": "2021-05-05T00:00:00Z"}, "said on 2021-05-05 or later"),
        (
            {"PUBLISHED": "-0044-03-15", "SAID": "-0044-03-16", "RELAYED": "-0050-01-01", "HAPPENED": "-0050-01-01"},
            "said on",
        ),
        ({"RELAYED": "2021-06-01"}, "relayed on 2021-06-01 or later"),
        ({"PUBLISHED": "2021-05-07"}, "published on 2021-05-07, which lies in the future"),
        ({"PUBLISHED": "2099-01-01T00:00:00Z"}, "published on 2099-01-01"),
        ({"PUBLISHED": "12021-05-04"}, "published on 12021-05-04"),
        (
            {"HAPPENED": "2031-05-04"},
            f"asserts that <{BASE}claim/d/c1#e> has begun, on 2031-05-04 or later",
        ),
        ({"HAPPENED": "2021-05-06", "PHASE": "kg:Ongoing"}, "has begun, on 2021-05-06 or later"),
    ],
)
def test_what_is_surely_late_is_a_warning(said: dict[str, str], message: str) -> None:
    ((severity, told),) = late(said)
    assert severity == "warning"
    assert message in told


def test_without_a_day_nothing_is_in_the_future() -> None:
    assert late({"PUBLISHED": "2099-01-01"}, None) == []
    assert (latest_today() - date.today()).days in (0, 1)


def test_forecasts_and_denials_may_speak_of_later() -> None:
    for stance in ("kg:Forecast kg:Positive", "kg:Denial kg:Negative", "kg:Assertion kg:Negative"):
        assert late({"HAPPENED": "2031-05-04"}, stance=stance) == []
