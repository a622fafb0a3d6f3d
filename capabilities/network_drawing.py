"""The network as a drawing: who pays, who carries out or takes part, and where, side by side.

The same projects are always drawn alike: nothing is left to chance or to a script.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from capabilities.network import Network, Role, Work
from portal.languages import shipped

DRAWN = 18  # in each column: more is read in the table
LONGEST = 38  # letters of a name
WIDTH, TOP, STEP = 1140, 40, 30
COLUMNS = {"pays": (0, 300), "works": (420, 740), "where": (860, 860)}  # where lines end and begin
Key = tuple[str, str]  # the column and the name


@dataclass(frozen=True)
class Node:
    """A name in its column, with the value that narrows the page to it."""

    column: str
    name: str
    code: str
    y: float
    projects: int

    @property
    def x(self) -> float:
        return {"pays": 0.0, "works": 430.0, "where": 870.0}[self.column]

    @property
    def text(self) -> str:
        return Truncator(self.name).chars(LONGEST)

    @property
    def text_y(self) -> float:
        return self.y + 5


@dataclass(frozen=True)
class Line:
    """Two names that some projects bring together."""

    path: str
    width: float
    css: str
    text: str


@dataclass(frozen=True)
class Drawing:
    nodes: list[Node]
    lines: list[Line]
    height: int
    left_out: int  # names that are not drawn

    @property
    def width(self) -> int:
        return WIDTH


def drawing(network: Network, *, by_country: bool) -> Drawing:
    """All three columns; names with most projects are kept, and stand where lines cross least."""
    edges = _edges(network, by_country)
    weights = _weights(network, by_country)
    kept = {column: _most(weights, column) for column in COLUMNS}
    order: dict[str, list[str]] = {"where": sorted(kept["where"])}
    order["works"] = _nearest(kept["works"], "works", order["where"], "where", edges)
    order["pays"] = _nearest(kept["pays"], "pays", order["works"], "works", edges)
    tallest = max(map(len, order.values()), default=0)
    codes = _codes(network, by_country)
    nodes = {
        (column, name): Node(
            column,
            name,
            codes[name] if column == "where" else name,
            TOP + STEP * (place + (tallest - len(names)) / 2),
            weights[column, name],
        )
        for column, names in order.items()
        for place, name in enumerate(names)
    }
    return Drawing(
        nodes=list(nodes.values()),
        lines=[
            _line(nodes, one, other, n)
            for (one, other), n in sorted(edges.items())
            if one in nodes and other in nodes
        ],
        height=TOP + STEP * tallest,
        left_out=len(weights) - len(nodes),
    )


def _columns_of(work: Work, by_country: bool) -> dict[str, list[str]]:
    pays = [name for name, roles in work.bodies.items() if Role.FUNDER in roles]
    works = [name for name, roles in work.bodies.items() if roles - {Role.FUNDER}]
    where = work.countries.values() if by_country else map(shipped, work.regions)
    return {"pays": pays, "works": works, "where": sorted(where) or [elsewhere()]}


def elsewhere() -> str:
    """Where a project is that names no country."""
    return _("No country named")


def _edges(network: Network, by_country: bool) -> Counter[tuple[Key, Key]]:
    found: Counter[tuple[Key, Key]] = Counter()
    for work in network.works:
        names = _columns_of(work, by_country)
        steps = [("pays", "works"), ("works", "where")]
        if not names["works"]:
            steps = [("pays", "where")]
        for left, right in steps:
            found.update(((left, one), (right, two)) for one in names[left] for two in names[right])
    return found


def _weights(network: Network, by_country: bool) -> Counter[Key]:
    return Counter(
        (column, name)
        for work in network.works
        for column, names in _columns_of(work, by_country).items()
        for name in names
    )


def _most(weights: Mapping[Key, int], column: str) -> list[str]:
    mine = [(name, n) for (where, name), n in weights.items() if where == column]
    return [name for name, _n in sorted(mine, key=lambda pair: (-pair[1], pair[0]))[:DRAWN]]


def _nearest(
    names: Sequence[str],
    column: str,
    others: Sequence[str],
    other_column: str,
    edges: Mapping[tuple[Key, Key], int],
) -> list[str]:
    """Names in the order of the middle of what they are joined to."""
    place = {name: number for number, name in enumerate(others)}
    sums: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for (one, other), n in edges.items():
        if one[0] == column and other[0] == other_column and other[1] in place:
            sums[one[1]] += n * place[other[1]]
            counts[one[1]] += n
    middle = {name: sums[name] / counts[name] for name in names if counts[name]}
    return sorted(names, key=lambda name: (middle.get(name, len(others)), name))


def _codes(network: Network, by_country: bool) -> dict[str, str]:
    """What narrows the page to a place; nothing does to where no country is named."""
    countries = {name: code for work in network.works for code, name in work.countries.items()}
    regions = {shipped(name): name for work in network.works for name in work.regions}
    return {elsewhere(): "", **(countries if by_country else regions)}


def _line(nodes: Mapping[Key, Node], one: Key, other: Key, projects: int) -> Line:
    start, end = COLUMNS[one[0]][1], COLUMNS[other[0]][0]
    from_y, to_y = nodes[one].y, nodes[other].y
    bend = (start + end) / 2
    return Line(
        path=f"M{start} {from_y:g}C{bend:g} {from_y:g} {bend:g} {to_y:g} {end} {to_y:g}",
        width=1 + min(projects - 1, 5),
        css=f"network__line--{one[0]}",
        text=f"{one[1]} – {other[1]}: {projects}",
    )
