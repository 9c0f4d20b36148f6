import re
from pathlib import Path

import pytest
from lxml import etree

from ipsegen.model.countries import COUNTRY_CODES
from ipsegen.render.world import NOT_ON_THE_MAP

THEME = Path(__file__).parents[2] / "templates"
MAP = THEME / "assets" / "world.svg"
SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?(?:\d+(?:\.\d)?|\.\d)")


@pytest.fixture(scope="module")
def root() -> etree._Element:
    return etree.parse(str(MAP), etree.XMLParser(resolve_entities=False, no_network=True)).getroot()


def size(root: etree._Element) -> tuple[float, float]:
    _, _, width, height = map(float, str(root.get("viewBox")).split())
    return width, height


def test_every_country_is_on_the_map_once_but_those_that_are_said_not_to_be(root: etree._Element) -> None:
    ids = [str(each.get("id")) for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert set(ids) == (COUNTRY_CODES - NOT_ON_THE_MAP) | {"land"}


def test_small_states_can_be_seen(root: etree._Element) -> None:
    rings = {str(ring.get("id")): float(str(ring.get("r"))) for ring in root.iter(f"{SVG}circle")}
    assert {"mt", "sg", "ps", "va", "mv", "lu", "xk"} <= rings.keys()
    assert "fr" not in rings
    assert min(rings.values()) >= 2


def test_the_map_is_a_small_drawing_and_nothing_else(root: etree._Element) -> None:
    assert MAP.stat().st_size < 100 * 1024
    allowed = {"id", "d", "cx", "cy", "r", "stroke", "stroke-width", "vector-effect", "viewBox"}
    for element in root.iter(etree.Element):
        assert str(element.tag).removeprefix(SVG) in {"svg", "g", "defs", "path", "circle"}
        assert set(map(str, element.attrib)) <= allowed


def test_all_land_lies_within_the_map(root: etree._Element) -> None:
    width, height = size(root)
    for path in root.iter(f"{SVG}path"):
        for ring in str(path.get("d")).split("M")[1:]:
            numbers = [float(found) for found in NUMBER.findall(ring)]
            x = y = 0.0
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + dx, y + dy
                assert -1 <= x <= width + 1
                assert -1 <= y <= height + 1


@pytest.mark.parametrize(
    ("code", "west", "east", "north", "south"),
    [("fr", 0.45, 0.52, 0.1, 0.25), ("ru", 0.5, 0.9, 0, 0.3), ("au", 0.75, 0.9, 0.6, 1), ("us", 0.1, 0.4, 0.1, 0.45)],
)
def test_the_largest_piece_of_a_country_lies_where_one_looks_for_it(
    root: etree._Element, code: str, west: float, east: float, north: float, south: float
) -> None:
    width, height = size(root)
    path = next(each for each in root.iter(f"{SVG}path") if each.get("id") == code)
    x, y = map(float, str(path.get("d"))[1:].split("l")[0].split(","))
    assert west * width <= x <= east * width
    assert north * height <= y <= south * height


def test_the_template_shows_the_whole_map(root: etree._Element) -> None:
    template = (THEME / "parts" / "pictures.html").read_text(encoding="utf-8")
    assert f'viewBox="{root.get("viewBox")}"' in template
