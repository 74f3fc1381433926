"""The signs in a picture: cold, warmth, movement, where it pulls, where not, and the round window."""
from geometry import angle_of, capsule, disc, go, n, smooth
from svg import LINE, PAINT, circle, clipped, fill, path


def accent_line(d, width=4, extra=''):
    return path(d, None, f' stroke="{PAINT["accent"]}"{extra}', width)


def flake(x, y, r):
    d = ''
    for i in range(3):
        a = 90 + i * 60
        p, q = go((x, y), a, r), go((x, y), a + 180, r)
        d += f'M{n(p[0])} {n(p[1])}L{n(q[0])} {n(q[1])}'
        for end, o in ((p, a), (q, a + 180)):
            root = go((x, y), o, r * .52)
            for s in (-1, 1):
                tip = go(root, o + s * 48, r * .36)
                d += f'M{n(root[0])} {n(root[1])}L{n(tip[0])} {n(tip[1])}'
    return accent_line(d, 2.6)


def waves(x, y, count=3, gap=15, h=30, width=3.6):
    d = ''
    for i in range(count):
        px, hh = x + i * gap, h if i % 2 else h * .8
        top = y - hh / 2
        c, q = n(hh * .28), n(-hh * .25)
        d += f'M{n(px)} {n(top+hh)}c-{c} {q} {c} {q} 0 {n(-hh*.5)}c-{c} {q} {c} {q} 0 {n(-hh*.5)}'
    return accent_line(d, width)


def head_of(p, angle, size=9):
    a, b = go(p, angle + 180 - 36, size * 1.35), go(p, angle + 180 + 36, size * 1.35)
    return f'M{n(a[0])} {n(a[1])}L{n(p[0])} {n(p[1])}L{n(b[0])} {n(b[1])}'


def arrow_arc(c, r, a0, a1, both=False, size=9):
    p, q = go(c, a0, r), go(c, a1, r)
    s = 1 if a1 > a0 else -1
    d = f'M{n(p[0])} {n(p[1])}A{n(r)} {n(r)} 0 {int(abs(a1-a0) > 180)} {int(a1 <= a0)} {n(q[0])} {n(q[1])}' + head_of(q, a1 + 90 * s - s * 10, size)
    if both:
        d += head_of(p, a0 - 90 * s + s * 10, size)
    return accent_line(d)


def arrow(p, q, both=False, size=9):
    d = f'M{n(p[0])} {n(p[1])}L{n(q[0])} {n(q[1])}' + head_of(q, angle_of(p, q), size)
    if both:
        d += head_of(p, angle_of(q, p), size)
    return accent_line(d)


def no_mark(x, y, r=9):
    k = r * .62
    warn = f' stroke="{PAINT["warn"]}"'
    return (path(disc((x, y), r), 'paper', warn, 6)
            + path(f'M{n(x-k)} {n(y-k)}L{n(x+k)} {n(y+k)}M{n(x+k)} {n(y-k)}L{n(x-k)} {n(y+k)}', None, warn, 3))


def yes_mark(x, y, r=9):
    return fill(disc((x, y), r), 'accent') + path(f'M{n(x-r*.45)} {n(y)}L{n(x-r*.1)} {n(y+r*.38)}L{n(x+r*.5)} {n(y-r*.4)}', None, f' stroke="{PAINT["paper"]}"', r * .26)


DIGITS = {1: 'M{} {}m-3.500 -4l4 -3v14', 2: 'M{} {}m-4.500 -3.500c.5 -4.500 9 -4.500 9 .5c0 4 -8.500 7 -9 10h9.500',
          3: 'M{} {}m-4 -5c2 -3.500 8.500 -2.500 8.500 1.500c0 2.500 -2 3.500 -4 3.500c2.500 0 4.500 1 4.500 3.800c0 4 -7 5 -9 1.200'}


def number(x, y, count, r=13):
    return fill(disc((x, y), r), 'accent') + path(DIGITS[count].format(n(x), n(y)), None, f' stroke="{PAINT["paper"]}"', 3)


def feel(d):
    """Where it pulls: a soft patch of the accent."""
    return fill(d, 'accent', .45)


def dotted(d, opacity=.75, width=2.6):
    return path(d, None, f' stroke-dasharray="1 6" opacity="{opacity:g}"', width)


def clock(x, y, r, share=.5, seconds=False):
    """The time to wait as a wedge of one round of the long hand: minutes of an hour, or on a stopwatch seconds of a minute."""
    at = lambda angle, d: ' '.join(n(v) for v in go((x, y), angle, d))
    end = 90 - 360 * share
    wedge = f'M{n(x)} {n(y)}L{at(90, r-4)}A{n(r-4)} {n(r-4)} 0 {int(share > .5)} 1 {at(end, r-4)}Z'
    ticks = ''.join(f'M{at(i * 30, r - 3)}L{at(i * 30, r * (.72 if i % 3 == 0 else .82))}' for i in range(12))
    top = path(f'M{n(x-r*.16)} {n(y-r*1.3)}h{n(r*.32)}M{n(x)} {n(y-r*1.25)}v{n(r*.25)}M{at(45, r*1.02)}L{at(45, r*1.2)}', width=5.2) if seconds else ''
    return top + circle(x, y, r, 'paper') + fill(wedge, 'mid') + path(ticks, width=2) + path(f'M{n(x)} {n(y)}L{at(end, r*.78)}', width=3.6) + fill(disc((x, y), 3.4), 'line')


def hand(x, y, angle, s=1, thumb=1):
    """A flat hand seen from above, fingers toward `angle`."""
    at = lambda u, v: go(go((x, y), angle, u * s), angle + 90, v * s)
    d = capsule(at(-90, 0), at(-28, 0), 12 * s, 8.5 * s) + capsule(at(-30, 0), at(-6, 0), 8.5 * s, 8 * s) + capsule(at(-3, 0), at(5, 0), 10.5 * s, 10.5 * s)
    for v, w, length in ((-7.5, -10.5, 25), (-2.6, -3.8, 32), (2.6, 3.6, 33), (7.4, 10, 27)):
        d += capsule(at(6, v), at(length, w), 3.5 * s, 3 * s)
    return d + capsule(at(-4, 7 * thumb), at(10, 17 * thumb), 4 * s, 3.2 * s)


def fist(x, y, angle, s=1, thumb=1):
    """A soft fist on its knuckles, seen from above: the back of the hand, four knuckles in front, the fingers folded below it."""
    at = lambda u, v: go(go((x, y), angle, u * s), angle + 90, v * s)
    arm = capsule(at(-96, 0), at(-34, 0), 12.5 * s, 9.5 * s) + capsule(at(-36, 0), at(-16, 0), 9.5 * s, 11 * s)
    back = smooth([at(*q) for q in ((-24, 0), (-19, 9), (-12, 14.5), (2, 18.5), (12, 18), (14, 0), (12, -18), (2, -18.5), (-12, -14.5), (-19, -9))], tension=7)
    spots = ((13.5, 9.5), (4.6, 12.5), (-4.6, 12), (-13.4, 8.5))
    low = ''.join(path(capsule(at(u + 2, v * thumb), at(u + 3.6, v * thumb), 4.9 * s, 4.6 * s), 'skin-far', width=3.6) for v, u in spots)
    knuckles = ''.join(capsule(at(u - 6, v * thumb), at(u, v * thumb), 5.2 * s, 5.4 * s) for v, u in spots)
    lines = ''.join(f'M{n(at(4, v)[0])} {n(at(4, v)[1])}L{n(at(-5, v * .8)[0])} {n(at(-5, v * .8)[1])}' for v in (-9, 0, 9))
    beside = path(capsule(at(-16, 11 * thumb), at(-3, 17.5 * thumb), 6 * s, 5.4 * s) + capsule(at(-3, 17.5 * thumb), at(9, 18 * thumb), 5.4 * s, 4.6 * s), 'skin', width=4)
    return low + beside + path(arm + back + knuckles, 'skin') + path(lines, width=2)


def window(cx, cy, r, content):
    """A round window: what is inside is cut at the rim."""
    return circle(cx, cy, r, 'paper').replace('/>', ' stroke="none"/>') + clipped(content, (cx, cy), r) + path(disc((cx, cy), r), width=3)


def porthole(cx, cy, r, items):
    """Moving things inside a round window: only here a real clipPath is needed, its id is made from the figure's."""
    return (f'<clipPath id="@-window"><circle cx="{n(cx)}" cy="{n(cy)}" r="{n(r)}"/></clipPath><g clip-path="url(#@-window)">'
            + '\n'.join(items) + '</g>' + path(disc((cx, cy), r), width=3))


def back_inset(cx, cy, r, inside, zoom=1.0, shift=(0, 0)):
    """The low back from behind, head up; the dotted line is the spine. `inside` draws with the middle of the low back and a scale."""
    s = r / 60 * zoom
    ox, oy = cx + shift[0] * r / 60, cy + shift[1] * r / 60
    at = lambda x, y: (ox + x * s, oy + y * s)
    side = [(-52, -106), (-46, -70), (-42, -34), (-38.5, -14), (-38, 4), (-40, 24), (-43, 44), (-45, 72)]
    trunk = smooth([at(*p) for p in side], False) + 'L' + smooth([at(-x, y) for x, y in reversed(side)], False)[1:] + 'Z'
    waist = [(-40.8, 31), (-20, 36), (0, 37.5), (20, 36), (40.8, 31), (43, 44), (45, 72)]
    pants = smooth([at(*p) for p in waist[:5]], False) + 'L' + 'L'.join(f'{n(x)} {n(y)}' for x, y in [at(*p) for p in waist[5:] + [(-45, 72), (-43, 44)]]) + 'Z'
    half = max(0, r * r - (ox - cx) ** 2) ** .5 - 3
    top, end = max(oy - 58 * s, cy - half), min(oy + 28 * s, cy + half)
    return window(cx, cy, r, path(trunk, 'skin') + path(pants, 'bottom') + dotted(f'M{n(ox)} {n(top)}V{n(end)}') + inside(ox, oy, s))
