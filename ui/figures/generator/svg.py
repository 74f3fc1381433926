"""Owns paint and the file: colours as variables, shapes as text, a figure as a whole.

Every contour inherits one stroke from the root group: painted before its fill, so that half of it shows.
A page may thin it (`--fig-contour`), for example in small pictures on dark ground.
"""
import re

import sides
from geometry import box, clip, compact, disc, n

W, H, TOP, FLOOR = 480, 290, 14, 262

LINE = 'var(--fig-line,#2b2f38)'
PAINT = {
    'skin': 'var(--fig-skin,#e6b896)', 'skin-far': 'var(--fig-skin-far,#d19f7d)',
    'hair': 'var(--fig-hair,#4b3a36)',
    'top': 'var(--fig-top,#fbf6ec)', 'top-far': 'var(--fig-top-far,#e4dccd)',
    'bottom': 'var(--fig-bottom,#5d6473)', 'bottom-far': 'var(--fig-bottom-far,#474d5a)',
    'cloth': 'var(--fig-cloth,#fffdf8)', 'mat': 'var(--fig-mat,#dfd4c1)',
    'wood': 'var(--fig-wood,#cdb79a)', 'paper': 'var(--fig-paper,#ffffff)', 'line': LINE,
    'accent': 'var(--accent)', 'soft': 'var(--accent-tint)', 'mid': 'var(--accent-mid)',
    'warn': 'var(--danger,#ab261d)',
}
# What `--accent`, `--accent-tint` and `--accent-mid` fall back to where a file is opened alone.
KINDS = {
    'cold': ('#1f6496', '#e2eff8', '#a5cce6'), 'heat': ('#a4461c', '#fbe8dd', '#efb493'),
    'massage': ('#2f6e4a', '#e3f1e7', '#a8d1b5'), 'stretch': ('#5f4ca3', '#ede8f8', '#c3b6e6'),
    'state': ('#2c5468', '#e4eef2', '#a9c9d6'),
}


class Moving:
    """A part that moves, and what stands for it when nothing may move."""

    def __init__(self, still, move):
        self.still, self.move = list(still), list(move)


def path(d, paint=None, extra='', width=None):
    """A contour with its fill; `width` only for seams and other thin lines."""
    fill = f' fill="{PAINT[paint]}"' if paint else ''
    thin = f' stroke-width="{width:g}"' if width else ''
    return f'<path d="{compact(d)}"{fill}{thin}{extra}/>'


def fill(d, paint, opacity=None):
    """A shape without contour."""
    o = f' opacity="{opacity:g}"' if opacity else ''
    return f'<path d="{compact(d)}" fill="{PAINT[paint]}" stroke="none"{o}/>'


def seam(d, paint='line', width=2):
    return f'<path d="{compact(d)}" stroke="{PAINT[paint]}" stroke-width="{width:g}"/>' if paint != 'line' else path(d, width=width)


def rect(x, y, w, h, r, paint, angle=0):
    return path(box(x, y, w, h, r, angle), paint)


def circle(x, y, r, paint):
    return path(disc((x, y), r), paint)


def group(items, transform='', kind=''):
    """A moved or scaled group, or one with the accent of another kind."""
    body = '\n'.join(items)
    if kind:
        body = with_accent(body, kind)
    t = f' transform="{transform}"' if transform else ''
    k = f' data-kind="{kind}"' if kind else ''
    return f'<g{k}{t}>{body}</g>'


def with_accent(text, kind):
    accent, tint, mid = KINDS[kind]
    return (text.replace('var(--accent)', f'var(--accent,{accent})').replace('var(--accent-tint)', f'var(--accent-tint,{tint})')
            .replace('var(--accent-mid)', f'var(--accent-mid,{mid})'))


def clipped(text, centre, r):
    """The same drawing with every filled path cut to a circle."""
    def cut(m):
        d = clip(m.group(1), centre, r)
        return f'<path d="{compact(d)}"{m.group(2)}/>' if d else ''
    return re.sub(r'<path d="([^"]*)"((?=[^>]* fill="(?!none))[^>]*)/>', cut, text)


def document(name, items, kind, still, side=None):
    out = []
    for item in items:
        if not isinstance(item, Moving):
            out.append(item)
        elif still:
            out += item.still
        else:
            out += ['<g class="fig-still" display="none">', *item.still, '</g>', '<g class="fig-move">', *item.move, '</g>']
    body = with_accent('\n'.join(out), kind).replace('@-window', f'{name}-window')
    if side:
        body = sides.left_side_up(body, side)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" class="fig" data-kind="{kind}" viewBox="0 {TOP} {W} {H}" aria-hidden="true" focusable="false">'
            f'<g fill="none" stroke="{LINE}" stroke-width="var(--fig-contour,5.2)" stroke-linejoin="round" stroke-linecap="round" paint-order="stroke">\n'
            f'{body}\n</g></svg>\n')


FIGURES = {}


def figure(kind, title, desc, side=None):
    """Registers a drawing under its function's name, with the words that stand in for it; `side` is the one it draws, if it is for one."""
    def keep(f):
        FIGURES[f.__name__.replace('_', '-')] = (kind, title, desc, side, f)
        return f
    return keep
