"""Compound files (MS-CFB) of older office programs, made in memory."""

import struct
from itertools import count

SECTOR, NO_STREAM, END, FREE, FAT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5


def compound(streams: dict[str, bytes], storages: tuple[str, ...] = ()) -> bytes:
    """Streams and empty storages side by side; streams are filled up to 4,096 bytes."""
    data = [(name, content.ljust(4096, b"\0")) for name, content in streams.items()]
    names = [(name, STREAM) for name, _content in data] + [(name, STORAGE) for name in storages]
    entries_in_sector = SECTOR // 128
    directory = -(-(len(names) + 1) // entries_in_sector)
    first = 1 + directory
    chain = [FAT, *range(2, first), END]
    begins, content = [], b""
    for _name, body in data:
        sectors = -(-len(body) // SECTOR)
        begins.append(len(chain))
        chain += [*range(len(chain) + 1, len(chain) + sectors), END]
        content += body.ljust(sectors * SECTOR, b"\0")
    assert len(chain) <= SECTOR // 4, "one sector of the table is enough for a test"
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    rows = _entry("Root Entry", ROOT, child=1 if names else NO_STREAM)
    for number, (name, kind) in zip(count(1), names, strict=False):
        right = number + 1 if number < len(names) else NO_STREAM
        begin, size = (begins[number - 1], len(data[number - 1][1])) if kind == STREAM else (0, 0)
        rows += _entry(name, kind, right=right, begin=begin, size=size)
    return _header() + table + rows.ljust(directory * SECTOR, b"\0") + content


def _header() -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    return head + struct.pack("<109I", 0, *[FREE] * 108)


def _entry(
    name: str, kind: int, right: int = NO_STREAM, child: int = NO_STREAM, begin: int = END, size: int = 0
) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1)
    return head + struct.pack("<III", NO_STREAM, right, child) + bytes(36) + struct.pack("<IQ", begin, size)


def record(number: int, body: bytes) -> bytes:
    """A record of a workbook (MS-XLS)."""
    return struct.pack("<HH", number, len(body)) + body


def workbook(*sheets: int) -> bytes:
    """A workbook with sheets of these kinds: 0 a table, 1 macros."""
    bound = b"".join(record(0x85, struct.pack("<IBB", 0, 0, kind) + b"\x01\0A") for kind in sheets)
    return record(0x809, bytes(16)) + bound + record(0x0A, b"")


DOC = compound({"WordDocument": b"\xec\xa5" + bytes(4000)})
XLS = compound({"Workbook": workbook(0, 0)})
PPT = compound({"PowerPoint Document": b"x"})
