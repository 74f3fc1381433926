"""Draws contact sheets for looking: `sheet.py --docs`, or `sheet.py OUT.png [--dark] [--blind] [--size 230] [--columns 6] [id ...]`.

Needs rsvg-convert. Uses the still pictures; `--first` shows the first moment of the moving ones.
"""
import argparse
import pathlib
import re
import subprocess
import sys
import textwrap
from xml.sax.saxutils import escape

FIGS = pathlib.Path(__file__).resolve().parent.parent
# Dark values of the app's tokens; the light ones are the fallbacks inside the files.
DARK = {
    '#2b2f38': '#ddd6ca', '#e6b896': '#b9835f', '#d19f7d': '#94664a', '#4b3a36': '#1c1919', '#fbf6ec': '#7c8390', '#e4dccd': '#5c636f',
    '#5d6473': '#3c4350', '#474d5a': '#2b303a', '#fffdf8': '#a7a59f', '#dfd4c1': '#474c54', '#cdb79a': '#6b5b46', '#ffffff': '#1e2125',
    '#1f6496': '#8cc6ef', '#e2eff8': '#18303f', '#a5cce6': '#3f7ba6', '#a4461c': '#f2aa84', '#fbe8dd': '#3e281c', '#efb493': '#b4643a',
    '#2f6e4a': '#93d3aa', '#e3f1e7': '#1b3426', '#a8d1b5': '#467f5b', '#5f4ca3': '#c3b5f3', '#ede8f8': '#2c2647', '#c3b6e6': '#6e5cae',
    '#2c5468': '#9cc5d8', '#e4eef2': '#1b2f38', '#a9c9d6': '#42748a', '#ab261d': '#ffa59b',
}
GROUND = {'cold': '#e2eff8', 'heat': '#fbe8dd', 'massage': '#e3f1e7', 'stretch': '#ede8f8', 'state': '#e4eef2'}
ORDER = ['cold', 'heat', 'massage', 'stretch', 'state']


def plain(text, dark, contour=None):
    """The same drawing with every variable replaced by its colour, for programs that know no variables."""
    look = lambda m: DARK.get(m.group(1), m.group(1)) if dark else m.group(1)
    text = re.sub(r'var\(--fig-contour,([\d.]+)\)', lambda m: contour or m.group(1), text)
    return re.sub(r'var\(--[\w-]+,\s*(#\w+)\)', look, text)


def ids(kinds):
    words = (FIGS / 'alt.toml').read_text(encoding='utf-8')
    found = re.findall(r'^\[([\w-]+)\]\nkind = "(\w+)"\ntitle = "(.*)"', words, re.M)
    return sorted(((i, k, t) for i, k, t in found if k in kinds), key=lambda f: (ORDER.index(f[1]), f[0]))


def sheet(out, names=(), dark=False, blind=False, first=False, size=230, columns=6, contour=None):
    figs = [f for f in ids(ORDER) if not names or f[0] in names]
    pad, line = 10, size * .062
    cap = line * (1.6 if blind else 3.4)
    w, h = size, size * 290 / 480 + cap
    rows = -(-len(figs) // columns)
    colour = lambda c: DARK.get(c, c) if dark else c
    ink, soft = ('#f2ede4', '#b3b7bc') if dark else ('#22262e', '#575b63')
    body = []
    for i, (name, kind, title) in enumerate(figs):
        x, y = pad + i % columns * (w + pad), pad + i // columns * (h + pad)
        text = plain((FIGS / ('' if first else 'still') / f'{name}.svg').read_text(encoding='utf-8'), dark, contour)
        text = text.replace('<svg ', f'<svg x="{x}" y="{y}" width="{w}" height="{h - cap}" ', 1)
        body.append(f'<rect x="{x}" y="{y}" width="{w}" height="{h:.1f}" rx="12" fill="{colour(GROUND[kind])}"/>{text}')
        words = [(str(i + 1), ink)] if blind else [(t, ink) for t in textwrap.wrap(title, 36)[:2]] + [(name, soft)]
        for j, (t, paint) in enumerate(words):
            body.append(f'<text x="{x + 10}" y="{y + h - cap + line * (j + 1):.1f}" font-size="{line * .8:.1f}" fill="{paint}">{escape(t)}</text>')
    total_w, total_h = pad + columns * (w + pad), pad + rows * (h + pad)
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{total_w:.0f}" height="{total_h:.0f}" font-family="sans-serif">'
           f'<rect width="100%" height="100%" fill="{"#15171a" if dark else "#f7f2e9"}"/>{"".join(body)}</svg>')
    subprocess.run(['rsvg-convert', '-o', out], input=svg.encode(), check=True)


def docs():
    """The three sheets in docs/; the one without words is for asking somebody what they see."""
    out = FIGS.parents[1] / 'docs'
    sheet(str(out / 'figures-light.png'), columns=7)
    sheet(str(out / 'figures-dark.png'), columns=7, dark=True)
    sheet(str(out / 'figures-blind.png'), columns=7, blind=True)


if __name__ == '__main__':
    if sys.argv[1:] == ['--docs']:
        docs()
        sys.exit()
    a = argparse.ArgumentParser()
    a.add_argument('out')
    a.add_argument('names', nargs='*')
    for flag in ('--dark', '--blind', '--first'):
        a.add_argument(flag, action='store_true')
    a.add_argument('--size', type=int, default=230)
    a.add_argument('--columns', type=int, default=6)
    a.add_argument('--contour')
    sheet(**vars(a.parse_args()))
