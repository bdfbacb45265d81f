"""What class a new name is guessed to be of, in any kind of news; all names are made up."""

from functools import cache

from kgraph.namespaces import KG
from kgraph.sheets.guessing import guessed
from kgraph.sheets.names import Names
from kgraph.vocabulary import built_in

GUESSES = """
who says it | other | Tessa Marwick | Person
who says it | other | Jorn van der Hulst | Person
who says it | other | Abu Karim al-Sadri | Person
who says it | other | Олена Гришко | Person
who says it | other | Ministry of Civil Defence | Organization
who says it | other | Norvik Police | Organization
who says it | other | General Staff of Basaltia | Organization
who says it | other | Harbour Office of Ylm | Organization
who says it | other | Seismological Institute | Organization
who says it | other | National Election Commission | Organization
who says it | other | Office of the President | Organization
who says it | other | Quay Hospital | Organization
who says it | other | Strand Line | Organization
who says it | other | Red Crescent of Ostmark | Organization
who says it | other | UNGR | Organization
who says it | other | Civic Renewal Party | Organization
who says it | other | Sorby District Council | Organization
who says it | other | Miners' Union of Tarn | Organization
who says it | other | the government | Organization
who says it | other | The Ostmark Times | MediaOutlet
who says it | other | Radio Selm | MediaOutlet
through whom | other | Tarn Daily | MediaOutlet
through whom | other | Borean News Agency | MediaOutlet
who says it | other | two rescue officials | UnnamedSource
who says it | other | an unnamed diplomat | UnnamedSource
who says it | other | a resident of Ylm | UnnamedSource
who says it | other | eyewitnesses | UnnamedSource
who says it | other | the strikers | Group
who | control | 9th Mountain Brigade | MilitaryUnit
who | control | 3rd Rifle Bn | MilitaryUnit
who | control | Ostmark army | Force
who | control | northern rebels | Force
who | event | students of Selm | Group
who | event | Varga Chemicals Ltd | Organization
who | post | Mirela Dunn | Person
to whom | post | Borean Rail | Organization
what | post | deputy harbour master | Role
to whom | event | ferry Rowan | Equipment
to whom | unit under | 2nd Army Corps | MilitaryUnit
where | event | Ylm | City
where | event | Selm Bridge | Facility
where | event | Port of Ylm | Facility
where | event | Tarn valley | Region
where | event | Sorby district | Region
where | event | highway 12 | Route
where | event | Strait of Borea | Route
where | event | Gate 4 | Facility
where | event | Republic of Ostmark | Country
where | event | Blue Lake | Region
where | event | central station | Facility
event | figure | explosion at the Varga plant | Explosion
event | figure | sinking of the ferry Rowan | Sinking
event | figure | flood in Selm | Flood
event | figure | 2031 presidential election | Election
event | figure | Ylm train crash | Collision
event | figure | earthquake of 4 May | Earthquake
event | figure | ceasefire talks in Selm | Negotiation
event | figure | missile strike on the depot | Strike
event | figure | general strike in Tarn | LabourStrike
event | figure | protests against the dam | Protest
event | figure | Selm referendum | Referendum
event | figure | cholera outbreak in the camps | Outbreak
event | figure | arrest of the mayor | Arrest
event | figure | wildfire near Sorby | Wildfire
event | figure | storming of the palace | Assault
event | figure | resignation of the cabinet | Resignation
cause | cause | heavy storm | Storm
by what means | event | drones | Equipment
norm | characterisation | Harbours Act | Decree
"""


@cache
def names() -> Names:
    return Names("https://example.org/id/", built_in())


def rows() -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in GUESSES.strip().splitlines()]


def test_most_guesses_are_right() -> None:
    found = [(name, wanted, guessed(name, column, kind, names())) for column, kind, name, wanted in rows()]
    wrong = [(name, wanted, classes) for name, wanted, classes in found if KG[wanted] not in classes]
    assert len(found) >= 60
    assert len(wrong) <= 0.15 * len(found), wrong


def test_no_office_is_taken_for_a_person() -> None:
    for column, kind, name, wanted in rows():
        if wanted in ("Organization", "MediaOutlet", "UnnamedSource", "Group", "Force", "MilitaryUnit"):
            assert KG.Person not in guessed(name, column, kind, names()), name
