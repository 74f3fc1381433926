"""Owns lengths, angles and path data: everything that is arithmetic and knows nothing of people.

Screen units are those of the viewBox (480 wide, y down). Angles are degrees, 0 to the right, 90 up.
"""
import math
import re


def n(v):
    """A number as short as SVG allows, one decimal."""
    s = f'{v:.1f}'
    s = s[:-2] if s.endswith('.0') else s
    return '0' if s == '-0' else s


def go(p, angle, dist):
    a = math.radians(angle)
    return (p[0] + math.cos(a) * dist, p[1] - math.sin(a) * dist)


def angle_of(p, q):
    return math.degrees(math.atan2(p[1] - q[1], q[0] - p[0]))


def reach(start, target, a, b, bend):
    """The middle joint of a two-bone chain; bend is +1 or -1, the side the joint goes to."""
    d = math.hypot(target[0] - start[0], target[1] - start[1])
    d = max(abs(a - b) + .1, min(a + b - .1, d))
    base = angle_of(start, target)
    k = math.degrees(math.acos((a * a + d * d - b * b) / (2 * a * d)))
    mid = go(start, base + bend * k, a)
    return mid, go(mid, angle_of(mid, go(start, base, d)), b)


def capsule(p, q, r1, r2):
    d = math.hypot(q[0] - p[0], q[1] - p[1]) or .01
    th = math.atan2(q[1] - p[1], q[0] - p[0])
    al = math.acos(max(-1, min(1, (r1 - r2) / d)))
    pt = lambda c, r, s: (c[0] + r * math.cos(th + s * al), c[1] + r * math.sin(th + s * al))
    a, b, c, e = pt(p, r1, -1), pt(q, r2, -1), pt(q, r2, 1), pt(p, r1, 1)
    return (f'M{n(a[0])} {n(a[1])}L{n(b[0])} {n(b[1])}A{n(r2)} {n(r2)} 0 {int(r2 > r1)} 1 {n(c[0])} {n(c[1])}'
            f'L{n(e[0])} {n(e[1])}A{n(r1)} {n(r1)} 0 {int(r1 >= r2)} 1 {n(a[0])} {n(a[1])}Z')


def disc(c, r):
    return (f'M{n(c[0]-r)} {n(c[1])}A{n(r)} {n(r)} 0 1 1 {n(c[0]+r)} {n(c[1])}'
            f'A{n(r)} {n(r)} 0 1 1 {n(c[0]-r)} {n(c[1])}Z')


def smooth(points, closed=True, tension=6):
    """A Catmull-Rom curve as cubic Beziers: same commands for every pose, so poses can be blended."""
    m = len(points)
    at = lambda i: points[i % m] if closed else points[max(0, min(m - 1, i))]
    out = [f'M{n(points[0][0])} {n(points[0][1])}']
    for i in range(m if closed else m - 1):
        p0, p1, p2, p3 = at(i - 1), at(i), at(i + 1), at(i + 2)
        c1 = (p1[0] + (p2[0] - p0[0]) / tension, p1[1] + (p2[1] - p0[1]) / tension)
        c2 = (p2[0] - (p3[0] - p1[0]) / tension, p2[1] - (p3[1] - p1[1]) / tension)
        out.append('C' + ' '.join(f'{n(x)} {n(y)}' for x, y in (c1, c2, p2)))
    return ''.join(out) + ('Z' if closed else '')


def poly(points, closed=True):
    return 'M' + 'L'.join(f'{n(x)} {n(y)}' for x, y in points) + ('Z' if closed else '')


def box(x, y, w, h, r=0, angle=0):
    """A rounded rectangle, turned clockwise about its middle."""
    r = min(r, w / 2, h / 2)
    c = (x + w / 2, y + h / 2)
    a = math.radians(angle)
    turn = lambda px, py: (c[0] + (px - c[0]) * math.cos(a) - (py - c[1]) * math.sin(a),
                           c[1] + (px - c[0]) * math.sin(a) + (py - c[1]) * math.cos(a))
    pts = [turn(*p) for p in ((x + r, y), (x + w - r, y), (x + w, y + r), (x + w, y + h - r),
                              (x + w - r, y + h), (x + r, y + h), (x, y + h - r), (x, y + r))]
    if not r:
        return poly([pts[0], pts[2], pts[4], pts[6]])
    d = f'M{n(pts[0][0])} {n(pts[0][1])}'
    for i in (1, 3, 5, 7):
        p, q = pts[i], pts[(i + 1) % 8]
        d += f'L{n(p[0])} {n(p[1])}A{n(r)} {n(r)} 0 0 1 {n(q[0])} {n(q[1])}'
    return d + 'Z'


def lerp(a, b, t):
    if isinstance(a, dict):
        return {k: lerp(a[k], b.get(k, a[k]), t) for k in a}
    if isinstance(a, (tuple, list)):
        return tuple(lerp(x, y, t) for x, y in zip(a, b))
    if isinstance(a, (int, float)) and not isinstance(a, bool):
        return a + (b - a) * t
    return a


def profile(table, t):
    for (t0, r0), (t1, r1) in zip(table, table[1:]):
        if t <= t1:
            return r0 + (r1 - r0) * (t - t0) / (t1 - t0)
    return table[-1][1]


# ---- reading path data again -----------------------------------------------------------------------------------

ARGS = {'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'S': 4, 'Q': 4, 'A': 7, 'Z': 0}


def parse(d):
    """Path data as absolute (command, numbers); h and v become L, s becomes C."""
    tokens = re.findall(r'[A-Za-z]|-?\d*\.?\d+', d)
    out, i, cur, start, cmd = [], 0, (0, 0), (0, 0), ''
    while i < len(tokens):
        if tokens[i].isalpha():
            cmd = tokens[i]
            i += 1
        up = cmd.upper()
        k = ARGS[up]
        v = [float(x) for x in tokens[i:i + k]]
        i += k
        if up == 'Z':
            out.append(('Z', []))
            cur = start
            continue
        if up in 'HV':
            rel = cmd.islower()
            x = (cur[0] * rel + v[0]) if up == 'H' else cur[0]
            y = (cur[1] * rel + v[0]) if up == 'V' else cur[1]
            up, v = 'L', [x, y]
        elif cmd.islower():
            if up == 'A':
                v[5] += cur[0]
                v[6] += cur[1]
            else:
                v = [x + cur[j % 2] for j, x in enumerate(v)]
        if up == 'S':
            p = out[-1][1] if out[-1][0] == 'C' else [0, 0, *cur, *cur]
            up, v = 'C', [2 * cur[0] - p[2], 2 * cur[1] - p[3], *v]
        out.append((up, v))
        cur = (v[-2], v[-1])
        if up == 'M':
            start = cur
            cmd = 'l' if cmd == 'm' else 'L'
    return out


def compact(d):
    """The same path, relative and without needless separators, for small files."""
    out, cur, start, last = [], (0, 0), (0, 0), ''

    def put(cmd, numbers):
        nonlocal last
        text = '' if cmd == last and cmd not in 'mM' else cmd
        first = bool(text)
        for x in numbers:
            s = n(x).replace('0.', '.', 1) if abs(x) < .95 else n(x)
            s = '0' if s in ('.0', '-.0', '-0', '') else s
            text += s if first or s.startswith('-') else ' ' + s
            first = False
        last = cmd
        out.append(text)

    for cmd, v in parse(d):
        r = [round(x, 1) for x in v]
        if cmd == 'Z':
            out.append('z')
            cur, last = start, 'z'
            continue
        if cmd == 'M':
            put('M', r)
            start = (r[0], r[1])
        elif cmd == 'A':
            put('a', r[:5] + [r[5] - cur[0], r[6] - cur[1]])
        else:
            put(cmd.lower(), [x - cur[j % 2] for j, x in enumerate(r)])
        cur = (r[-2], r[-1])
    return ''.join(out)


def flatten(d, step=4):
    """Path data as closed polygons."""
    polys, cur = [], None
    for cmd, v in parse(d):
        if cmd == 'M':
            polys.append([(v[0], v[1])])
        elif cmd == 'L':
            polys[-1].append((v[0], v[1]))
        elif cmd in 'CQ':
            p = [cur] + [(v[i], v[i + 1]) for i in range(0, len(v), 2)]
            m = max(2, int(math.dist(p[0], p[-1]) / step))
            for i in range(1, m + 1):
                t, q = i / m, p
                while len(q) > 1:
                    q = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in zip(q, q[1:])]
                polys[-1].append(q[0])
        elif cmd == 'A':
            polys[-1] += arc_points(cur, v, step)
        if cmd != 'Z':
            cur = polys[-1][-1]
        elif polys:
            cur = polys[-1][0]
    return polys


def arc_points(p, v, step):
    rx, _, _, large, sweep, x, y = v
    d = math.dist(p, (x, y)) or .01
    r = max(rx, d / 2)
    h = math.sqrt(max(0, r * r - d * d / 4)) * (1 if large != sweep else -1)
    c = ((p[0] + x) / 2 - h * (y - p[1]) / d, (p[1] + y) / 2 + h * (x - p[0]) / d)
    a0, a1 = math.atan2(p[1] - c[1], p[0] - c[0]), math.atan2(y - c[1], x - c[0])
    if sweep and a1 < a0:
        a1 += 2 * math.pi
    if not sweep and a1 > a0:
        a1 -= 2 * math.pi
    m = max(3, int(abs(a1 - a0) * r / step))
    return [(c[0] + r * math.cos(a0 + (a1 - a0) * i / m), c[1] + r * math.sin(a0 + (a1 - a0) * i / m)) for i in range(1, m + 1)]


def clip(d, c, r):
    """The part of a filled path inside a circle: no clipPath, so no ids, so a figure may stand twice on a page."""
    polys = flatten(d)
    if all(math.dist(q, c) <= r for p in polys for q in p):
        return d
    m = 60
    ring = [(c[0] + r * math.cos(2 * math.pi * i / m), c[1] + r * math.sin(2 * math.pi * i / m)) for i in range(m)]
    out = []
    for subject in polys:
        for a, b in zip(ring, ring[1:] + ring[:1]):
            side = lambda q: (b[0] - a[0]) * (q[1] - a[1]) - (b[1] - a[1]) * (q[0] - a[0])
            kept = []
            for p, q in zip(subject, subject[1:] + subject[:1]):
                sp, sq = side(p), side(q)
                if (sp >= 0) != (sq >= 0):
                    t = sp / (sp - sq)
                    kept.append((p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t))
                if sq >= 0:
                    kept.append(q)
            subject = kept
            if not subject:
                break
        if len(subject) > 2:
            out.append(poly(subject))
    return ''.join(out)
