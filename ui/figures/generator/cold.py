"""Cold packs and ice massage. One function per figure; the words with it are the alt text, and they teach."""
from body import Body, draw
from geometry import *
from marks import *
from motion import *
from svg import *
from things import *

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


@figure('cold', 'Take the ice pack off',
        'The same person, lying on the front. The ice pack is lifted straight up, off the low back. The skin is free.')
def ice_off():
    up = slide(pack(), [(0, 0), (0, 0), (0, -88), (0, -88), (0, 0)], 6)
    return [mat(), *prone(), Moving([*pack(0, -88), arrow((223, 198), (223, 148))], [up]), arrow((223, 92), (223, 52))]


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


@figure('cold', 'Ice massage with an ice cup',
        'Seen from above: a person lies on the side. The hand of a helper moves a paper cup of ice in small circles on the soft muscle beside the spine, '
        'never on the spine itself, and never stops moving.')
def ice_massage():
    b = Body(SIDE)
    x, y = b.skin_back(.38, 4)
    arm = capsule((x + 52, -10), (x + 16, y - 56), 12, 9) + capsule((x + 16, y - 56), (x + 8, y - 32), 9, 8.5)
    fingers = capsule((x + 4, y - 38), (x - 10, y - 32), 4.5, 4) + capsule((x + 4, y - 31), (x - 10, y - 25), 4.5, 4) + capsule((x + 4, y - 24), (x - 9, y - 19), 4.3, 3.8)
    still = [path(arm, 'skin-far'), ice_cup(x, y - 20), path(fingers, 'skin-far')]
    cup = lambda cx, cy, s: circle(cx, cy, 14 * s, 'cloth') + circle(cx, cy, 9 * s, 'mid')
    window_of = lambda inside: back_inset(388, 88, 56, inside)
    ring = lambda cx, cy, s: arrow_arc((cx + 20 * s, cy - 4 * s), 20 * s, 130, -170, size=7)
    return [*side_from_above(), *still, arrow_arc((x - 2, y - 20), 34, 200, 118, size=8),
            Moving([window_of(lambda cx, cy, s: cup(cx + 20 * s, cy - 4 * s, s) + ring(cx, cy, s))],
                   [window_of(lambda cx, cy, s: dotted(disc((cx + 20 * s, cy - 4 * s), 8 * s), .5, 2)),
                    orbit([cup(388 + 19, 88 - 4 - 8, .93)], 8)])]


@figure('cold', 'Feel your skin under the ice pack',
        'A person lies face down. The ice pack is lifted a little at one side and a flat hand feels the skin of the low back beneath it. Look for white, grey or red skin, feel for numbness.')
def ice_check():
    return check_scene('cold')


def check_scene(kind):
    """The pack tilted up, the own hand on the skin below it."""
    pose = dict(PRONE, near_arm=dict(hand=(214, 208), elbow=-1, palm=-10), far_arm=dict(upper=206, fore=176, short=.72, palm=172))
    tilted = group(pack(), 'rotate(26 258 224) translate(6 -14)')
    look = arrow_arc((258, 210), 82, 150, 118, size=8)
    def inside(x, y, s):
        return (group([pack_in_window(x, y, s, kind)], f'translate({n(-4*s)} {n(-36*s)}) rotate(-14 {n(x)} {n(y)})')
                + path(hand(x + 26 * s, y + 18 * s, 126, s * .95, -1), 'skin-far'))
    arm = ('near_forearm', 'near_sleeve')
    return [mat(), *draw(pose, only=('far_forearm', 'far_sleeve')), *draw(pose, order=PRONE_ORDER, skip=arm), *draw(pose, only=arm), tilted, look, back_inset(392, 104, 70, inside)]
