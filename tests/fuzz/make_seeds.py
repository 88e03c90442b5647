#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the binary seeds of the readers of data files: small ones, every byte of them made here.

    tests/fuzz/make_seeds.py    writes tests/fuzz/seeds/fuzz_table and fuzz_vdf again
"""

import struct
import zipfile
from pathlib import Path

SEEDS = Path(__file__).resolve().parent / "seeds"

SECTOR = 512
FREE, END_OF_CHAIN, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SMALLEST_STREAM = 4096  # shorter ones would lie in the mini stream


# --- .xlsx ---------------------------------------------------------------------------------------


def xlsx() -> list[tuple[str, str]]:
    """The parts of a workbook with numbers, shared texts, a formula and a defined name."""
    return [
        ("xl/workbook.xml",
         '<workbook xmlns:r="r"><sheets><sheet name="Numbers" sheetId="1" r:id="a"/></sheets>'
         '<definedNames><definedName name="times">Numbers!$B$1:$D$1</definedName></definedNames></workbook>'),
        ("xl/_rels/workbook.xml.rels",
         '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>'),
        ("xl/worksheets/sheet1.xml",
         '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1990</v></c>'
         '<c r="C1"><v>1995</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>births</t></is></c>'
         '<c r="B2"><f>1+1</f><v>2.5</v></c><c r="C2"><v>-0.125</v></c></row></sheetData></worksheet>'),
        ("xl/sharedStrings.xml", "<sst><si><t>Time</t></si></sst>"),
    ]


def write_xlsx(path: Path, compression: int) -> None:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, text in xlsx():
            # a fixed date, so that the bytes stay the same
            info = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            info.compress_type = compression
            archive.writestr(info, text)


# --- .xls: records of BIFF8 in a compound file ----------------------------------------------------


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def label(text: str) -> bytes:
    return struct.pack("<HB", len(text), 0) + text.encode("latin-1")


def biff8() -> bytes:
    """A workbook stream: globals with one shared text, then one sheet."""
    def globals_of(sheet_at: int) -> bytes:
        return b"".join([
            record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)),
            record(0x0042, struct.pack("<H", 1200)),
            record(0x0022, struct.pack("<H", 0)),
            record(0x00E0, struct.pack("<HHHBBBBIIH", 0, 0, 1, 0x20, 0, 0, 0, 0, 0, 0x20C0)),
            record(0x0085, struct.pack("<IBBBB", sheet_at, 0, 0, len("Numbers"), 0) + b"Numbers"),
            record(0x00FC, struct.pack("<II", 1, 1) + label("Time")),
            record(0x000A),
        ])

    sheet = b"".join([
        record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6)),
        record(0x0200, struct.pack("<IIHHH", 0, 2, 0, 3, 0)),
        record(0x00FD, struct.pack("<HHHI", 0, 0, 0, 0)),
        record(0x027E, struct.pack("<HHHI", 0, 1, 0, (1990 << 2) | 2)),
        record(0x0203, struct.pack("<HHHd", 0, 2, 0, 1995.0)),
        record(0x0203, struct.pack("<HHHd", 1, 1, 0, 2.5)),
        record(0x0203, struct.pack("<HHHd", 1, 2, 0, -0.125)),
        record(0x000A),
    ])
    return globals_of(len(globals_of(0))) + sheet


def directory_entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return (text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text) if name else 0, kind, 1, FREE, FREE, child)
            + b"\0" * 36 + struct.pack("<III", start, size, 0))


def compound_file(stream: bytes) -> bytes:
    """One stream `Workbook`: sector 0 is the table of sectors, 1 the directory, then the stream."""
    stream = stream.ljust(SMALLEST_STREAM, b"\0")
    count = len(stream) // SECTOR
    table = [FAT_SECTOR, END_OF_CHAIN] + [i + 3 for i in range(count - 1)] + [END_OF_CHAIN]
    table += [FREE] * (SECTOR // 4 - len(table))
    directory = (directory_entry("Root Entry", 5, 1, END_OF_CHAIN, 0)
                 + directory_entry("Workbook", 2, FREE, 2, len(stream))
                 + directory_entry("", 0, FREE, 0, 0) * 2)
    header = (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + b"\0" * 16
              + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
              + struct.pack("<IIIIIIIII", 0, 1, 1, 0, SMALLEST_STREAM, END_OF_CHAIN, 0, END_OF_CHAIN, 0)
              + struct.pack("<I", 0) + struct.pack("<I", FREE) * 108)
    return header + struct.pack(f"<{len(table)}I", *table) + directory + stream


# --- .vdf ----------------------------------------------------------------------------------------

MARK = 0xBF4C37A1
NOTHING = 0xF6800000


def section(words: tuple[int, int, int], data: bytes) -> bytes:
    """A mark, five words (pointer, the same again, kind, two of its own), then its data."""
    pointer, own, more = words
    return struct.pack("<6I", MARK, pointer, pointer, 500, own, more) + data


def vdf_record(name: int, shape: int, place: int, **words: int) -> bytes:
    out = [0] * 16
    out[2], out[6], out[8], out[9], out[11], out[12] = name, shape, NOTHING, NOTHING, place, 124
    for key, value in words.items():
        out[int(key[1:])] = value
    return struct.pack("<16I", *out)


def vdf() -> bytes:
    """A run of 3 times: a constant, a stock, an array over a range of two elements, and data."""
    # names: the first has its length in the header; a key counts words from 7 on
    names, keys = b"", {}
    for i, name in enumerate(["Time", "TIME STEP", "level", "many", "range", "left", "right", "seen"]):
        text = name.encode() + b"\0"
        text += b"\0" * (-(len(text) + 2) % 4)
        if i > 0:
            names += struct.pack("<H", len(text))
        keys[name] = len(names) // 4 + 7
        names += text
    first_length = 6

    shape = 32
    records = b"".join([
        vdf_record(keys["TIME STEP"], 5, 2),
        vdf_record(keys["level"], 5, 1),
        vdf_record(keys["many"], shape, 3),
        vdf_record(keys["range"], 0, 0, w8=6, w14=NOTHING),
        vdf_record(keys["left"], 0, 0, w8=6),
        vdf_record(keys["right"], 0, 1, w8=6),
        vdf_record(keys["seen"], 5, 5),
    ])
    range_record = 3
    shapes = [0] * 25 + [0, 2, 2] + [0] * 7 + [1] + [0] * 7 + [60 + 16 * range_record] + [0] * 7 + [1, 0]

    classes = bytes([0x0F, 0x08, 0x17, 0x11, 0x11, 0x06])
    count = len(classes)
    head = bytearray(0xA8)
    head[0:4] = b"\x7F\xF7\x17\x52"
    head[4:30] = b"(made here) From small.mdl"
    body = section((7, 0, 0), b"sim small -I")
    body += section(((24 + 204 + len(records)) // 4 + 1, 0, 0), b"\0" * 204 + records + b"\0" * 4)
    body += section((7, 0, first_length << 16), names)
    body += section((7, shape, 0), struct.pack(f"<{len(shapes)}I", *shapes))
    body += section((7, 0, 0), b"")
    body += section((7, 0, 0), struct.pack("<7I", 2, 0, 460, 476, 492, 0, 0))
    at = len(head) + len(body) + 24 + len(classes)
    finals = struct.pack("<6f", 2, 14, 0.5, 1, 3, 7)
    body += section((7, 1, 0), classes + finals)
    table_at = len(head) + len(body) + 24
    blocks_at = table_at + 4 * count
    blocks = [
        struct.pack("<HB3f", 3, 0b111, 0, 1, 2),    # the times
        struct.pack("<HB2f", 2, 0b11, 0.5, 1.5),    # times of data, which nothing points to
        struct.pack("<HB2f", 2, 0b101, 10, 14),     # level: 10, 10, 14
        struct.pack("<HB1f", 1, 0b001, 1),          # many[left]: 1, 1, 1
        struct.pack("<HB3f", 3, 0b111, 1, 2, 3),    # many[right]
        struct.pack("<HB1f", 1, 0b10, 7),           # seen: 7 at 1.5
    ]
    offsets = [blocks_at + sum(len(b) for b in blocks[:i]) for i in range(len(blocks))]
    step = struct.unpack("<I", struct.pack("<f", 0.5))[0]
    table = [offsets[0], offsets[2], step, offsets[3], offsets[4], offsets[5]]
    body += section((7, 0, 0), struct.pack(f"<{count}I", *table) + b"".join(blocks))
    struct.pack_into("<5I", head, 0x58, at, at + 4 * count, table_at, table_at, 0)
    struct.pack_into("<3I", head, 0x74, 2, 3, 3)
    return bytes(head) + body


def main() -> None:
    tables = SEEDS / "fuzz_table"
    write_xlsx(tables / "stored.xlsx", zipfile.ZIP_STORED)
    write_xlsx(tables / "deflated.xlsx", zipfile.ZIP_DEFLATED)
    (tables / "small.xls").write_bytes(compound_file(biff8()))
    (tables / "small.csv").write_bytes(b'Time,"births [a,b]",x\n1990,2.5,\n1995,"-1,5",7\n')
    (tables / "small.tab").write_bytes("Time\t1990\t1995\r\nbirths\t2.5\t-0.125\r\n".encode("utf-16"))
    rows = xlsx()[2][1].removeprefix("<worksheet><sheetData>").removesuffix("</sheetData></worksheet>")
    (tables / "rows.xml").write_text(rows)
    (SEEDS / "fuzz_vdf" / "small.vdf").write_bytes(vdf())


if __name__ == "__main__":
    main()
