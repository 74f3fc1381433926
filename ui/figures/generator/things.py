"""Owns the things people use: pillow, ball, roller, chair, packs, tub."""
from geometry import angle_of, capsule, disc, go, n, poly, smooth
from marks import flake, waves
from svg import FLOOR, PAINT, circle, fill, path, rect, seam


def mat(x0=24, x1=456, y=FLOOR):
    return rect(x0, y, x1 - x0, 11, 5.5, 'mat').replace('/>', ' stroke="none"/>')


def pillow(x, y, w, h, angle=0):
    return rect(x, y, w, h, h / 2, 'cloth', angle)


def roll(x, y, r=9):
    """A rolled towel, seen from its end."""
    return circle(x, y, r, 'cloth') + path(f'M{n(x-r*.45)} {n(y)}a{n(r*.45)} {n(r*.45)} 0 1 1 {n(r*.45)} {n(r*.45)}', width=2)


def ball(x, y, r):
    q = f'{n(r*.55)} {n(r*.62)} 0 {n(r*1.24)}'
    return circle(x, y, r, 'mid') + seam(f'M{n(x-r*.6)} {n(y-r*.62)}q{q}M{n(x+r*.6)} {n(y-r*.62)}q-{q}', 'accent')


def roller(x, y=FLOOR - 23, r=23):
    """A foam roller, seen from its end."""
    return circle(x, y, r, 'mid') + circle(x, y, r * .38, 'paper')


def chair(x, seat=194):
    """A chair that faces right, back part and front part: put the far legs of the person between them."""
    return ([rect(x + 10, seat + 11, 11, FLOOR - seat - 11, 5, 'wood'), rect(x + 104, seat + 11, 11, FLOOR - seat - 11, 5, 'wood')],
            [rect(x, seat, 128, 13, 6, 'wood')], [rect(x - 4, seat - 112, 13, 124, 6, 'wood', -3)])


def shifted(points, dx=0, dy=0):
    return [(x + dx, y + dy) for x, y in points]


def pack_shapes(dx=0, dy=0):
    """A wrapped soft pack that lies on the low back of `PRONE`, as (path data, paint, width): the cloth below, the pack on it."""
    cloth = [(188, 219), (196, 213), (222, 215), (248, 211), (257, 215), (258, 224), (250, 225), (222, 224), (196, 226), (189, 226)]
    soft = [(195, 214), (196, 203), (206, 198), (224, 200), (242, 196), (250, 201), (250, 211), (222, 215)]
    return [(smooth(shifted(cloth, dx, dy)), 'cloth', None), (smooth(shifted(soft, dx, dy)), 'mid', None),
            (f'M{n(205+dx)} {n(206+dy)}q6 -3 12 0M{n(226+dx)} {n(206+dy)}q7 -3 14 -1M{n(214+dx)} {n(210+dy)}q4 -2 8 0', None, 2)]


def pack(dx=0, dy=0):
    return [path(d, paint, width=w) for d, paint, w in pack_shapes(dx, dy)]


def pack_in_window(x, y, s, sign='cold'):
    """The wrapped pack on the low back, seen from behind."""
    mark = flake(x, y + 5 * s, 9 * s) if sign == 'cold' else waves(x - 11 * s, y + 5 * s, 3, 11 * s, 20 * s, 3)
    return rect(x - 33 * s, y - 16 * s, 66 * s, 42 * s, 7, 'cloth') + rect(x - 25 * s, y - 10 * s, 50 * s, 30 * s, 9, 'mid') + mark


def drops(x, y, count=3, s=1.0):
    """Drops of water, each lower than the one before."""
    d = ''
    for i in range(count):
        px, py = x + i * 13 * s, y + (i % 2) * 11 * s
        d += f'M{n(px)} {n(py)}c{n(4.5*s)} {n(6*s)} {n(5*s)} {n(8*s)} {n(5*s)} {n(10*s)}a{n(5*s)} {n(5*s)} 0 1 1 {n(-10*s)} 0c0 {n(-2*s)} {n(.5*s)} {n(-4*s)} {n(5*s)} {n(-10*s)}z'
    return fill(d, 'accent')
