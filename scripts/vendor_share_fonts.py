"""Write `ipsegen/load/fonts/`: `python scripts/vendor_share_fonts.py FOLDER`.

Owns which characters the fonts of share pictures have, and at which weight. FOLDER is a `node_modules` with the
packages that `FONTS` names, at the versions that NOTICE.md tells; the same packages and the same fontTools give the
same bytes. Needs fontTools and Brotli (`pip install fonttools brotli`), as nothing else here does. Does not know how
text is set.
"""

import sys
import unicodedata
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TARGET: Final = Path(__file__).parents[1] / "ipsegen" / "load" / "fonts"


class Font(NamedTuple):
    """A font to write: from which files, at which place of their axes, with which characters (None: all)."""

    name: str
    files: str
    axes: dict[str, float]
    characters: frozenset[int] | None = None


def in_encoding(encoding: str, first: int, last: int) -> frozenset[int]:
    """The characters of the rows `first` to `last` of a two-byte national standard."""
    found = set[int]()
    for row in range(first, last + 1):
        for cell in range(0xA1, 0xFF):
            text = bytes((row, cell)).decode(encoding, "ignore")
            found.update(map(ord, text))
    return frozenset(found)


def punctuation_of(encoding: str) -> frozenset[int]:
    """Punctuation marks, full-width forms and the like."""
    return frozenset(
        point for point in in_encoding(encoding, 0xA1, 0xA3) if unicodedata.category(chr(point))[0] in "PSZN"
    )


NEWSREADER: Final = (
    "@fontsource-variable/newsreader/files/newsreader-{latin,latin-ext,vietnamese}-standard-normal.woff2"
)
NOTO: Final = "@fontsource/noto-serif/files/noto-serif-{greek,greek-ext,cyrillic,cyrillic-ext}-400-normal.woff2"
ARABIC: Final = "@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-400-normal.woff2"
HEBREW: Final = "@fontsource/noto-serif-hebrew/files/noto-serif-hebrew-hebrew-400-normal.woff2"
DEVANAGARI: Final = "@fontsource/noto-serif-devanagari/files/noto-serif-devanagari-devanagari-400-normal.woff2"
KOREAN: Final = "@fontsource/noto-serif-kr/files/noto-serif-kr-{*}-400-normal.woff2"
CHINESE: Final = "@fontsource/noto-serif-sc/files/noto-serif-sc-{*}-400-normal.woff2"

FONTS: Final = (
    Font("latin", NEWSREADER, {"wght": 400, "opsz": 40}),
    Font("latin-strong", NEWSREADER, {"wght": 600, "opsz": 16}),
    Font("greek-cyrillic", NOTO, {}),
    Font("arabic", ARABIC, {}),
    Font("hebrew", HEBREW, {}),
    Font("devanagari", DEVANAGARI, {}),
    # The letters that daily use needs: all of KS X 1001, and the first level of GB 2312.
    Font("korean", KOREAN, {}, in_encoding("euc_kr", 0xB0, 0xC8) | punctuation_of("euc_kr")),
    Font("chinese-simplified", CHINESE, {}, in_encoding("gb2312", 0xB0, 0xD7) | punctuation_of("gb2312")),
)


def files_of(font: Font, folder: Path) -> list[Path]:
    """The files that a font is put together from, those that are named first coming first."""
    before, _brace, rest = font.files.partition("{")
    if not rest:
        return [folder / font.files]
    names, _brace, after = rest.partition("}")
    if names == "*":
        prefix = Path(before)
        return sorted((folder / prefix.parent).glob(f"{prefix.name}[0-9]*{after}"))
    return [folder / f"{before}{name}{after}" for name in names.split(",")]


def made(font: Font, folder: Path) -> TTFont:
    """A font with what is asked of it, without hints and names."""
    parts = [part for path in files_of(font, folder) if (part := part_of(font, path)) is not None]
    whole = joined(parts)
    characters = font.characters if font.characters is not None else whole.getBestCmap().keys()
    return with_characters(whole, characters)


def part_of(font: Font, path: Path) -> TTFont | None:
    """What one file gives to a font; None if that is nothing."""
    part = TTFont(path, recalcTimestamp=False)
    part.flavor = None
    wanted = part.getBestCmap().keys() & (font.characters if font.characters is not None else part.getBestCmap().keys())
    if not wanted:
        return None
    if "fvar" in part:
        part = instantiateVariableFont(part, font.axes)
    return with_characters(part, wanted)


def with_characters(font: TTFont, characters: Iterable[int]) -> TTFont:
    """A font with these characters, and with no hints and names."""
    options = Options()
    options.hinting = False
    options.desubroutinize = True
    options.name_IDs = []
    options.notdef_outline = False
    options.glyph_names = False
    options.drop_tables += ["DSIG", "STAT", "MATH", "VORG", "BASE", "vhea", "vmtx", "meta"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    return font


def joined(parts: list[TTFont]) -> TTFont:
    """Several fonts as one; a character of two is that of the first."""
    if len(parts) == 1:
        return parts[0]
    seen = set[int]()
    streams: list[Any] = []
    for part in parts:
        own = part.getBestCmap().keys() - seen
        seen |= own
        if not own:
            continue
        stream = BytesIO()
        with_characters(part, own).save(stream)
        stream.seek(0)
        streams.append(stream)
    return Merger().merge(streams)


def main(folder: Path) -> None:
    """Write every font, and say how large it is."""
    TARGET.mkdir(exist_ok=True)
    for font in FONTS:
        path = TARGET / f"{font.name}.ttf"
        whole = made(font, folder)
        # When it was made is told by nobody: the same packages give the same bytes.
        whole["head"].created = whole["head"].modified = 0
        whole.recalcTimestamp = False
        whole.save(path)
        print(f"{path.name}: {len(whole.getBestCmap())} characters, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
