"""Partner massage: one lies, one kneels beside the hips. One function per figure; the words with it are the alt text."""
from body import Body, draw
from geometry import *
from marks import *
from motion import *
from svg import *
from things import *
import sides

ARM = ('near_forearm', 'near_sleeve')
FAR_ARM = ('far_forearm', 'far_sleeve')
LYING = dict(face=-1, hip=(270, 239), torso=176, bend=-8, neck=184, head=190,
             near_leg=dict(ankle=(440, 242), knee=1, foot=-34), near_arm=dict(upper=-14, fore=2, short=.95))


def helper(near, far, hip=(342, 163), torso=146, bend=26, near_elbow=1):
    """Someone who kneels behind the lying person's hips and leans in; near and far are the places of the hands."""
    return dict(face=-1, hip=hip, torso=torso, bend=bend, neck=torso + 20, head=torso + 12, top='mid',
                near_leg=dict(thigh=-100, shin=-3, foot=-10), far_leg=dict(thigh=-106, shin=-3, foot=-10),
                near_arm=dict(hand=near, elbow=near_elbow, palm=184), far_arm=dict(hand=far, elbow=1, palm=184))


def lying(paint='cloth', zone=None):
    """Face down: pillow under the chest, rolled towels under forehead and ankles; a zone of the back is coloured."""
    rolls = [roll(112, 256, 8), roll(430, 254, 8)]
    things = [pillow(168, 247, 66, 17), *rolls]
    if paint != 'cloth':
        things = [t.replace(PAINT['cloth'], PAINT[paint]) for t in things]
    back = ['neck', 'torso']
    marked = [fill(Body(LYING).slab(*zone), 'accent', .8)] if zone else []
    return [*things, *draw(LYING, only=back), *marked, *draw(LYING, skip=back)]


def pale(parts):
    """The helper wears pale trousers, so that the legs of the two are told apart."""
    return [p.replace(PAINT['bottom-far'], PAINT['mat']).replace(PAINT['bottom'], PAINT['top-far']) for p in parts]


def kneels_beside():
    """The helper kneels at the far side of the lying person, and works on the muscle of that side."""
    return sides.far(LYING)


def at_work(pose, extra=(), zone=None):
    """The helper's far hand reaches over the lying body, too: both hands are seen."""
    return [mat(), *pale(draw(pose, skip=ARM + FAR_ARM)), *lying(zone=zone), *draw(pose, only=FAR_ARM), *draw(pose, skip=ARM + FAR_ARM, only=('torso', 'neck', 'head', 'hair', 'face')), *draw(pose, only=ARM), *extra]


# Where the hands lie, and which part of the trunk is coloured there: up to the lower ribs, or just above the hips.
MID, LOW = (203, 211), (250, 212)
MID_ZONE, LOW_ZONE = (.46, .78), (.06, .34)
WIN, WIDE = (94, 100, 76), (104, 108, 92)


def view(still, moved, zoom=1.0, shift=(0, 0), win=WIN):
    """The window on the low back; `still` and `moved` draw inside it, around the middle of the back, at scale s."""
    cx, cy, r = win
    k = r / 60
    return Moving([back_inset(cx, cy, r, still, zoom, shift)],
                  [back_inset(cx, cy, r, lambda x, y, s: '', zoom, shift), porthole(cx, cy, r, moved(cx + shift[0] * k, cy + shift[1] * k, k * zoom))])


def zone_band(x, y, s, at):
    """The part of the back that is meant, from side to side."""
    top, end = at
    side = lambda v: 40.5 if v < -30 else 38 + abs(v - 2) * .08
    d = poly([(x - side(top) * s, y + top * s), (x + side(top) * s, y + top * s), (x + side(end) * s, y + end * s), (x - side(end) * s, y + end * s)])
    edge = lambda v: box(x - side(v) * s, y + v * s - 1.5, 2 * side(v) * s, 3)
    return fill(d, 'accent', .45) + fill(edge(top) + edge(end), 'accent')


def round_arrow(x, y, r):
    """Nearly a whole circle, with a light rim so that it is seen over hands and skin."""
    line = arrow_arc((x, y), r, 110, 405, size=9)
    return line.replace(PAINT['accent'], PAINT['paper']).replace('stroke-width="4"', 'stroke-width="9"') + line


def palms(dy, band=None):
    """Two hands, one flat on the other, that circle on the soft part beside the spine."""
    side = sides.behind(kneels_beside())
    def hands(x, y, s):
        # The lower arm goes on past the rim.
        far = capsule((x + 6 * s, y + (112 + dy) * s), (x + 14.8 * s, y + (30 + dy) * s), 9.8 * s, 8.2 * s)
        return (path(far + hand(x + 18 * s, y + (2 + dy) * s, 84, s * .78, 1), 'skin-far') + path(hand(x + 25 * s, y + (12 + dy) * s, 128, s * .78, -1), 'skin'))
    ring = lambda x, y, s: round_arrow(x + side * 22 * s, y + dy * s, 17 * s)
    ground = lambda x, y, s: zone_band(x, y, s, band) if band else ''
    def still(x, y, s):
        return ground(x, y, s) + hands(x, y, s) + ring(x, y, s)
    return still, lambda x, y, s: [ground(x, y, s), orbit([hands(x, y - 5, s)], 5, 4, -1), ring(x, y, s)]


def palms_scene(place, dy, zone=None, band=None, shift=(0, 0)):
    near, far = place, (place[0] - 8, place[1] + 1)
    return [*at_work(helper(near, far, hip=(place[0] + 112, 163)), zone=zone), view(*palms(dy, band), .84 if band else 1, shift)]


@figure('massage', 'Partner massage',
        'One person lies face down with a pillow under the chest and rolled towels under forehead and ankles. The partner kneels beside the hips and leans in '
        'with straight arms. One palm lies on the other and circles on the muscle beside the spine.', side='right')
def partner():
    return palms_scene((228, 211), 0)


@figure('massage', 'Slow circles with both palms, middle of the back',
        'The partner kneels nearer to the head, one palm on top of the other. They make slow circles on the muscle beside the spine, in the middle of the back. '
        'A coloured band across the back, over the lower ribs, shows where. The spine itself is not pressed.', side='right')
def partner_palms():
    return palms_scene(MID, -25, MID_ZONE, (-50, -14), (0, 8))


@figure('massage', 'Slow circles with both palms, nearer the hips',
        'The partner kneels beside the hips, one palm on top of the other. They make slow circles on the muscle beside the spine, low down, near the hips. A '
        'coloured band across the back, just above the hips, shows where.', side='right')
def partner_palms_low():
    return palms_scene(LOW, 16, LOW_ZONE, (-2, 31), (0, 8))


def thumb_hand(x, y, angle, s, side):
    """A loosely closed hand with the thumb stretched out; its tip is at x, y."""
    at = lambda u, v: go(go((x, y), angle, u * s), angle + 90, v * s)
    d = capsule(at(-110, 0), at(-46, 0), 11 * s, 9.5 * s) + capsule(at(-40, 0), at(-30, 0), 13 * s, 12.5 * s)
    curled = ''
    for i, u in enumerate((-19, -25, -31, -37)):
        curled += capsule(at(u - 2, -side * 4), at(u - 3, -side * 14.5), 4.2 * s, 4 * s)
    thumb = capsule(at(-30, side * 6), at(-14, side * 3.5), 6.6 * s, 5.6 * s) + capsule(at(-14, side * 3.5), at(-3, 0), 5.6 * s, 4.8 * s)
    return path(d, 'skin') + ''.join(path(capsule(at(u, -side * 2), at(u - 1.5, -side * 14), 4.3 * s, 4.2 * s), 'skin', width=3.4) for u in (-19, -26.5, -34, -41)) + path(thumb, 'skin')


def thumbs(dy, band):
    """Two thumbs side by side on the soft part beside the spine; the arrow stands on the other one."""
    side = sides.behind(kneels_beside())
    def hands(x, y, s):
        return (thumb_hand(x + 15 * s, y + (dy + 3) * s, 112, s * .72, 1).replace(PAINT['skin'], PAINT['skin-far'])
                + thumb_hand(x + 26 * s, y + (dy - 8) * s, 160, s * .72, 1))
    way = lambda x, y, s: arrow((x - side * 13 * s, y + (dy - 18) * s), (x - side * 13 * s, y + (dy + 14) * s), size=9)
    rings = lambda x, y, s: arrow_arc((x + 15 * s, y + (dy + 1) * s), 9 * s, 60, 235, size=6) + arrow_arc((x + 25 * s, y + (dy - 9) * s), 9 * s, 60, 235, size=6)
    ground = lambda x, y, s: zone_band(x, y, s, band)
    moved = lambda x, y, s: [ground(x, y, s), slide([orbit([hands(x, y - 4, s)], 4, 2.5)], [(0, -8), (0, 12), (0, -8)], 10), way(x, y, s)]
    return lambda x, y, s: ground(x, y, s) + hands(x, y, s) + rings(x, y, s) + way(x, y, s), moved


def thumbs_scene(place, dy, zone, band):
    return [*at_work(helper((place[0] + 6, place[1]), (place[0] - 10, place[1] + 1), hip=(place[0] + 112, 163)), zone=zone), view(*thumbs(dy, band), 1.06, (-10, 0)),
            arrow((place[0] + 34, 282), (place[0] + 84, 282), size=8)]


@figure('massage', 'Small circles with the thumbs, toward the hips',
        'The partner makes small circles with both thumbs on the muscle beside the spine. The thumbs drift slowly from the middle of the back down to the hips. '
        'A long coloured band over the back shows the way.', side='right')
def partner_thumbs():
    return thumbs_scene(MID, -22, (.06, .78), (-46, 31))


@figure('massage', 'Small circles with the thumbs, nearer the hips',
        'The partner makes small circles with both thumbs on the muscle beside the spine, low down, and drifts to the edge of the pelvis. '
        'A narrow coloured band across the back, just above the hips, shows where.', side='right')
def partner_thumbs_low():
    return thumbs_scene(LOW, 12, LOW_ZONE, (2, 31))


def pair(shape, gap, dy, way, both=False, paint='skin'):
    """One hand each side of the spine, and the way they go; `shape` gives path data, or a finished drawing."""
    def hands(x, y, s):
        drawn = [shape(x + side * gap * s, y + dy * s, s, side) for side in (-1, 1)]
        return ''.join(d if d.startswith('<') else path(d, paint) for d in drawn)
    def marks(x, y, s):
        return ''.join(arrow((x + side * way[0] * s, y + way[1] * s), (x + side * way[0] * s, y + way[2] * s), both, 8) for side in (-1, 1))
    moved = lambda x, y, s: [slide([hands(x, y, s)], [(0, -8), (0, 12), (0, -8)], 7), marks(x, y, s)]
    return lambda x, y, s: hands(x, y, s) + marks(x, y, s), moved


@figure('massage', 'Soft fists down both sides',
        'The partner slides two soft fists, fingers folded under, slowly down the back, one on each side of the spine, to the hips. The fists never touch the spine.')
def partner_fists():
    still, moved = pair(lambda x, y, s, side: fist(x, y, 90 + side * 4, s * .8, side), 25, -2, (50, -26, 22))
    return [*at_work(helper((240, 212), (226, 213), hip=(344, 163))), view(still, moved, win=WIDE), arrow((262, 282), (318, 282), size=9)]


@figure('massage', 'Open palms to the hips',
        'The partner strokes with both open palms, one on each side of the spine, from the middle of the back down to the hips.')
def partner_sweep():
    still, moved = pair(lambda x, y, s, side: hand(x, y, 90 + side * 4, s * .82, side), 24, 6, (50, -20, 22))
    return [*at_work(helper((228, 212), (208, 213), hip=(330, 163))), view(still, moved), arrow((254, 282), (314, 282), size=9)]


@figure('massage', 'Rock the low back',
        'The partner lays one hand on each side of the low back. The hands rock the hips gently from side to side, as a curved arrow with two heads shows.')
def partner_rock():
    def hands(x, y, s):
        return ''.join(path(hand(x + side * 27 * s, y + 20 * s, 90 + side * 14, s * .8, side), 'skin') for side in (-1, 1))
    sign = lambda x, y, s: arrow_arc((x, y + 14 * s), 50 * s, 128, 52, True, 10)
    still = lambda x, y, s: hands(x, y, s) + sign(x, y, s)
    moved = lambda x, y, s: [slide([hands(x, y, s)], [(-7, 0), (7, 0), (-7, 0)], 3), sign(x, y, s)]
    return [*at_work(helper((260, 212), (230, 213), hip=(358, 163)), zone=LOW_ZONE), view(still, moved, .84, win=WIDE)]


@figure('massage', 'Set up for partner massage',
        'A person lies face down on a flat mat. A pillow is under the chest, one rolled towel under the forehead, one rolled towel under the ankles. Arrows point to these three.')
def partner_setup():
    big = [pillow(152, 82, 108, 40), roll(84, 102, 21), roll(404, 102, 21)]
    return [mat(), *lying('mid'), *[t.replace(PAINT['cloth'], PAINT['mid']) for t in big],
            arrow((88, 136), (106, 240), size=9), arrow((204, 136), (200, 252), size=9), arrow((408, 136), (427, 244), size=9)]


@figure('massage', 'Warm oil in the hands',
        'The partner kneels beside the lying person and rubs the hands together. In the window, oil runs from a small bottle into an open palm and lies there in a small pool.', side='right')
def partner_oil():
    kneels_beside()
    pose = dict(helper((284, 128), (278, 124), hip=(346, 172), torso=112, bend=14), neck=128, head=120, scale=.92)
    pose['near_arm'] = dict(hand=(290, 150), elbow=1, palm=150)
    pose['far_arm'] = dict(hand=(287, 143), elbow=1, palm=160)
    cx, cy, r = 106, 110, 90
    # An open palm, held like a bowl, fingers to the right; the oil lies in its hollow.
    fingers = [path(capsule((cx + 12, cy + 40 + i * 4), (cx + 58 - (i % 3 == 0) * 10, cy + 14 + i * 10), 8.6, 7), 'skin') for i in range(4)]
    palm = (path(capsule((cx - 110, cy + 66), (cx - 50, cy + 50), 20, 17), 'skin') + ''.join(fingers)
            + path(smooth([(cx - 62, cy + 34), (cx - 40, cy + 24), (cx - 6, cy + 22), (cx + 22, cy + 30), (cx + 26, cy + 50), (cx + 8, cy + 66), (cx - 26, cy + 72), (cx - 58, cy + 66)]), 'skin')
            + path(capsule((cx - 40, cy + 32), (cx - 8, cy + 10), 10, 7), 'skin'))
    pool = smooth([(cx - 30, cy + 48), (cx - 18, cy + 38), (cx + 4, cy + 38), (cx + 15, cy + 46), (cx + 6, cy + 56), (cx - 16, cy + 58)])
    bottle = group([path('M-17 -6C-17 -16 -8 -18 -6 -26H6C8 -18 17 -16 17 -6V34A6 6 0 0 1 11 40H-11A6 6 0 0 1 -17 34Z', 'mid'), rect(-8, -38, 16, 13, 3, 'accent'), rect(-17, 4, 34, 20, 0, 'paper')],
                   f'translate({cx+38} {cy-48}) rotate(-126)')
    stream = path(f'M{cx+5} {cy-24}C{cx-4} {cy-8} {cx-5} {cy+12} {cx-5} {cy+40}', None, f' stroke="{PAINT["accent"]}"', 5)
    return [mat(), *pale(draw(pose, skip=ARM + FAR_ARM)), *lying(), *draw(pose, only=FAR_ARM), *draw(pose, only=ARM),
            window(cx, cy, r, palm + fill(pool, 'accent', .85)) + bottle + stream + fill(disc((cx - 9, cy + 45), 3.4), 'paper', .9)]


def prone_from_above():
    """Face down on a mat, seen from above, head to the left."""
    mid = 162
    out = []
    for s in (-1, 1):
        shoulder, hem, elbow, wrist = (156, mid + s * 36), (172, mid + s * 54), (190, mid + s * 60), (232, mid + s * 58)
        out += [path(capsule(hem, elbow, 9.5, 9) + capsule(elbow, wrist, 9, 6.6) + capsule(wrist, (244, mid + s * 57), 7, 6), 'skin'), path(capsule(shoulder, hem, 13, 11), 'top')]
    out.append(path(capsule((118, mid), (138, mid), 11, 13), 'skin'))
    for s in (-1, 1):
        out.append(path(capsule((414, mid + s * 17), (430, mid + s * 18), 8, 6.5), 'skin'))
    for s in (-1, 1):
        out.append(path(capsule((260, mid + s * 15), (336, mid + s * 16), 19, 13.5) + capsule((336, mid + s * 16), (412, mid + s * 17), 13, 9), 'bottom'))
    torso = smooth([(138, mid - 16), (146, mid - 42), (180, mid - 37), (216, mid - 31), (250, mid - 33), (254, mid), (250, mid + 33), (216, mid + 31), (180, mid + 37), (146, mid + 42), (138, mid + 16), (134, mid)])
    seat = smooth([(238, mid - 33), (262, mid - 34), (276, mid - 22), (280, mid), (276, mid + 22), (262, mid + 34), (238, mid + 33), (234, mid)])
    head = smooth([(72, mid), (78, mid - 18), (98, mid - 24), (117, mid - 18), (122, mid), (117, mid + 18), (98, mid + 24), (78, mid + 18)])
    return [*out, path(torso, 'top'), path(seat, 'bottom'), path(head, 'hair'), dotted(f'M150 {mid}H232', .5)]


def helper_from_above(x, y, up):
    """Shoulders and head of the helper, arms toward the lying back."""
    s = -1 if up else 1
    arms = ''.join(capsule((x + dx, y), (x + dx * .45 - 10, y + s * 46), 10, 7) + capsule((x + dx * .45 - 10, y + s * 46), (x + dx * .45 - 13, y + s * 56), 7, 6) for dx in (-26, 26))
    return [path(arms, 'skin'), path(smooth([(x - 42, y + s * 4), (x - 30, y - s * 14), (x, y - s * 18), (x + 30, y - s * 14), (x + 42, y + s * 4), (x + 22, y + s * 14), (x - 22, y + s * 14)]), 'mid'), circle(x, y - s * 2, 19, 'hair')]


@figure('massage', 'Change sides',
        'Seen from above: the partner gets up and walks round the feet of the lying person. The partner kneels down on the other side and does the same there.')
def partner_change():
    first = ''.join(helper_from_above(232, 254, True))
    faint = group([first], '').replace('<g>', '<g opacity=".45">')
    way = 'M292 262C380 262 452 236 452 164S392 56 296 62'
    return [rect(24, 20, 432, 280, 24, 'mat').replace('/>', ' stroke="none"/>'), *prone_from_above(), faint, *helper_from_above(232, 68, False),
            accent_line(way + head_of((296, 62), 174)), number(166, 268, 1), number(166, 52, 2)]


@figure('massage', 'Rest still',
        'The massage is over. The lying person stays and breathes calmly, the partner sits back on the heels, hands on the thighs.')
def partner_rest():
    sits = dict(face=-1, hip=(372, 196), torso=96, bend=8, neck=100, head=100, top='mid', scale=.92,
                near_leg=dict(thigh=194, shin=-14, foot=-10, short=.9), far_leg=dict(thigh=198, shin=-14, foot=-10, short=.9),
                near_arm=dict(hand=(320, 192), elbow=1, palm=200), far_arm=dict(hand=(312, 194), elbow=1, palm=200))
    return [mat(), *pale(draw(sits)), *lying(), clock(96, 92, 36, 1 / 6)]
