"""Unpacks streams inside a large file, a block at a time: a rest is never copied."""

import mmap
import zlib

Content = bytes | mmap.mmap
_BLOCK = 64 * 1024
_READ = 16 * 1024 * 1024  # of one stream: empty blocks unpack to nothing and may go on for ever


def inflated(content: Content, begin: int, most: int) -> bytes | None:
    """The first bytes (at most `most`) that a stream unpacks to, whatever lies behind its end.

    None where it is not deflated.
    """
    unpacking, found, place = zlib.decompressobj(), bytearray(), begin
    while len(found) < most and not unpacking.eof and place < min(len(content), begin + _READ):
        block = content[place : place + _BLOCK]
        place += len(block)
        try:
            while block and len(found) < most:
                found += unpacking.decompress(block, most - len(found))
                block = unpacking.unconsumed_tail
        except zlib.error:
            return None
    return bytes(found)
