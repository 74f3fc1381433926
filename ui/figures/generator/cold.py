"""Cold packs and ice massage. One function per figure; the words with it are the alt text, and they teach."""
from above import BACK_AT, MID, UNIT, corner_up, ground, lying_from_above, on_back, own_arm
from body import Body, draw
from geometry import *
from marks import *
from motion import *
from svg import *
from things import *
import sides

# Face down, forehead on folded hands: the pose of most packs.
PRONE = dict(face=-1, hip=(268, 238), torso=179, bend=-6, neck=176, head=186,
             near_leg=dict(ankle=(436, 249), knee=1, foot=-16), near_arm=dict(upper=206, fore=176, short=.72, palm=172))
PRONE_ORDER = ['neck', 'torso', 'near_foot', 'near_leg', 'near_forearm', 'near_sleeve', 'head', 'hair', 'face']
# On the side, seen from above: the same profile, but on a mat that fills the ground.
SIDE = dict(face=-1, hip=(262, 150), torso=176, bend=16, neck=186, head=192,
            near_leg=dict(thigh=-52, shin=12, foot=-40), far_leg=dict(thigh=-40, shin=14, foot=-38),
            near_arm=dict(upper=-112, fore=190, palm=190, short=.95), far_arm=dict(upper=-140, fore=160, palm=160))


def prone():
    return draw(PRONE, order=PRONE_ORDER)


def mat_from_above():
    return rect(24, 24, 432, 270, 24, 'mat').replace('/>', ' stroke="none"/>')


def side_from_above():
    return [mat_from_above(), rect(66, 118, 76, 96, 22, 'cloth', 4), *draw(SIDE)]


@figure('cold', 'Ice pack on the low back, lying on your front',
        'A person lies face down, forehead on folded hands. A wrapped ice pack lies on the low back, '
        'just above the hips, with a damp cloth between pack and skin. The pack is on top. Nobody lies on it.')
def ice_front():
    return [mat(), *prone(), *pack(), flake(204, 160, 12), flake(232, 142, 9), flake(246, 168, 7), back_inset(398, 100, 62, pack_in_window)]


def taken_off(shapes, way=(22, 82)):
    """Seen from above: the own hand draws something off the low back to the side; `shapes(dx, dy)` is that thing."""
    # The elbow bends, the hand stays at the near edge.
    arm = lambda t: own_arm(lerp((186, MID + 80), (150, MID + 88), t), 54 - 48 * t)
    here = lambda t: [*shapes(way[0] * t, way[1] * t), *arm(t)]
    keys = (.25, .25, .25, .25)
    was = [dotted(d, .7, 2.6) for d, paint, _ in shapes(0, 0) if paint == 'cloth']
    drawn = lambda items: [path(d, paint, width=w) for d, paint, w in items]
    return [Moving([*was, *drawn(here(1))], [*was, *blend(here, keys, 6)]), arrow((222, MID - 16), (229, MID + 26))]


def flat_pack(dx=0, dy=0):
    x, y = BACK_AT
    return [(box(x - 17 + dx, y - 28 + dy, 38, 56, 5), 'cloth', None), (box(x - 12 + dx, y - 22 + dy, 28, 44, 8), 'mid', None)]


def free_skin(x, y, s):
    return dotted(box(x - 33 * s, y - 16 * s, 66 * s, 42 * s, 7), .8, 2.6)


@figure('cold', 'Take the ice pack off',
        'Seen from above: a person lies face down. The own hand holds the ice pack at its edge, elbow bent, and draws it off the low back to the side. In the window: the skin is free.')
def ice_off():
    return [ground(), *lying_from_above(), *taken_off(flat_pack), back_inset(400, 82, 60, free_skin)]


@figure('cold', 'Ice pack on the low back, lying on your side',
        'Seen from above: a person lies on the side, knees bent, head on a pillow. A wrapped ice pack leans against the low back from behind, '
        'with a damp cloth between pack and skin. Nobody lies on the pack.')
def ice_side():
    b = Body(SIDE)
    p, q = b.skin_back(.22, 4), b.skin_back(.58, 4)
    a = angle_of(p, q)
    at = lambda u, v: go(go(p, a, u), a - 90, v)
    m = math.dist(p, q)
    cloth = smooth([at(-9, -2), at(-6, 5), at(m / 2, 7), at(m + 6, 5), at(m + 9, -2), at(m / 2, -3)])
    soft = smooth([at(-2, 6), at(-2, 17), at(m * .25, 22), at(m * .5, 20), at(m * .8, 22), at(m + 2, 16), at(m + 1, 6), at(m / 2, 8)])
    return [*side_from_above(), path(cloth, 'cloth'), path(soft, 'mid'), flake(208, 66, 11), flake(234, 52, 8), flake(252, 70, 6),
            back_inset(388, 88, 56, pack_in_window)]


@figure('cold', 'Ice pack behind the low back, sitting',
        'A person sits upright on a chair, both feet flat. A wrapped ice pack is tucked between the low back and the backrest, with a damp cloth next to the skin.')
def ice_sit():
    pose = dict(face=1, scale=.88, hip=(198, 174), torso=94, bend=2, neck=88, head=90,
                near_leg=dict(thigh=-2, shin=-91, foot=0), far_leg=dict(thigh=0, shin=-82, foot=0),
                near_arm=dict(hand=(243, 162), elbow=-1, palm=-12), far_arm=dict(hand=(254, 160), elbow=-1, palm=-8))
    far = ('far_forearm', 'far_sleeve', 'far_foot', 'far_leg')
    legs, seat, rest = chair(136)
    cloth = smooth([(166, 122), (173, 121), (177, 146), (178, 184), (170, 188), (168, 160)])
    soft = smooth([(155, 130), (160, 124), (167, 126), (169, 148), (170, 178), (164, 186), (155, 182), (150, 158)])
    return [mat(72, 340), *legs, *draw(pose, only=far), *seat, *draw(pose, skip=far), *rest, path(cloth, 'cloth'), path(soft, 'mid'),
            path('M157 142q3 3 8 2M156 158q4 3 10 1M159 172q4 2 8 0', width=2),
            flake(98, 140, 12), flake(76, 162, 9), flake(104, 176, 7), back_inset(398, 100, 62, pack_in_window)]


def ice_cup(x, y, s=1.0, turn=0):
    """A paper cup with ice standing out of its rim; the ice points down."""
    g = (path(f'M{n(-9*s)} {n(8*s)}L{n(-8*s)} {n(17*s)}C{n(-4*s)} {n(21*s)} {n(4*s)} {n(21*s)} {n(8*s)} {n(17*s)}L{n(9*s)} {n(8*s)}Z', 'mid')
         + path(f'M{n(-8*s)} {n(-18*s)}L{n(8*s)} {n(-18*s)}L{n(11*s)} {n(9*s)}L{n(-11*s)} {n(9*s)}Z', 'cloth')
         + path(f'M{n(-10*s)} {n(3*s)}H{n(10*s)}', None, f' stroke="{PAINT["accent"]}"', 2.6))
    return group([g], f'translate({n(x)} {n(y)}) rotate({n(turn)})')


def beside(sleeve, hand_at, elbow, shoulder):
    """A helper's arm, seen from above: sleeve, forearm, and a hand that closes round what it holds."""
    hem = go(shoulder, angle_of(shoulder, elbow), math.dist(shoulder, elbow) * .72)
    arm = capsule(hem, elbow, 9.6, 9.2) + capsule(elbow, hand_at, 9, 7)
    return [path(arm, 'skin-far'), path(capsule(shoulder, hem, 12.5, 11), sleeve)]


@figure('cold', 'Ice massage with an ice cup',
        'Seen from above: a person lies on the side, a helper kneels behind. The helper moves a paper cup of ice in small circles on the soft muscle beside the '
        'spine. The cup never stops, and never touches the spine.', side='left')
def ice_massage():
    pose = dict(SIDE, hip=(262, 178))
    b = Body(pose)
    # The upper side of the body is the near one.
    side = sides.behind(sides.near(pose))
    x, y = b.skin_back(.38, 4)
    y -= 18
    hx, hy = 286, 54
    shoulders = smooth([(hx - 44, hy + 10), (hx - 32, hy - 12), (hx, hy - 18), (hx + 32, hy - 12), (hx + 44, hy + 10), (hx + 22, hy + 16), (hx - 22, hy + 16)])
    palm_at = (x + 20, y - 6)
    helper = [*beside('mid', palm_at, (hx - 38, hy + 40), (hx - 32, hy + 2)), *beside('mid', (hx + 20, hy + 78), (hx + 40, hy + 46), (hx + 32, hy + 2)),
              path(capsule((hx + 20, hy + 80), (hx + 12, hy + 88), 7.5, 6.5), 'skin-far'), path(shoulders, 'mid'), circle(hx, hy - 4, 20, 'hair')]
    fingers = ''.join(path(capsule((x + 14, y + dy), (x - 9, y + dy + 3), 4.6, 4), 'skin-far', width=3.6) for dy in (-12, -5, 2))
    cup = lambda cx, cy, s: circle(cx, cy, 10.5 * s, 'cloth') + circle(cx, cy, 6.5 * s, 'mid')
    window_of = lambda inside: back_inset(404, 84, 62, inside)
    ring = lambda cx, cy, s: arrow_arc((cx + side * 23 * s, cy - 4 * s), 18 * s, 90, -190, size=7)
    return [mat_from_above(), rect(66, 146, 76, 96, 22, 'cloth', 4), *draw(pose), *helper, ice_cup(x, y), fingers, arrow_arc((x - 2, y), 33, 150, 20, size=8),
            Moving([window_of(lambda cx, cy, s: cup(cx + side * 23 * s, cy - 4 * s, s) + ring(cx, cy, s))],
                   [window_of(lambda cx, cy, s: dotted(disc((cx + side * 23 * s, cy - 4 * s), 6 * s), .5, 2)),
                    orbit([cup(404 + side * 24, 84 - 4 - 6, 1.03)], 6)])]


@figure('cold', 'Feel your skin under the ice pack',
        'Seen from above: a person lies face down, the ice pack stays on the low back. One corner of it is folded up, and the own palm lies flat on the bare skin under that corner. Look for white, grey or red skin, feel for numbness.')
def ice_check():
    return check_scene('cold')


def check_scene(kind):
    """The pack stays where it is, one corner folded up; the own palm lies flat on the bare skin there."""
    def sign(x, y, s):
        return flake(x, y, 8.5 * s) if kind == 'cold' else waves(x - 5 * s, y, 2, 10 * s, 17 * s, 3)
    def inside(x, y, s):
        at = lambda u, v: (x + u * s, y + v * s)
        was, *rest = corner_up(at, sign(*at(20, 13), s))
        return was + path(hand(*at(-28, -12), -34, s * .78, -1), 'skin-far') + ''.join(rest)
    was, *rest = corner_up(on_back, sign(*on_back(20, 14), UNIT * .9))
    return [ground(), *lying_from_above(), was, *[path(d, paint, width=w) for d, paint, w in own_arm((173, MID + 82), 56)], *rest,
            back_inset(384, 96, 76, inside)]
