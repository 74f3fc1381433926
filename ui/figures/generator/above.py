"""Owns the person who lies face down, seen from above, and what the own hand does with a pack on the low back."""
from geometry import *
from marks import *
from motion import *
from svg import *

MID = 178
# The middle of the low back, and how large one unit of the round window is here.
BACK_AT, UNIT = (224, MID), .84


def ground():
    return rect(24, 20, 432, 280, 24, 'mat').replace('/>', ' stroke="none"/>')


def on_back(u, v):
    """A place on the low back as the round window has it (head up), turned so that the head is on the left."""
    return (BACK_AT[0] + v * UNIT, BACK_AT[1] - u * UNIT)


def lying_from_above():
    """Head to the left, forehead on one hand, the shirt pushed up; the other arm is drawn by `own_arm`."""
    m = MID
    out = [path(capsule((156, m - 35), (136, m - 52), 13, 11), 'top-far'),
           path(capsule((138, m - 51), (112, m - 66), 9.6, 9.2) + capsule((112, m - 66), (84, m - 30), 9, 6.6) + capsule((84, m - 30), (78, m - 20), 7, 6), 'skin-far')]
    out[0], out[1] = out[1], out[0]
    out.append(path(capsule((118, m), (138, m), 11, 13), 'skin'))
    out += [path(capsule((414, m + s * 17), (430, m + s * 18), 8, 6.5), 'skin') for s in (-1, 1)]
    out += [path(capsule((268, m + s * 15), (338, m + s * 16), 19, 13.5) + capsule((338, m + s * 16), (412, m + s * 17), 13, 9), 'bottom') for s in (-1, 1)]
    top = [(138, m - 16), (146, m - 42), (166, m - 40), (190, m - 35)]
    low = [(184, m - 36), (216, m - 32), (262, m - 34)]
    both = lambda side: smooth(side, False) + 'L' + smooth([(x, 2 * m - y) for x, y in reversed(side)], False)[1:] + 'Z'
    seat = smooth([(252, m - 33.5), (270, m - 34), (284, m - 22), (288, m), (284, m + 22), (270, m + 34), (252, m + 33.5), (248, m)])
    head = smooth([(70, m), (76, m - 18), (96, m - 24), (115, m - 18), (120, m), (115, m + 18), (96, m + 24), (76, m + 18)])
    return [*out, path(both(low), 'skin'), path(both(top), 'top'), path(seat, 'bottom'), path(head, 'hair')]


SHOULDER = (158, MID + 33)


def own_arm(elbow, angle):
    """The own arm, seen from above, from the shoulder to the palm; the whole forearm is seen. Gives (path data, paint, width)."""
    hem = go(SHOULDER, angle_of(SHOULDER, elbow), 31)
    palm = go(elbow, angle, 64)
    return [(capsule(hem, elbow, 9.6, 9.2), 'skin', None), (hand(*palm, angle, .71, -1), 'skin', None), (capsule(SHOULDER, hem, 12.5, 11), 'top', None)]


def corner_up(at, sign, w=35, top=-21, end=27):
    """A pack on its cloth with one corner folded up: its white underside is seen, and the bare skin below. The first item lies under the hand. `at` places window units."""
    a, b = (-w + 60, top), (-w, top + 43)
    c = (-w, top)
    k = ((c[0] - a[0]) * (b[0] - a[0]) + (c[1] - a[1]) * (b[1] - a[1])) / ((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2)
    foot = (a[0] + k * (b[0] - a[0]), a[1] + k * (b[1] - a[1]))
    # It stands up a little, so it looks shorter than it is.
    tip = (c[0] + 1.5 * (foot[0] - c[0]), c[1] + 1.5 * (foot[1] - c[1]))
    cloth = poly([at(*a), at(w, top), at(w, end), at(-w, end), at(*b)])
    soft = smooth([at(*q) for q in ((a[0] - 2, top + 7), (w - 8, top + 6), (w - 6, top + 12), (w - 6, end - 10), (w - 10, end - 5), (0, end - 4), (9 - w, end - 3.5), (10 - w, b[1] - 4), (-4, top + 20))], tension=9)
    flap = smooth([at(*a), at(a[0] - 1, a[1] + 10), at(*tip), at(b[0] + 13, b[1] - 1), at(*b), at((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)], tension=9)
    was = dotted(poly([at(*a), at(*c), at(*b)], False), .8, 2.6)
    return [was, path(cloth, 'cloth'), path(soft, 'mid'), path(flap, 'cloth'), sign]
