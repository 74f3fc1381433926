"""Movement of the whole body: walking, getting up, press-ups, strength. One function per figure; the words with it are the alt text."""
from body import Body, draw, ghost
from cold import PRONE, PRONE_ORDER
from geometry import *
from heat import walking
from marks import *
from motion import *
from svg import *
from things import *
from stretch import LEG, SUPINE, all_fours
import sides

UPPER_BODY = ('torso', 'head', 'neck')


@figure('stretch', 'A short walk',
        'A person walks at an easy pace, back upright, arms swinging loosely.')
def walk():
    tree = [rect(392, 176, 13, 86, 5, 'wood'), path(smooth([(398, 78), (424, 86), (432, 112), (452, 136), (440, 168), (412, 176), (386, 182), (358, 170), (346, 142), (364, 116), (370, 88)]), 'mid'), path('M398 182V140M398 164l14 -12M398 154l-12 -11', width=3)]
    bush = [path(smooth([(36, 262), (40, 236), (62, 224), (84, 232), (104, 226), (118, 244), (120, 262)]), 'mid')]
    return [mat(), *tree, *bush, Moving(draw(walking()), animate(walking(), walking(t=-1), (.02, .48, .02, .48), dur=2.4)), arrow((268, 150), (318, 150))]


def small_chair(x, way=1):
    """A chair as large as a person at .68, back part and front part; it faces right, or left with way = -1."""
    k = .772
    back, seat, rest = chair(0)
    place = lambda items: [group(items, f'translate({x} {FLOOR * (1 - k):.1f}) scale({way * k:g} {k})')]
    return place(back), place([*seat, *rest])


@figure('stretch', 'Up and move',
        'A person has got up from the chair at the desk and walks away from it, back upright, arms swinging loosely. The laptop stays open on the desk.')
def up_and_move():
    back, seat = small_chair(226, -1)
    desk = [rect(22, 166, 92, 9, 4, 'wood'), rect(30, 175, 8, 87, 3, 'wood'), rect(98, 175, 8, 87, 3, 'wood')]
    laptop = [rect(50, 159, 46, 7, 3, 'cloth'), path(poly([(52, 160), (40, 126), (45, 124), (58, 160)]), 'mid')]
    a, b = walking(hip=(330, 143)), walking(hip=(330, 143), t=-1)
    return [mat(8, 472), *desk, *laptop, *back, *seat, Moving(draw(a), animate(a, b, (.02, .48, .02, .48), dur=2.4)), arrow((398, 150), (452, 150))]


@figure('stretch', 'Lean back, hands on the hips',
        'A person stands, hands behind the hips, knees straight. The upper body leans back a little and comes upright again. Where it was before is dotted.')
def lean_back():
    base = dict(face=1, scale=.66, hip=(240, 144), near_leg=dict(ankle=(238, 251), knee=1, foot=0), far_leg=dict(ankle=(252, 251), knee=1, foot=0))
    a = dict(base, torso=90, bend=2, neck=86, head=88, near_arm=dict(hand=(228, 128), elbow=-1, palm=-60), far_arm=dict(hand=(234, 128), elbow=-1, palm=-60))
    b = dict(base, hip=(247, 144), torso=104, bend=-34, neck=112, head=112, near_arm=dict(hand=(234, 130), elbow=-1, palm=-60), far_arm=dict(hand=(240, 129), elbow=-1, palm=-60))
    return two_pose([mat(110, 370)], a, b, UPPER_BODY, (.16, .22, .3, .32), [arrow_arc((247, 144), 116, 84, 110)], dur=5,
                    feel_of=lambda p: capsule(p.off(.12, -15), p.off(.42, -12), 7, 6))


@figure('stretch', 'Sit down and stand up, slowly',
        'A person sits down on a chair and stands up from it again, slowly, feet flat, arms stretched out in front, back straight. The standing body is dotted.')
def sit_stand():
    back, seat = small_chair(150)
    legs = dict(near_leg=dict(ankle=(256, 252), knee=1, foot=0), far_leg=dict(ankle=(268, 252), knee=1, foot=0))
    sit = dict(face=1, scale=.68, hip=(204, 194), torso=80, bend=4, neck=78, head=84, near_arm=dict(upper=-28, fore=4), far_arm=dict(upper=-22, fore=8), **legs)
    stand = dict(sit, hip=(246, 145), torso=89, bend=2, neck=86, head=88, near_arm=dict(upper=-20, fore=6), far_arm=dict(upper=-14, fore=10))
    return [mat(110, 390), *back, *seat, Moving([*ghost(stand, (*UPPER_BODY, 'near_leg', 'near_forearm')), *draw(sit)], animate(sit, stand, (.14, .36, .1, .4), dur=7)),
            arrow((348, 196), (348, 92), both=True, size=11)]


@figure('stretch', 'Lie on your front',
        'A person lies face down on a mat, forehead on folded hands, legs loose. Stay for half a minute.')
def lie_front():
    return [mat(), *draw(PRONE, order=PRONE_ORDER), clock(240, 100, 40, 1 / 2, seconds=True)]


# The chest comes up, the hips stay down: one base for all three.
HIPS_DOWN = dict(face=-1, hip=(278, 238), near_leg=dict(ankle=(442, 249), knee=1, foot=-16))


@figure('stretch', 'Rest on your forearms',
        'A person lies face down, hips and legs on the mat. The chest is off the floor: elbows are under the shoulders, forearms flat in front. The back hollows softly. Stay for half a minute.')
def prop():
    pose = dict(HIPS_DOWN, torso=147, bend=-46, neck=124, head=118, near_arm=dict(upper=-90, fore=181, palm=181), far_arm=dict(upper=-94, fore=181, palm=181))
    b = Body(pose)
    return [mat(), *ghost(dict(HIPS_DOWN, torso=178, bend=-6, neck=178, head=186), ('torso', 'head')), *draw(pose), feel(capsule(b.off(.12, -14), b.off(.42, -10), 8, 6)),
            arrow_arc((278, 238), 196, 172, 157), clock(398, 96, 36, 1 / 2, seconds=True)]


@figure('stretch', 'Press up, hips down',
        'A person lies face down, hands flat beside the ribs. The arms press the chest up, then it comes down again. Hips and legs stay on the mat, as a short '
        'arrow shows.')
def press_up():
    hands = dict(near_arm=dict(hand=(200, 254), elbow=1, palm=180), far_arm=dict(hand=(194, 252), elbow=1, palm=180))
    a = dict(HIPS_DOWN, torso=178, bend=-4, neck=178, head=182, **hands)
    b = dict(HIPS_DOWN, torso=118, bend=-72, neck=98, head=94, **hands)
    order = ['far_forearm', 'far_sleeve', 'neck', 'torso', 'head', 'hair', 'face', 'near_foot', 'near_leg', 'near_forearm', 'near_sleeve']
    return two_pose([mat()], a, b, ('torso', 'head'), (.16, .3, .16, .38), [arrow_arc((278, 238), 168, 168, 138), arrow((298, 176), (298, 208), size=9)], dur=6, order=order,
                    feel_of=lambda p: capsule(p.off(.1, -14), p.off(.4, -9), 8, 6))


@figure('stretch', 'Bridge',
        'A person lies on the back, knees bent, feet flat, arms beside the body. The hips lift until the body is straight from shoulders to knees, then come down slowly. Shoulders, arms and feet stay on the floor.')
def bridge():
    base = dict(SUPINE, near_leg=dict(ankle=(342, 250), knee=1, foot=0), far_leg=dict(ankle=(356, 250), knee=1, foot=0),
                near_arm=dict(upper=-13, fore=-1, short=.9, palm=0), far_arm=dict(upper=-8, fore=0, short=.9, palm=0))
    a = dict(base)
    b = dict(base, hip=(250, 190), torso=211, bend=-6)
    return two_pose([mat(), pillow(92, 250, 60, 13)], a, b, ['torso', 'near_leg'], (.16, .24, .3, .3), [arrow((252, 128), (252, 84), size=10)],
                    feel_of=lambda p: capsule(p.off(-.1, -12), p.off(.06, -14), 10, 9))


@figure('stretch', 'One leg and the other arm',
        'A person is on hands and knees. One leg stretches straight back, the arm of the other side straight forward, both level with the trunk. They hold and '
        'come back. The back stays flat and does not turn.', side='left')
def bird_dog():
    a = all_fours(2, 176, 172)
    sides.near(a)
    a = dict(a, far_arm=dict(a['far_arm'], hand=(200, 252)))
    b = dict(a, near_leg=dict(thigh=3, shin=2, foot=-52), far_arm=dict(hand=(96, 150), elbow=1, palm=178))
    place = lambda items: group(items, f'translate(-14 {FLOOR * .08:.1f}) scale(.92)')
    still = [place([*ghost(a, LEG), *draw(b)])]
    return [mat(), Moving(still, [place(animate(a, b, (.16, .22, .36, .26)))]), arrow((414, 122), (462, 122), size=10), arrow((88, 114), (40, 114), size=10)]


@figure('stretch', 'Front of the hip, half kneeling',
        'A person kneels on one knee, a pillow under it, the other foot flat in front. The trunk stays upright. The hips move forward a little, until the front '
        'of the hip of the kneeling leg pulls lightly.', side='left')
def hip_flexor():
    k = .85
    knee, front = (266, 248), (192, 251)
    def pose(hip, torso):
        return dict(face=-1, scale=k, hip=hip, torso=torso, bend=2, neck=92, head=90,
                    near_leg=dict(thigh=angle_of(hip, knee), shin=-2, foot=-10), far_leg=dict(ankle=front, knee=-1, foot=180),
                    near_arm=dict(hand=(hip[0] - 4, hip[1] - 20), elbow=1, palm=200), far_arm=dict(hand=(hip[0] - 50, hip[1] - 6), elbow=1, palm=200))
    a = pose((266, 248 - 84 * k), 90)
    b = pose(go(knee, 90 + 24, 84 * k), 92)
    sides.near(a)
    front_of_hip = lambda p: capsule(p.off(.12, 15), go(go(p.hip, angle_of(p.hip, p.near_knee), 34), angle_of(p.hip, p.near_knee) - 90, 11), 8, 7)
    return two_pose([mat(), pillow(238, 250, 62, 13)], a, b, ('torso', 'head', 'near_leg'), (.16, .22, .38, .24), [arrow((336, 176), (288, 176), size=10)], feel_of=front_of_hip)
