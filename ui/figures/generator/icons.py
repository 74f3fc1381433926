"""Writes icons/lumbar.svg and the tray signs; rasterise.py makes the bitmaps. The mark: four vertebrae in the curve of a low back, the sore one warm.

Tray signs differ in outline, not only in colour. Each is a plate with a light sign inside and a light rim, so that it
reads on white, mid-grey and black panels: where the panel eats the plate the rim and the sign stand, and the other way round.
"""
import pathlib

ICONS = pathlib.Path(__file__).resolve().parents[3] / 'icons'
BARS = [(36.5, 11, -17), (30.5, 24.5, -6), (30.5, 39, 6), (36.5, 52.5, 17)]  # centre x, centre y, turn
CREAM, WARM, DEEP, SLATE, RIM = '#fdf6ea', '#f2a271', '#2c5468', '#525c68', '#ffffff'


def bar(x, y, turn, w, h, paint, extra=''):
    return f'<rect x="{x-w/2:g}" y="{y-h/2:g}" width="{w:g}" height="{h:g}" rx="{h*.42:g}" fill="{paint}" transform="rotate({turn} {x:g} {y:g})"{extra}/>'


def spine(colours, w=32, h=10, extra=''):
    return ''.join(bar(x, y, t, w, h, c, extra) for (x, y, t), c in zip(BARS, colours))


def svg(body, title, box='0 0 64 64'):
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img"><title>{title}</title>{body}</svg>\n'


def app():
    return (f'<rect width="64" height="64" rx="15" fill="{DEEP}"/>'
            f'<g transform="translate(2.4 3.4) scale(.9)">{spine((CREAM, CREAM, WARM, CREAM), 32, 9.5)}</g>')


def plate(shape, paint, sign):
    """A coloured outline with a light rim; `shape` is an element without its end."""
    return (f'{shape} fill="{RIM}" stroke="{RIM}" stroke-width="8" stroke-linejoin="round"/>{shape} fill="{paint}"/>'
            f'<g fill="none" stroke="{RIM}" stroke-linecap="round" stroke-linejoin="round">{sign}</g>')


def idle():
    """Dark vertebrae on a light plate that follows their curve."""
    light = f'<g stroke="{RIM}" stroke-width="11" stroke-linejoin="round">{spine((RIM,) * 4, 40, 9.2)}</g>'
    return f'<g transform="translate(1 3) scale(.92)">{light}{spine((SLATE,) * 4, 40, 9.2)}</g>'


TRAY = {
    'idle': ('Lumbar', idle()),
    'cold': ('Lumbar: cold pack on', plate('<path d="M32 4.500L56 18V46L32 59.500L8 46V18Z"', '#2672ae',
             '<path d="M32 15.500V48.500M17.7 23.700L46.3 40.300M46.3 23.700L17.7 40.3" stroke-width="6"/>')),
    'heat': ('Lumbar: warm pack on', plate('<circle cx="32" cy="32" r="27.5"', '#bb5626',
             '<path d="M21 46c-6 -7 6 -9 0 -16c-3 -4.5 -1 -9 2 -12M32.5 48.500c-7 -8 7 -11 0 -19c-3.5 -5.5 -1 -11 2 -14M44 46c-6 -7 6 -9 0 -16c-3 -4.5 -1 -9 2 -12" stroke-width="5.5"/>')),
    'rest': ('Lumbar: resting', plate('<rect x="5" y="5" width="54" height="54" rx="13"', SLATE,
             '<circle cx="32" cy="32" r="18.5" stroke-width="6"/><path d="M32 22.500V32L38.5 36.5" stroke-width="6"/>')),
    'alert': ('Lumbar: take it off now', plate('<path d="M32 5L59 32L32 59L5 32Z"', '#c9302a',
              f'<path d="M32 18V34.5" stroke-width="8"/><circle cx="32" cy="46" r="4.6" fill="{RIM}" stroke="none"/>')),
}


def files():
    out = {ICONS / 'lumbar.svg': svg(app(), 'Lumbar')}
    for state, (title, body) in TRAY.items():
        out[ICONS / 'tray' / f'{state}.svg'] = svg(body, title)
    return out


if __name__ == '__main__':
    for f, text in files().items():
        f.parent.mkdir(parents=True, exist_ok=True)
        f.write_text(text, encoding='utf-8', newline='\n')
