"""One document from standard input to one PNG on standard output. Run as a file, so that it imports resvg alone."""

import sys

import resvg_py

sys.stdout.buffer.write(
    bytes(resvg_py.svg_to_bytes(svg_string=sys.stdin.buffer.read().decode(), skip_system_fonts=True))
)
