"""Write `templates/assets/world.svg` from Natural Earth: `python scripts/vendor_world_map.py FOLDER`.

Owns the projection, how much is left out, and the form of the map: one path a country in `#land`, its id the code of
ISO 3166-1 in lower case, and for a state too small to be seen a ring of the same name around it. FOLDER is the unpacked
npm package `world-atlas`; the same package gives the same bytes. Does not know who spoke.
"""

import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from pathlib import Path
from typing import Any, Final

from babel.core import get_global

Point = tuple[float, float]
Ring = list[Point]

TARGET: Final = Path(__file__).parents[1] / "templates" / "assets" / "world.svg"
WIDTH: Final = 1000
TURN: Final = 11.0
"""Degrees by which the map is turned, so that its edge cuts no land but runs through Bering Strait."""
SOUTH: Final = -56.5
"""Nobody is quoted from farther south."""
DETAIL: Final = 0.5
"""A corner goes if the triangle that it makes with its neighbours is smaller, in units of the map."""
SMALLEST: Final = 0.45
"""An island goes if it is smaller, unless it is the largest piece of its country."""
SEEN: Final = 20.0
"""A country that is smaller in all is one to be ringed."""
RADIUS: Final = 2.5
RIM: Final = ' stroke="currentColor" stroke-width="3" vector-effect="non-scaling-stroke"'
"""However small the map is shown, a ring is as wide as this."""
KOSOVO: Final = "Kosovo"
"""Natural Earth gives it no number."""
SHARES: Final = "Ashmore and Cartier Is."
"""It has the number of Australia."""

HEAD: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">
<!-- From world-atlas {version} (Natural Earth, public domain), Equal Earth; scripts/vendor_world_map.py -->
"""


def equal_earth(longitude: float, latitude: float) -> Point:
    """The Equal Earth projection (Šavrič, Patterson and Jenny, 2018) in its own units, y to the south."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    t2 = t * t
    t6 = t2**3
    x = math.radians(longitude) * math.cos(t) / (math.sqrt(3) / 2 * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)))
    return x, -t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))


SCALE: Final = WIDTH / (2 * equal_earth(180, 0)[0])
TOP: Final = equal_earth(0, 84)[1] * SCALE
HEIGHT: Final = round(equal_earth(0, SOUTH)[1] * SCALE - TOP)


def project(ring: Iterable[Point]) -> Ring:
    """A ring of the globe on the map, on the side of the edge where most of it lies."""
    points: Ring = []
    for longitude, latitude in ring:
        jump = round((longitude - points[-1][0]) / 360) * 360 if points else 0  # over the 180th meridian
        points.append((longitude - jump, latitude))
    middle = sum(longitude for longitude, _ in points) / len(points) - TURN
    turn = TURN + 360 * math.floor((middle + 180) / 360)
    found = (equal_earth(longitude - turn, latitude) for longitude, latitude in points)
    return [(x * SCALE + WIDTH / 2, y * SCALE - TOP) for x, y in found]


def arcs_of(topology: dict[str, Any]) -> list[Ring]:
    """The arcs of a TopoJSON in degrees."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * kx + dx, y * ky + dy))
        found.append(points)
    return found


def area(ring: Sequence[Point]) -> float:
    """How large a ring is."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def simplified(arc: Ring) -> Ring:
    """An arc without the corners that matter least (Visvalingam and Whyatt, 1993); its ends stay.

    Countries share arcs, so that they still meet.
    """
    flat = project(arc)
    before, after = list(range(-1, len(arc) - 1)), list(range(1, len(arc) + 1))
    weights = [_weight(flat, index - 1, index, index + 1) for index in range(1, len(arc) - 1)]
    heap = [(weight, index) for index, weight in enumerate(weights, 1)]
    heapify(heap)
    current = dict(enumerate(weights, 1))
    gone: set[int] = set()
    while heap:
        weight, index = heappop(heap)
        if index in gone or weight != current[index]:
            continue
        if weight >= DETAIL:
            break
        gone.add(index)
        after[before[index]], before[after[index]] = after[index], before[index]
        for near in (before[index], after[index]):
            if 0 < near < len(arc) - 1:
                current[near] = max(weight, _weight(flat, before[near], near, after[near]))
                heappush(heap, (current[near], near))
    return [point for index, point in enumerate(arc) if index not in gone]


def _weight(points: Ring, one: int, two: int, three: int) -> float:
    return area([points[one], points[two], points[three]])


def rings_of(geometry: dict[str, Any], arcs: Sequence[Ring]) -> Iterator[Ring]:
    """The rings of a country on the map, outer ones and holes alike."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        for numbers in polygon:
            ring: Ring = []
            for number in numbers:
                arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                ring.extend(arc[1:] if ring else arc)
            yield project(ring[:-1])


def code_of(geometry: dict[str, Any]) -> str:
    """The code of a country in lower case; empty for land that has none, or shares that of its state."""
    if geometry["properties"]["name"] == SHARES:
        return ""
    if geometry["properties"]["name"] == KOSOVO:
        return "xk"
    codes = get_global("territory_aliases").get(geometry.get("id", ""), [])
    return codes[0].lower() if len(codes) == 1 else ""


def path_of(rings: Iterable[Ring]) -> str:
    """Rings as the data of a path, in tenths, each point from the one before it."""
    found = []
    for ring in rings:
        points = list(dict.fromkeys((round(x * 10), round(y * 10)) for x, y in ring))
        if len(points) < 3:
            continue
        x, y = points[0]
        steps = []
        for nx, ny in points[1:]:
            steps.append(f"{_tenth(nx - x)},{_tenth(ny - y)}")
            x, y = nx, ny
        found.append(f"M{_tenth(points[0][0])},{_tenth(points[0][1])}l{' '.join(steps)}z")
    return "".join(found)


def _tenth(number: int) -> str:
    """Tenths as a decimal without what can be left out."""
    whole, tenth = divmod(abs(number), 10)
    text = f"{whole or ''}.{tenth}" if tenth else str(whole)
    return f"-{text}" if number < 0 else text


def drawn(topology: dict[str, Any]) -> Iterator[tuple[str, list[Ring], Point | None]]:
    """Each country with what is kept of it, and where its ring is if it needs one."""
    whole = arcs_of(topology)
    small = [simplified(arc) for arc in whole]
    for geometry in topology["objects"]["countries"]["geometries"]:
        if geometry["properties"]["name"] == "Antarctica" or geometry["type"] is None:
            continue
        pairs = list(zip(rings_of(geometry, whole), rings_of(geometry, small), strict=True))
        pairs.sort(key=lambda pair: -area(pair[0]))
        kept = [ring for index, (full, ring) in enumerate(pairs) if index == 0 or area(full) >= SMALLEST]
        total = sum(area(full) for full, _ in pairs)
        largest = pairs[0][0]
        middle = sum(x for x, _ in largest) / len(largest), sum(y for _, y in largest) / len(largest)
        yield code_of(geometry), kept, middle if total < SEEN else None


def picture(topology: dict[str, Any], version: str) -> str:
    """The text of the map."""
    paths: list[str] = []
    rings: list[str] = []
    for code, kept, middle in sorted(drawn(topology), key=lambda country: (country[0] == "", country[0])):
        data = path_of(kept)
        # A ringed state is named by its ring; what can be seen of its land stays without a name.
        name = f' id="{code}"' if code and middle is None else ""
        if data:
            paths.append(f'<path{name} d="{data}"/>')
        if code and middle is not None:
            x, y = (_tenth(round(value * 10)) for value in middle)
            rings.append(f'<circle id="{code}" cx="{x}" cy="{y}" r="{RADIUS}"{RIM}/>')
    lines = ['<g id="land">', *paths, "</g>", "<defs>", *rings, "</defs>", "</svg>", ""]
    return HEAD.format(width=WIDTH, height=HEIGHT, version=version) + "\n".join(lines)


def main() -> None:
    """Read the package named on the command line and write the map."""
    if len(sys.argv) != 2:
        sys.exit("usage: vendor_world_map.py FOLDER (the unpacked npm package world-atlas)")
    package = Path(sys.argv[1])
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    topology = json.loads((package / "countries-50m.json").read_text(encoding="utf-8"))
    TARGET.write_text(picture(topology, version), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
