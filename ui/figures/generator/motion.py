"""Blends poses into a gentle round, and says what the still picture shows instead."""
from body import ORDER, Body, draw, ghost
from geometry import compact, lerp, n, smooth
from marks import feel, number
from svg import FLOOR, Moving, group, path

MIDS = 2
CLOCK = ' dur="{dur:g}s" repeatCount="indefinite" keyTimes="{kt}"'


def ease(t):
    return t * t * (3 - 2 * t)


def beats(keys):
    """keys = (hold a, move, hold b, move) as shares of one; gives blend shares and their times."""
    ha, mv, hb, back = keys
    ts = [i / (MIDS + 1) for i in range(MIDS + 2)]
    seq = [0, *ts, *reversed(ts)]
    times = [0, *(ha + mv * t for t in ts), *(ha + mv + hb + back * (1 - t) for t in reversed(ts))]
    times[-1] = 1
    return seq, ';'.join(f'{x:.3f}'.rstrip('0').rstrip('.') or '0' for x in times)


def blend(shapes, keys, dur):
    """shapes(t) gives [(path data, paint, width)] with the same commands for each t from 0 to 1."""
    seq, kt = beats(keys)
    frames = {t: shapes(ease(t)) for t in set(seq)}
    out = []
    for i, (d, paint, width) in enumerate(frames[0]):
        ds = [compact(frames[t][i][0]) for t in seq]
        line = path(d, paint, width=width)
        if len(set(ds)) > 1:
            line = line.replace('/>', f'><animate attributeName="d"{CLOCK.format(dur=dur, kt=kt)} values="{";".join(ds)}"/></path>')
        out.append(line)
    return out


def person(pose, order=ORDER, skip=(), only=None):
    """The parts of a body as blend wants them."""
    b = Body(pose)
    out = []
    for name in order:
        if name in skip or (only and name not in only):
            continue
        if name == 'face':
            out.append((b.face_lines(), None, 2))
        elif name in b.parts:
            out.append((*b.parts[name], None))
    return out


def animate(a, b, keys, order=ORDER, skip=(), only=None, dur=7.0, feel_of=None):
    """Blends pose a into b and back, by joint angle, so that limbs keep their length."""
    out = blend(lambda t: person(lerp(a, b, t), order, skip, only), keys, dur)
    if feel_of:
        seq, kt = beats(keys)
        show = ';'.join(f'{.5 * max(0, t * 2 - 1):.2g}' for t in seq)
        d = feel_of(Body(b))
        out.append(feel(d).replace('/>', f'><animate attributeName="opacity"{CLOCK.format(dur=dur, kt=kt)} values="{show}"/></path>'))
    return out


def slide(items, stops, dur=7.0, turn=None):
    """A group that glides through the given offsets; `turn` = (angles, centre) turns it instead."""
    m = len(stops if turn is None else turn[0]) - 1
    kt = ';'.join(f'{i / m:.3f}'.rstrip('0').rstrip('.') or '0' for i in range(m + 1))
    splines = ';'.join(['.4 0 .6 1'] * m)
    if turn is None:
        kind, values = 'translate', ';'.join(f'{n(x)} {n(y)}' for x, y in stops)
    else:
        angles, c = turn
        kind, values = 'rotate', ';'.join(f'{n(a)} {n(c[0])} {n(c[1])}' for a in angles)
    return ('<g>' + '\n'.join(items) + f'<animateTransform attributeName="transform" type="{kind}" dur="{dur:g}s" repeatCount="indefinite" '
            f'calcMode="spline" keyTimes="{kt}" keySplines="{splines}" values="{values}"/></g>')


def orbit(items, r, dur=4.0, turn=1):
    """A group that goes round in small circles, starting at the top."""
    d = f'M0 0a{n(r)} {n(r)} 0 1 {int(turn > 0)} 0 {n(2 * r)}a{n(r)} {n(r)} 0 1 {int(turn > 0)} 0 {n(-2 * r)}z'
    return '<g>' + '\n'.join(items) + f'<animateMotion dur="{dur:g}s" repeatCount="indefinite" path="{d}"/></g>'


def side_by_side(scene, a, b, shift_a, shift_b, keys, marks, dur=8.0, scale=.86, at=((120, 40), (356, 40)), still_marks=()):
    """For movements of the whole body: still, both poses stand next to each other, numbered."""
    def panel(pose, dx, count):
        x, y = at[count - 1]
        return [group(draw(pose), f'translate({n(dx)} {n(FLOOR * (1 - scale))}) scale({scale})'), number(x, y, count)]
    return [*scene, Moving([*panel(a, shift_a, 1), *panel(b, shift_b, 2), *still_marks], [*animate(a, b, keys, dur=dur), *marks])]


def two_pose(scene_back, a, b, moving, keys, marks, scene_front=(), dur=7.0, order=ORDER, feel_of=None, over=()):
    """For movements of a part: still, the old place of that part is dotted."""
    still = ghost(a, moving) + draw(b, order=order) + list(over) + ([feel(feel_of(Body(b)))] if feel_of else [])
    return [*scene_back, Moving(still, animate(a, b, keys, order=order, dur=dur, feel_of=feel_of)), *scene_front, *marks]
