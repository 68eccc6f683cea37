"""Pictures of QR codes: a photo as PNG, and a film for the browser's pretended camera."""

import io
import struct
import zlib
from pathlib import Path

import segno

WIDTH, HEIGHT, SCALE = 320, 240, 5


def photo(text):
    """A photo of a paper with the code in a white field."""
    file = io.BytesIO()
    segno.make(text, error="m").save(file, kind="png", scale=9, border=24)
    return {"name": "hoc-ba.png", "mimeType": "image/png", "buffer": file.getvalue()}


def blank():
    """A photo of a white wall."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * 64) * 64)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return {"name": "tuong.png", "mimeType": "image/png", "buffer": data}


def film(text, path: Path, times=1):
    """Writes a second of film (YUV4MPEG2) in which the camera looks at the code; ``times`` as large."""
    wide, high = WIDTH * times, HEIGHT * times
    code = [[module for module in row for _ in range(SCALE)] for row in segno.make(text, error="m").matrix]
    left, top = (wide - len(code[0])) // 2, (high - len(code) * SCALE) // 2
    luma = [bytearray(b"\xeb" * wide) for _ in range(high)]
    for y in range(len(code) * SCALE):
        luma[top + y][left : left + len(code[0])] = bytes(16 if dark else 235 for dark in code[y // SCALE])
    frame = b"FRAME\n" + b"".join(luma) + b"\x80" * (wide * high // 2)
    path.write_bytes(f"YUV4MPEG2 W{wide} H{high} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 10)
