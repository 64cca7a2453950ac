"""How a page's text is cut into lines and words, on both sides of the limited process."""

import re

HYPHENS = "\ufffe\u00ad\x02"
"""How pdfium gives a hyphen at a line's end (U+FFFE, in older versions U+0002), and the soft hyphen."""
WORD = re.compile(rf"[^\s\x00{HYPHENS}]+[{HYPHENS}]*|[{HYPHENS}]+")
"""A word, as the geometry counts them: a hyphen at a line's end ends it."""
LINE = re.compile(r"[^\r\n]+")
"""A line, as the geometry counts them."""
