"""Balls and roller: massage one does alone. One function per figure; the words with it are the alt text, and they teach."""
from body import Body, draw
from cold import SIDE
from geometry import *
from marks import *
from motion import *
from svg import *
from things import *
import sides

ARM = ('near_forearm', 'near_sleeve')
BACK_AND_FORTH = (.04, .46, .04, .46)


# From the lowest ribs up, never lower than the waist; the window shows the ribs, too.
ABOVE_WAIST, RIBS_IN_VIEW = -34, (0, 10)


def two_balls(x, y, s):
    dy = ABOVE_WAIST
    return ball(x - 18 * s, y + dy * s, 13 * s) + ball(x + 18 * s, y + dy * s, 13 * s)


@figure('massage', 'Rolling on two tennis balls',
        'A person lies on the back, knees bent, feet flat, arms crossed on the chest. Two balls are under the middle of the back, above the waist, one on each side of the spine, never on it. '
        'The feet push so that the balls roll slowly a few inches up and down the back.')
def balls_floor():
    def pose(dx):
        return dict(face=1, hip=(252 + dx, 231), torso=174, bend=-8, neck=188, head=184,
                    near_leg=dict(ankle=(352, 250), knee=1, foot=0), far_leg=dict(ankle=(368, 250), knee=1, foot=0),
                    near_arm=dict(upper=13, fore=142, short=.8, short_fore=.62, palm=174), far_arm=dict(upper=30, fore=158, short=.74, short_fore=.6, palm=178))
    x = Body(pose(0)).at(.56)[0]
    it = ball(x, FLOOR - 11, 11)
    return [mat(), pillow(78, 244, 76, 19), Moving([it, *draw(pose(0))], [slide([it], [(-4, 0), (5, 0), (-4, 0)], 6), *animate(pose(-9), pose(9), BACK_AND_FORTH, dur=6)]),
            arrow((x - 42, 290), (x + 42, 290), both=True),
            back_inset(398, 100, 62, lambda x, y, s: two_balls(x, y, s) + ''.join(arrow((x + side * 18 * s, y + a * s), (x + side * 18 * s, y + b * s)) for side in (-1, 1) for a, b in ((-53, -74), (-16, 6))), zoom=.8, shift=RIBS_IN_VIEW)]


@figure('massage', 'Lie down and place the balls',
        'A person leans back on one elbow, knees bent. One hand lays two balls on the mat behind the middle of the back, one for each side of the spine. Then the back '
        'comes down on them.')
def balls_place():
    pose = dict(face=1, hip=(272, 236), torso=146, bend=16, neck=134, head=112,
                near_leg=dict(ankle=(370, 250), knee=1, foot=0), far_leg=dict(ankle=(386, 250), knee=1, foot=0),
                near_arm=dict(hand=(226, 242), elbow=1, palm=-30), far_arm=dict(upper=-96, fore=176, palm=180))
    b = Body(pose)
    lie = dict(pose, torso=174, bend=-8, neck=184, head=180, hip=(272, 231))
    x = 222
    return [mat(), pillow(96, 244, 70, 19), *ghost(lie, ('head', 'torso')), ball(x + 8, FLOOR - 11, 10), *draw(pose, skip=ARM), ball(x - 4, FLOOR - 11, 11), *draw(pose, only=ARM),
            arrow_arc((272, 236), 150, 150, 168, size=8), back_inset(398, 100, 62, lambda x, y, s: two_balls(x, y, s), zoom=.8, shift=RIBS_IN_VIEW)]


@figure('massage', 'Roll to the side, then push up to sit',
        'First, seen from above: lying on the side with bent knees, the upper hand flat on the floor in front of the chest. Second: that hand and the elbow have pushed the body up to sitting, knees bent, feet flat. The back does not twist.')
def roll_side_up():
    lying = dict(SIDE, near_arm=dict(upper=-80, fore=-140, palm=-150, short=.95))
    above = [rect(52, 84, 392, 160, 30, 'mat').replace('/>', ' stroke="none"/>'), rect(66, 118, 76, 96, 22, 'cloth', 4), *draw(lying)]
    up = dict(face=1, hip=(150, 236), torso=118, bend=10, neck=104, head=98,
              near_leg=dict(ankle=(238, 250), knee=1, foot=0), far_leg=dict(ankle=(254, 250), knee=1, foot=0),
              near_arm=dict(hand=(74, 250), elbow=-1, palm=200), far_arm=dict(hand=(196, 196), elbow=-1, palm=-20))
    return [group(above, 'translate(-28 117) scale(.64)'), number(26, 146, 1),
            mat(262, 472), group(draw(up), 'translate(230 36.7) scale(.86)'), number(452, 130, 2), arrow_arc((388, 232), 156, 160, 136, size=8), arrow_arc((150, 250), 112, 112, 66, size=9)]


@figure('massage', 'Stand and place the ball',
        'A person stands with the back close to a wall. One hand puts a ball between the wall and the soft muscle beside the spine, above the waist. '
        'Feet stand a step away from the wall.', side='right')
def wall_stand():
    pose = dict(face=1, scale=.68, hip=(284, 142), torso=90, bend=2, neck=86, head=80,
                near_leg=dict(ankle=(316, 251), knee=1, foot=0), far_leg=dict(ankle=(330, 251), knee=1, foot=0),
                near_arm=dict(hand=(258, 114), elbow=1, palm=190), far_arm=dict(upper=-84, fore=-70))
    side, x, y = sides.behind(sides.near(pose)), 248, 114
    return [mat(214, 414), rect(224, 24, 13, 240, 6, 'mat').replace('/>', ' stroke="none"/>'), *draw(pose, skip=ARM), ball(x, y, 10), *draw(pose, only=ARM),
            arrow((364, 120), (314, 120), size=10),
            back_inset(96, 100, 62, lambda x, y, s: ball(x + side * 18 * s, y + ABOVE_WAIST * s, 13 * s) + dotted(disc((x - side * 18 * s, y + ABOVE_WAIST * s), 13 * s), .5, 2.4), zoom=.8, shift=RIBS_IN_VIEW)]


def wall_pose(dy):
    return dict(face=1, scale=.74, hip=(276 - dy * .05, 144 + dy), torso=94, bend=3, neck=88, head=90,
                near_leg=dict(ankle=(310, 251), knee=1, foot=0), far_leg=dict(ankle=(322, 251), knee=1, foot=0),
                near_arm=dict(upper=-98, fore=-62), far_arm=dict(upper=-84, fore=-50))


@figure('massage', 'One ball against the wall',
        'A person stands with the back to a wall, knees a little bent. One ball sits between the wall and the soft muscle beside the spine, above the waist. '
        'Bending and straightening the knees rolls the ball up and down.', side='right')
def ball_wall():
    y, side = Body(wall_pose(0)).skin_back(.56)[1], sides.behind(sides.near(wall_pose(0)))
    it = ball(247, y, 10)
    return [mat(214, 414), rect(224, 24, 13, 240, 6, 'mat').replace('/>', ' stroke="none"/>'),
            Moving([*draw(wall_pose(0)), it], [*animate(wall_pose(-7), wall_pose(15), BACK_AND_FORTH, dur=6), slide([it], [(0, -4), (0, 7), (0, -4)], 6)]),
            arrow((204, y - 34), (204, y + 34), both=True),
            back_inset(96, 100, 62, lambda x, y, s: ball(x + side * 18 * s, y + ABOVE_WAIST * s, 13 * s) + arrow((x + side * 18 * s, y - 53 * s), (x + side * 18 * s, y - 74 * s))
                       + arrow((x + side * 18 * s, y - 14 * s), (x + side * 18 * s, y + 8 * s)), zoom=.8, shift=RIBS_IN_VIEW)]


def ribs_pose(dx=0):
    return dict(face=1, hip=(262 + dx, 228), torso=170, bend=-12, neck=168, head=160,
                near_leg=dict(ankle=(354, 250), knee=1, foot=0), far_leg=dict(ankle=(370, 250), knee=1, foot=0),
                near_arm=dict(upper=122, fore=226, short=.9), far_arm=dict(upper=110, fore=222, short=.9))


@figure('massage', 'Foam roller under the ribs',
        'A person lies across a foam roller that is under the ribs, not under the low back. Hands hold the head, knees are bent, the hips are just off the floor. '
        'The legs move the body slowly back and forth over the roller.')
def roller_ribs():
    x = Body(ribs_pose()).at(.66)[0]
    it = roller(x)
    return [mat(), Moving([it, *draw(ribs_pose())], [slide([it], [(-5, 0), (5, 0), (-5, 0)], 6), *animate(ribs_pose(-10), ribs_pose(10), BACK_AND_FORTH, dur=6)]),
            arrow((x - 40, 290), (x + 40, 290), both=True),
            back_inset(398, 100, 62, lambda x, y, s: rect(x - 52 * s, y - 44 * s, 104 * s, 24 * s, 11, 'mid') + arrow((x, y - 10 * s), (x, y - 54 * s), both=True)
                       + no_mark(x, y + 12 * s, 12))]


@figure('massage', 'Sit down in front of the roller',
        'A person sits on the floor, knees bent, and leans back. The foam roller lies behind the ribs, not behind the low back. One hand holds the roller, the other is flat on the floor. Then the ribs come down on the roller.')
def roller_set():
    pose = dict(face=1, hip=(276, 235), torso=140, bend=14, neck=124, head=108,
                near_leg=dict(ankle=(372, 250), knee=1, foot=0), far_leg=dict(ankle=(388, 250), knee=1, foot=0),
                near_arm=dict(hand=(246, 252), elbow=-1, palm=-8), far_arm=dict(hand=(164, 226), elbow=1, palm=240))
    x = 183
    far = ('far_forearm', 'far_sleeve')
    return [mat(), roller(x), *draw(pose, only=far), *draw(pose, skip=far), arrow_arc((276, 236), 160, 146, 162, size=10),
            back_inset(398, 100, 62, lambda x, y, s: rect(x - 52 * s, y - 44 * s, 104 * s, 24 * s, 11, 'mid') + no_mark(x, y + 12 * s, 12))]


@figure('massage', 'Foam roller under one buttock',
        'A person sits on a foam roller, leaning to one side so that only that buttock is on it. One hand is on the floor behind, one ankle rests on the other knee. The foot on the floor rolls the body slowly back and forth.', side='right')
def roller_buttock():
    def pose(dx):
        return dict(face=1, hip=(206 + dx, 202), torso=143, bend=14, neck=128, head=108,
                    near_leg=dict(thigh=14, shin=66, foot=28, short=.86, short_shin=.5), far_leg=dict(ankle=(318, 250), knee=1, foot=0),
                    near_arm=dict(hand=(114, 252), elbow=-1, palm=190), far_arm=dict(hand=(244 + dx, 184), elbow=-1, palm=-20))
    x = 204
    it = roller(x, FLOOR - 19, 19)
    side = sides.behind(sides.near(pose(0)))
    def inside(cx, cy, s):
        # Drawn leaning to the left, turned for the other side.
        at = lambda u, v: (cx - side * u * s, cy + v * s)
        trunk = smooth([at(*p) for p in ((-44, -72), (-36, -44), (-37, -20), (37, -28), (36, -50), (44, -72))], tension=9)
        seat = smooth([at(*p) for p in ((-38, -26), (0, -26), (38, -34), (47, -8), (44, 10), (24, 17), (3, 12), (-2, 14), (-22, 24), (-44, 16), (-49, -4))])
        return (path(trunk, 'skin') + rect(at(-24, 0)[0] - 26 * s, cy + 20 * s, 52 * s, 28 * s, 13, 'mid') + fill(box(cx - 60 * s, cy + 48 * s, 120 * s, 14 * s), 'mat')
                + path(seat, 'bottom') + path(f'M{n(at(1, 0)[0])} {n(cy-10*s)}v{n(22*s)}', width=2.4) + feel(disc(at(-24, 6), 13 * s)))
    return [mat(), Moving([it, *draw(pose(0))], [slide([it], [(-5, 0), (6, 0), (-5, 0)], 6), *animate(pose(-9), pose(9), BACK_AND_FORTH, dur=6)]),
            arrow((x - 40, 290), (x + 40, 290), both=True), window(414, 132, 56, inside(414, 132, 56 / 60))]
