"""Ambiguous words, which suggest terms but name none: "casualties", "$", "strike". The user has to choose a term.

The vocabulary can be searched by common words. Some of these have several meanings, or mean less than the term says, so
cells do not accept them. Words that two terms have need no entry here, since they are ambiguous anyway.
"""

from collections.abc import Mapping

_MEASURES = {
    "victims": "PeopleKilled PeopleWounded",
    "casualties": "PeopleKilled PeopleWounded",
    "toll": "PeopleKilled",
    "lost": "PeopleMissing PeopleKilled",
    "losses": "EquipmentLost EquipmentLostSoFar PeopleKilled JobsLost",
    "total losses": "PeopleKilledSoFar EquipmentLostSoFar",
    "loss": "AmountOfMoney EquipmentLost",
    "damage": "AmountOfMoney BuildingsDamaged",
    "survivors": "PeopleRescued",
    "drowned": "PeopleKilled",
    "patients": "PeopleTreated",
    "sick": "PeopleInfected PeopleTreated",
    "ill": "PeopleInfected PeopleTreated",
    "result": "ShareOfVotes Votes",
    "captured": "ShareOfTerritoryCaptured PeopleCaptured",
    "surrendered": "PeopleCaptured",
    "fired": "EquipmentLaunched JobsLost",
    "residents": "Population PeopleEvacuated PeopleDisplaced",
    "refugees": "PeopleDisplaced",
    "fled": "PeopleDisplaced PeopleEvacuated",
    "cases": "PeopleInfected PeopleInfectedSoFar",
    "strength": "TroopStrength Magnitude",
    "aid": "AmountOfMoney",
    "gap": "Width",
    "size": "Area Attendance TroopStrength",
    "cargo": "Mass Volume",
    **dict.fromkeys(
        (
            "power cut",
            "power cuts",
            "blackout",
            "outage",
            "outages",
            "without power",
            "without electricity",
            "power outage",
        ),
        "HouseholdsWithoutPower PeopleWithoutPower PowerLost",
    ),
}
_UNITS = {
    "$": "USD CAD AUD",
    "dollars": "USD CAD AUD",
    "dollar": "USD CAD AUD",
    "¥": "JPY CNY",
    "rupees": "INR",
    "rupee": "INR",
    "francs": "CHF",
    "franc": "CHF",
    **dict.fromkeys(("pounds", "pound"), "GBP PoundWeight"),
    **dict.fromkeys(("gallon", "gallons", "gal", "gals"), "USGallon ImperialGallon"),
    **dict.fromkeys(("ton", "tons"), "Tonne ShortTon LongTon"),
    **dict.fromkeys(("degree", "degrees", "deg"), "DegreeCelsius DegreeFahrenheit"),
    "nm": "NauticalMile",
    "kt": "Knot",
    "lakh": "Persons INR",
    "crore": "Persons INR",
    "times": "Ratio",
    "passengers": "Persons",
}
_EVENTS = {
    "strike": "Strike LabourStrike",
    "attack": "Strike Assault",
    "crash": "Crash Collision Accident",
    "collapse": "Accident Bankruptcy",
    "capture": "Occupation Arrest",
    "seizure": "Occupation Arrest",
    "launch": "Launch Strike",
    "release": "Launch",
    "order": "Decree",
    "decision": "Decree",
    "call": "Communication",
    "transfer": "Deployment",
    "charge": "Prosecution",
    "fine": "Sentence",
    "find": "Discovery",
    "pocket": "Encirclement",
    "default": "Bankruptcy",
}
_CLASSES = {
    "army": "Force MilitaryUnit",
    "troops": "Force MilitaryUnit",
    "police": "Organization Group",
    "community": "Group City",
    "sea": "Place",
    "source": "UnnamedSource",
    "state": "Organization Region Country",
    "front": "OperationalArea",
    "strike": "Strike LabourStrike",
    **dict.fromkeys(("war", "conflict", "armed conflict", "crisis", "campaign"), "Event"),
}
LEADING: Mapping[str, Mapping[str, str]] = {
    "measure": _MEASURES,
    "unit": _UNITS,
    "kind of event": _EVENTS,
    "class": _CLASSES,
}
"""For each kind of term, the ambiguous words with the names of the terms that may be meant."""

NO_UNITS: Mapping[str, str] = {
    **dict.fromkeys(("million", "thousand", "billion", "hundred", "dozen"), "behind the figure: 3 million"),
    **dict.fromkeys(("half", "third", "quarter"), "as the figure"),
    "part": "as the figure",
    "currency": "which currency",
}
"""Words that are no units, with advice on where or what to write instead."""
