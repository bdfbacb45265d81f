"""Short forms of the states of the United States, Canada and Australia: "Tex.", "Ont.", "NSW".

Those with dots are of the Associated Press Stylebook ("state names") and The Canadian Press Stylebook. Those in
capitals are of Canada Post and Australia Post. The two letters of the United States are codes of the table of places.
"""

from typing import NamedTuple


class State(NamedTuple):
    """A state by its country's code and its name."""

    country: str
    name: str


_DOTTED = {
    "US": "Ala. Alabama; Ariz. Arizona; Ark. Arkansas; Calif. California; Colo. Colorado; Conn. Connecticut"
    "; Del. Delaware; Fla. Florida; Ga. Georgia; Ill. Illinois; Ind. Indiana; Kan. Kansas; Ky. Kentucky"
    "; La. Louisiana; Me. Maine"
    "; Md. Maryland; Mass. Massachusetts; Mich. Michigan; Minn. Minnesota; Miss. Mississippi; Mo. Missouri"
    "; Mont. Montana; Neb. Nebraska; Nev. Nevada; N.H. New Hampshire; N.J. New Jersey; N.M. New Mexico; N.Y. New York"
    "; N.C. North Carolina; N.D. North Dakota; Okla. Oklahoma; Ore. Oregon; Pa. Pennsylvania; R.I. Rhode Island"
    "; S.C. South Carolina; S.D. South Dakota; Tenn. Tennessee; Tex. Texas; Vt. Vermont; Va. Virginia; Wash. Washington"
    "; W.Va. West Virginia; Wis. Wisconsin; Wyo. Wyoming; D.C. District of Columbia",
    "CA": "Alta. Alberta; B.C. British Columbia; Man. Manitoba; N.B. New Brunswick; N.S. Nova Scotia; Ont. Ontario"
    "; P.E.I. Prince Edward Island; Que. Quebec; Sask. Saskatchewan",
    "AU": "N.S.W. New South Wales; Qld. Queensland; Tas. Tasmania; Vic. Victoria",
}
_PLAIN = {
    "CA": "AB Alberta; BC British Columbia; MB Manitoba; NB New Brunswick; NS Nova Scotia; ON Ontario; QC Quebec"
    "; NT Northwest Territories; PEI Prince Edward Island",
    "AU": "ACT Australian Capital Territory; NSW New South Wales; NT Northern Territory; QLD Queensland; TAS Tasmania"
    "; VIC Victoria; WA Western Australia",
}


def _by_form() -> dict[str, tuple[State, ...]]:
    found: dict[str, tuple[State, ...]] = {}
    for country, states in (*_DOTTED.items(), *_PLAIN.items()):
        for state in states.split("; "):
            form, _, name = state.partition(" ")
            found[form.lower()] = (*found.get(form.lower(), ()), State(country, name))
    return found


_STATES = _by_form()


def in_short(text: str) -> tuple[State, ...]:
    """The states that a short form means; "NT" is one of Canada's and one of Australia's.

    >>> in_short("Ont."), [one.country for one in in_short("NT")], in_short("Ontario")
    ((State(country='CA', name='Ontario'),), ['CA', 'AU'], ())
    """
    return _STATES.get(text.lower().replace(" ", ""), ())
