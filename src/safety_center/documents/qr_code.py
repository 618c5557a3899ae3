"""A text as a picture for a telephone's camera (QR code, ISO/IEC 18004)."""

import segno

#: Blank modules around the picture; the standard asks for four.
_MARGIN = 4


def draw_qr_code(text: str) -> str:
    """The picture as an SVG element without a size of its own, a style or a script."""
    # Printed dark on light whatever the page's colours: a camera finds nothing in the reverse.
    return segno.make(text, error="m", micro=False).svg_inline(
        border=_MARGIN, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
