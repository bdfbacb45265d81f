"""The names that kgraph uses: IRIs, the one table of prefixes, and namespaces that raise an error for unknown terms."""

from typing import NoReturn


class IRI(str):
    """An absolute IRI: a `str` with a type of its own, so that the type checker refuses a label in its place."""

    __slots__ = ()


class Namespace:
    """An IRI prefix whose attributes are the terms under it.

    >>> PROV.wasQuotedFrom
    'http://www.w3.org/ns/prov#wasQuotedFrom'
    """

    def __init__(self, base: str) -> None:
        self.base = base

    def __getattr__(self, term: str) -> IRI:
        if term.startswith("__"):
            raise AttributeError(term)
        return self._kept(term)

    def _kept(self, term: str) -> IRI:
        """The term's IRI, kept as an attribute because code asks for it hundreds of thousands of times."""
        iri = self.__dict__[term] = IRI(self.base + term)
        return iri

    def __getitem__(self, term: str) -> IRI:
        return IRI(self.base + term)

    def __contains__(self, iri: object) -> bool:
        return isinstance(iri, str) and iri.startswith(self.base)


class ClosedNamespace(Namespace):
    """A namespace whose terms are all known: a misspelt one raises `AttributeError`.

    >>> KG.Claim
    'https://w3id.org/kgraph/ontology#Claim'
    >>> KG.Clam
    Traceback (most recent call last):
    AttributeError: https://w3id.org/kgraph/ontology# has no term 'Clam'
    """

    def __init__(self, base: str, terms: str) -> None:
        super().__init__(base)
        self.terms = frozenset(terms.split())

    def _unknown(self, term: str) -> NoReturn:
        raise AttributeError(f"{self.base} has no term '{term}'")

    def __getattr__(self, term: str) -> IRI:
        if term.startswith("__") or term not in self.terms:
            self._unknown(term)
        return self._kept(term)

    def __getitem__(self, term: str) -> IRI:
        if term not in self.terms:
            raise KeyError(term)
        return IRI(self.base + term)

    def __contains__(self, iri: object) -> bool:
        return isinstance(iri, str) and iri.removeprefix(self.base) in self.terms


# ontology/kgraph.ttl defines the terms; a test checks that this list is equal to them.
KG = ClosedNamespace(
    "https://w3id.org/kgraph/ontology#",
    """
    Claim Document Utterance TimeSpan Finding Dispute Position Conflict Revision OneVoice NearMiss Disagreement
    Corroboration Repetition Superiority
    Person Organization MilitaryUnit Force MediaOutlet Group UnnamedSource Role Equipment
    Place City Region Country OperationalArea Route Facility
    Event Battle Assault AirborneOperation Advance Withdrawal Occupation Encirclement Clearing Strike Visit
    Deployment Decree Infiltration Counteroffensive Interdiction LinkUp Construction Communication
    Cooperation
    Killing Shooting Arson Sabotage Explosion Kidnapping Arrest Detention Prosecution Trial Sentence Riot
    Protest LabourStrike Evacuation Departure Escape Accident Collision Crash Sinking Fire Wildfire Earthquake
    Flood Storm Landslide Outbreak Election Referendum Appointment Resignation Negotiation Agreement Announcement
    Sanction Merger Bankruptcy Layoff Launch Discovery Competition Meeting
    Posting Subordination Presence Control Measurement Assessment Characterisation Entitlement
    EditorsQuestion

    claimant statedIn content contentDigest inWorld about modality polarity certainty voice assertedDuring
    paraphrase anchor status extractionConfidence quoteDigest
    saidBy stance asserts claimedAs hopsFromOrigin telling independentOrigins
    denies contradicts supports qualifies derivedFrom findsNoEvidenceFor
    textDigest textLength fileName archiveDigest
    earliestBegin latestBegin earliestEnd latestEnd edtf time
    measure subject event counted place value minValue maxValue unit approximate comparator comparedWith figure
    restsOn disputes between conflict position answer givenBy inStatement onProperty superseded beside unknown
    dimension origin superior subordinate
    foundBy explanation
    added withdrawn changed opened revised closed
    actor target winner phase uses partOf purpose purposeMark cause causeMark condition exception
    aspect rating characterisedAs norm extent commanding side country locatedIn
    claimFor claimAgainst claimQualifying temporality ofOneWhole excludes

    Modalities Assertion Denial Forecast Conditional Recommendation Commitment Scenario
    Polarities Positive Negative
    Certainties Certain Probable Possible Unstated
    Voices DirectSpeech MixedSpeech IndirectSpeech OutletVoice OutletInference
    Statuses Suggested Accepted Rejected
    Stances Asserts Denies Forecasts ForecastsThatNot OnACondition OnAConditionNot Recommends RecommendsAgainst
    Promises PromisesNotTo Imagines ImaginesWithout
    Measures ShareOfTerritoryCaptured TroopStrength ForceRatio LossRatio Population DistanceAdvanced
    Duration Width
    PeopleKilled PeopleWounded PeopleTreated PeopleMissing PeopleCaptured PeopleDetained PeopleDisplaced
    PeopleEvacuated PeopleHomeless PeopleRescued PeopleInfected PeopleKilledSoFar PeopleWoundedSoFar
    PeopleInfectedSoFar Attendance EquipmentLost EquipmentLostSoFar EquipmentLaunched EquipmentIntercepted
    BuildingsDestroyed BuildingsDamaged JobsLost Area AmountOfMoney Votes ShareOfVotes Turnout Seats Magnitude
    Depth WaterLevel WindSpeed
    PeopleOnBoard PeopleWithoutPower HouseholdsWithoutPower PowerLost MassLeaked VolumeLeaked Mass Volume
    Speed Distance Height Rainfall Temperature
    Temporalities State EventTotal RunningTotal Flow
    Counted Everybody Military Civilians Children Women Staff Passengers Prisoners Police Protesters Patients
    Units Fraction Persons Ratio Kilometre Year
    Metre Mile Foot SquareKilometre Hectare SquareMile Acre Minute Hour Day Week Month Percent Item Vote Seat
    MomentMagnitude KilometrePerHour MilePerHour
    NauticalMile Centimetre Millimetre Inch Yard SquareMetre SquareFoot Second Tonne Kilogram ShortTon
    LongTon PoundWeight Litre CubicMetre Barrel USGallon ImperialGallon Knot MetrePerSecond Megawatt Gigawatt
    Kilowatt DegreeCelsius DegreeFahrenheit
    USD EUR GBP JPY CNY INR CHF CAD AUD BRL RUB UAH
    Comparators Exactly AtLeast AtMost MoreThan LessThan Between
    Dimensions Quantity Polarity Time Actor Means Cause
    Phases Intended Attempted Begun Ongoing Completed Slowed Halted Prevented RuledOut
    Extents Full FullInPart Partial Contested
    Aspects Importance Cost Difficulty Feasibility Outcome Cohesion Severity Advantage Intensity Effect
    Ratings High Low Rising Falling Critical Undecided Decided Temporary Decisive
    Marks Only Main Deliberate
    Labels Genocide WarCrime CrimeAgainstHumanity Terrorism SelfDefence Lawful Unlawful FreeAndFair Fraudulent
    Peaceful Violent
    """,
)

# Premises for rules in files: findings/premises.py writes them before the rules run and deletes them afterwards.
PREMISE = Namespace("https://w3id.org/kgraph/premise#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
PROV = Namespace("http://www.w3.org/ns/prov#")
OA = Namespace("http://www.w3.org/ns/oa#")
ORG = Namespace("http://www.w3.org/ns/org#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
SCHEMA = Namespace("https://schema.org/")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
SH = Namespace("http://www.w3.org/ns/shacl#")
SSSOM = Namespace("https://w3id.org/sssom/")
SEMAPV = Namespace("https://w3id.org/semapv/vocab/")
GNO = Namespace("http://www.geonames.org/ontology#")
WDT = Namespace("http://www.wikidata.org/prop/direct/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
VOID = Namespace("http://rdfs.org/ns/void#")
QUDT = Namespace("http://qudt.org/schema/qudt/")
QUANTITY_KIND = Namespace("http://qudt.org/vocab/quantitykind/")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
PAV = Namespace("http://purl.org/pav/")

PREFIXES = {
    "kg": KG.base,
    "crm": "http://www.cidoc-crm.org/cidoc-crm/",
    "crminf": "http://www.cidoc-crm.org/extensions/crminf/",
    "dcat": DCAT.base,
    "dcterms": DCTERMS.base,
    "foaf": FOAF.base,
    "geo": GEO.base,
    "gn": "https://sws.geonames.org/",
    "gno": GNO.base,
    "grasp": "http://groundedannotationframework.org/grasp#",
    "oa": OA.base,
    "org": ORG.base,
    "owl": OWL.base,
    "pav": PAV.base,
    "premise": PREMISE.base,
    "prov": PROV.base,
    "quantitykind": QUANTITY_KIND.base,
    "qudt": QUDT.base,
    "qudt-unit": "http://qudt.org/vocab/unit/",
    "rdf": RDF.base,
    "rdfs": RDFS.base,
    "schema": SCHEMA.base,
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sh": SH.base,
    "semapv": SEMAPV.base,
    "skos": SKOS.base,
    "sssom": SSSOM.base,
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "void": VOID.base,
    "wd": "http://www.wikidata.org/entity/",
    "wdt": WDT.base,
    "xsd": XSD.base,
}


def compact(iri: str) -> str:
    """The IRI as `prefix:name` where the table has a prefix for it, else the IRI itself.

    >>> compact("https://w3id.org/kgraph/ontology#Claim")
    'kg:Claim'
    """
    for prefix, base in PREFIXES.items():
        if iri.startswith(base) and iri[len(base) :].replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{iri[len(base) :]}"
    return iri
