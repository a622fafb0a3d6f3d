"""Random small worlds: one tree of areas, few countries, every constraint in play."""

from datetime import date, timedelta

from hypothesis import strategies as st

AS_OF = date(2026, 7, 1)
AREAS = {"root": None, "IR": "root", "FOR": "root", "FOR.mob": "FOR", "FOR.net": "FOR"}
LEAVES = ["IR", "FOR.mob", "FOR.net"]
COUNTRIES = ["AA", "BB", "CC", "DD"]
GROUPS = {"G1": ["AA", "BB"], "G2": ["BB", "CC", "DD"]}
KINDS, LANGUAGES, MODES = ["training", "equipment"], ["en", "fr"], ["in_person", "remote"]


def some(names, least=0):
    return st.lists(st.sampled_from(names), min_size=least, unique=True).map(sorted)


def days(low, high):
    return st.integers(low, high).map(lambda n: (AS_OF + timedelta(days=n)).isoformat())


def maybe(strategy):
    return st.none() | strategy


@st.composite
def needs(draw, name):
    current = draw(st.integers(1, 4))
    start = draw(maybe(st.integers(-60, 900)))
    end = draw(maybe(st.integers(start or 0, 1600)))
    return {
        "id": name,
        "country": draw(st.sampled_from(COUNTRIES)),
        "area": draw(st.sampled_from(LEAVES)),
        "current": current,
        "target": draw(st.integers(current + 1, min(5, current + 2))),
        "quantity": draw(st.integers(1, 12)),
        "urgency": draw(st.integers(1, 5)),
        "kinds": draw(st.just([]) | some(KINDS)),
        "languages": draw(st.just([]) | some(LANGUAGES)),
        "modes": draw(maybe(some(MODES, 1))),
        "start": None if start is None else (AS_OF + timedelta(days=start)).isoformat(),
        "end": None if end is None else (AS_OF + timedelta(days=end)).isoformat(),
        "tlp": draw(st.sampled_from(["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"])),
    }


eligibilities = (
    st.none()
    | st.just({"all": True})
    | st.fixed_dictionaries(
        {"countries": some(COUNTRIES), "groups": some(list(GROUPS)), "exclude": some(COUNTRIES[:1])}
    )
)


@st.composite
def resources(draw, name):
    lift = sorted(draw(st.lists(st.integers(1, 5), min_size=2, max_size=2, unique=True)))
    return {
        "id": name,
        "provider": draw(st.sampled_from(["p0", "p1", "p2"])),
        "areas": draw(some(["root", "FOR", *LEAVES], 1)),
        "from": draw(st.sampled_from([1, lift[0], None])),
        "to": draw(st.sampled_from([5, lift[1], None])),
        "eligible": draw(eligibilities),
        "kinds": draw(maybe(some(KINDS, 1))),
        "languages": draw(st.just([]) | some(LANGUAGES)),
        "modes": draw(maybe(some(MODES, 1))),
        "start": draw(maybe(days(-900, 300))),
        "end": draw(maybe(days(300, 1600))),
        "capacity": draw(st.integers(0, 20) | st.integers(0, 6) | st.none()),
        "pool": draw(st.sampled_from(["line", "shared"])),
        "verified": draw(maybe(days(-800, 0)) | st.just(AS_OF.isoformat())),
        "tlp": draw(st.sampled_from(["CLEAR", "CLEAR", "GREEN", "AMBER+STRICT", "RED"])),
    }


@st.composite
def worlds(draw, most=7):
    return {
        "as_of": AS_OF.isoformat(),
        "areas": AREAS,
        "groups": GROUPS,
        "needs": [draw(needs(f"n{i}")) for i in range(draw(st.integers(1, most)))],
        "resources": [draw(resources(f"r{i}")) for i in range(draw(st.integers(0, most)))],
    }
