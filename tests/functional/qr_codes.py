"""Reading the QR code of a page with another program than drew it."""

import re

import numpy as np
import zxingcpp

_MOVE = re.compile(r"([Mmh])(-?\d+)(?: (-?\d+(?:\.5)?))?")
_PIXELS = 4


def read_qr_code(page: str) -> str:
    """What a camera reads in the one picture of a page."""
    (size,) = re.findall(r'<svg viewBox="0 0 (\d+) \d+">', page)
    (path,) = re.findall(r'stroke="#000" d="([^"]+)"', page)
    picture = np.full((int(size), int(size)), 255, dtype=np.uint8)
    x, y = 0, 0.0
    for step, across, down in _MOVE.findall(path):
        if step == "h":
            picture[int(y), x : x + int(across)] = 0
            x += int(across)
        elif step == "M":
            x, y = int(across), float(down)
        else:
            x, y = x + int(across), y + float(down)
    large = picture.repeat(_PIXELS, axis=0).repeat(_PIXELS, axis=1)
    (found,) = zxingcpp.read_barcodes(large)
    return found.text
