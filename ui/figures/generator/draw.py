"""Writes every figure: `python3 ui/figures/generator/draw.py`; with --check, says whether the committed files are current.

ui/figures/<id>.svg moves where movement is the point, ui/figures/still/<id>.svg never does, ui/figures/alt.toml has the words.
"""
import pathlib
import re
import sys

import sides
import cold, packs, heat, water, massage, partner, states, stretch, moves, calm  # noqa: F401  each registers its figures
from svg import FIGURES, document

OUT = pathlib.Path(__file__).resolve().parent.parent
LIMITS = {True: 14_000, False: 48_000}
FORBIDDEN = re.compile(r'<script|<style|\sstyle=|\sid=(?!"[\w-]+-window")|\son\w+=|https?://(?!www\.w3\.org/2000/svg)')


def files():
    """Every file with its text."""
    out = {}
    words = ['# The words that stand in for each picture, in English. Written by generator/draw.py.\n']
    for name, (kind, title, desc, side, scene) in sorted(FIGURES.items()):
        for still in (False, True):
            sides.shown.clear()
            text = document(name, scene(), kind, still, side)
            if sides.shown != ({side} - {None}):
                sys.exit(f'{name}: is for the side {side}, and shows {sorted(sides.shown) or "none"}')
            if len(text) > LIMITS[still] or FORBIDDEN.search(text):
                sys.exit(f'{name}: {len(text)} bytes, or something a figure must not hold')
            out[OUT / ('still' if still else '') / f'{name}.svg'] = text
        words.append(f'[{name}]\nkind = "{kind}"\ntitle = "{title}"\ndesc = "{desc}"\n')
    out[OUT / 'alt.toml'] = '\n'.join(words)
    return out


def main():
    wanted = files()
    present = set(OUT.glob('*.svg')) | set((OUT / 'still').glob('*.svg'))
    stale = [f for f, text in wanted.items() if not f.exists() or f.read_text(encoding='utf-8') != text]
    if '--check' in sys.argv:
        odd = sorted(f.name for f in set(stale) | (present - set(wanted)))
        sys.exit(f'not current, run draw.py: {", ".join(odd)}' if odd else 0)
    (OUT / 'still').mkdir(exist_ok=True)
    for f in present - set(wanted):
        f.unlink()
    for f in stale:
        f.write_text(wanted[f], encoding='utf-8', newline='\n')
    print(f'{len(FIGURES)} figures, {len(stale)} files written')


if __name__ == '__main__':
    main()
