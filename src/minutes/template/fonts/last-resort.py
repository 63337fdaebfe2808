# Writes LastResort.ttf: one visible box for every code point, by a cmap of format 13, so that it stays under 2 KB.
# Needs fonttools. Run in this folder: python3 last-resort.py
import struct
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables.DefaultTable import DefaultTable


def box():
    pen = TTGlyphPen(None)

    def rectangle(x0, y0, x1, y1, clockwise=True):
        points = [(x0, y0), (x0, y1), (x1, y1), (x1, y0)]
        if not clockwise:
            points.reverse()
        polygon(points)

    def polygon(points):
        pen.moveTo(points[0])
        for point in points[1:]:
            pen.lineTo(point)
        pen.closePath()

    rectangle(60, -60, 540, 700)
    rectangle(110, -10, 490, 650, clockwise=False)
    polygon([(300, 200), (220, 320), (300, 440), (380, 320)])
    return pen.glyph()


name = "Lagerunde Last Resort"
build = FontBuilder(1000, isTTF=True)
build.setupGlyphOrder([".notdef", "box"])
build.setupCharacterMap({0x41: "box"})
build.setupGlyf({".notdef": box(), "box": box()})
build.setupHorizontalMetrics({".notdef": (600, 60), "box": (600, 60)})
build.setupHorizontalHeader(ascent=935, descent=-265)
build.setupNameTable(
    {
        "familyName": name,
        "styleName": "Regular",
        "uniqueFontIdentifier": "LagerundeLastResort-1",
        "fullName": name,
        "psName": "LagerundeLastResort-Regular",
        "version": "Version 1.0",
        "licenseDescription": "EUPL-1.2",
    }
)
build.setupOS2(sTypoAscender=935, sTypoDescender=-265, usWinAscent=935, usWinDescent=265, fsType=0, usWeightClass=400)
build.setupPost()
build.font["head"].created = build.font["head"].modified = 3850000000
build.font.recalcTimestamp = False

groups = [(0x21, 0xD7FF, 1), (0xE000, 0xFFFD, 1), (0x10000, 0x10FFFD, 1)]
subtable = struct.pack(">HHLLL", 13, 0, 16 + 12 * len(groups), 0, len(groups))
subtable += b"".join(struct.pack(">LLL", *group) for group in groups)
# two records, Unicode full and Windows UCS-4, for the one subtable; fontTools would write format 13 from a million entries
records = struct.pack(">HHL", 0, 6, 20) + struct.pack(">HHL", 3, 10, 20)
cmap = DefaultTable("cmap")
cmap.data = struct.pack(">HH", 0, 2) + records + subtable
build.font["cmap"] = cmap
build.font.save("LastResort.ttf")
