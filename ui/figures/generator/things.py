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
