"""Make the theme's fonts: `python scripts/vendor_fonts.py FOLDER`.

Owns which weights and characters of Newsreader and Libre Franklin are published, so that all four files of a page weigh
less than 100 KB. FOLDER holds the unpacked npm packages `@fontsource-variable/newsreader` and
`@fontsource-variable/libre-franklin`; needs fontTools and Brotli, which nothing else here does.
"""

import io
import sys
from pathlib import Path
from typing import Any, Final

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

TARGET: Final = Path(__file__).resolve().parents[1] / "templates" / "assets" / "fonts"
WEIGHTS: Final = (400, 600)
FEATURES: Final = (
    "kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "onum", "tnum", "lnum", "pnum", "case",
)  # fmt: skip
EXTENDED: Final = frozenset(
    [
        *range(0x100, 0x180),  # Latin Extended-A
        *range(0x1CD, 0x1DD),  # Pinyin
        *range(0x218, 0x21C),  # Romanian
        *range(0x1EF2, 0x1EFA),  # Welsh
        *(
            0x18F,
            0x259,
            0x1A0,
            0x1A1,
            0x1AF,
            0x1B0,
            0x1E6,
            0x1E7,
            0x2BB,
            0x2BC,
        ),  # Azerbaijani, names of Vietnam, Hawaii
        *(0x1E0C, 0x1E0D, 0x1E24, 0x1E25, 0x1E62, 0x1E63, 0x1E6C, 0x1E6D, 0x1E92, 0x1E93),  # romanised Arabic
        *(0x20A9, 0x20B4, 0x20BA, 0x20BD),  # signs of currencies
    ]
)
"""The characters of the second file of each family, which a browser loads only where one of them stands."""


def main(packages: Path) -> None:
    """Write the four files."""
    for family in ("newsreader", "libre-franklin"):
        files = packages / family / "files"
        write(files / f"{family}-latin-wght-normal.woff2", TARGET / f"{family}.woff2", None)
        write(files / f"{family}-latin-ext-wght-normal.woff2", TARGET / f"{family}-ext.woff2", EXTENDED)


def write(source: Path, target: Path, wanted: frozenset[int] | None) -> None:
    """One font with fewer weights, and only the characters that are `wanted`, or all it has."""
    limited = instancer.instantiateVariableFont(TTFont(source), {"wght": WEIGHTS})
    limited.flavor = None
    plain = io.BytesIO()
    limited.save(plain)  # read again: what the limiting leaves half undone, the next step does not understand
    plain.seek(0)
    font: Any = TTFont(plain)
    options = subset.Options(flavor="woff2", layout_features=list(FEATURES), hinting=False)
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=[code for code in font.getBestCmap() if wanted is None or code in wanted])
    chosen.subset(font)
    font.flavor = "woff2"
    font.save(target)
    print(f"{target.name}: {target.stat().st_size:,} bytes, {len(font.getBestCmap())} characters")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
