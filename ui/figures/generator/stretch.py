"""The stretches. One function per figure; the words with it are the alt text, and they teach."""
from body import Body, draw
from geometry import *
from marks import *
from motion import *
from svg import *
from things import *

LEG = ['near_foot', 'near_leg']


@figure('stretch', 'One knee to the chest',
        'A person lies on the back, knees bent. Both hands pull one knee gently toward the chest, hold, and let go. The other foot stays on the floor.')
def knee_chest():
    base = dict(face=1, hip=(262, 237), torso=181, bend=4, neck=178, head=176, far_leg=dict(ankle=(366, 250), knee=1, foot=0))
    a = dict(base, near_leg=dict(thigh=50, shin=-64, foot=0), near_arm=dict(hand=(272, 250), elbow=1, palm=0), far_arm=dict(hand=(278, 248), elbow=1, palm=0))
    b = dict(base, near_leg=dict(thigh=136, shin=-10, foot=58), near_arm=dict(hand=(206, 172), elbow=1, palm=22), far_arm=dict(hand=(210, 168), elbow=1, palm=22))
    return two_pose([mat(), pillow(92, 250, 60, 13)], a, b, LEG, (.15, .2, .45, .2), [arrow_arc((262, 237), 124, 62, 104)],
                    feel_of=lambda p: capsule(p.off(.02, -16), p.off(.4, -11), 8, 6))


def all_fours(bend, neck, head, high=None, shoulder=(208, 152), hip_y=164):
    """Hands and knees: the trunk is turned until the shoulder stands over the hand, whatever the back does."""
    pose = dict(face=-1, bend=bend, bend_high=bend if high is None else high, neck=neck, head=head,
                near_arm=dict(hand=(shoulder[0] + 3, 254), elbow=1, palm=180), far_arm=dict(hand=(shoulder[0] - 8, 252), elbow=1, palm=180))
    hip, turn = (312, hip_y), 180
    for _ in range(60):
        b = Body(dict(pose, hip=hip, torso=turn))
        hip = (hip[0] + shoulder[0] - b.shoulder[0], hip_y)
        turn += (b.shoulder[1] - shoulder[1]) * -.3
    knee = (hip[0] + 2, 247)
    leg = dict(thigh=angle_of(hip, knee), shin=-2, foot=-8)
    return dict(pose, hip=hip, torso=turn, near_leg=leg, far_leg=dict(leg, thigh=leg['thigh'] - 5))


@figure('stretch', 'Cat and camel',
        'A person on hands and knees. First the back rounds up like an angry cat and the head drops, then the back sinks down and the head lifts. '
        'Hands stay under the shoulders, knees under the hips.')
def cat_camel():
    a = all_fours(-46, 158, 128)
    b = all_fours(88, 226, 236, hip_y=166)
    return side_by_side([mat(8, 472)], a, b, -116, 108, (.2, .3, .2, .3), [arrow((268, 84), (268, 40), both=True)])


@figure('stretch', 'Back of the thigh, lying',
        'A person lies on the back, one foot flat. Both hands hold behind the other thigh. The knee straightens slowly until there is a light pull behind the thigh.')
def hamstring():
    base = dict(face=1, hip=(262, 237), torso=181, bend=4, neck=178, head=176, far_leg=dict(ankle=(366, 250), knee=1, foot=0))
    a = dict(base, near_leg=dict(thigh=98, shin=4, foot=96), near_arm=dict(hand=(252, 184), elbow=1, palm=40), far_arm=dict(hand=(255, 181), elbow=1, palm=40))
    b = dict(base, near_leg=dict(thigh=96, shin=74, foot=170), near_arm=dict(hand=(252, 184), elbow=1, palm=40), far_arm=dict(hand=(255, 181), elbow=1, palm=40))
    return two_pose([mat(), pillow(92, 250, 60, 13)], a, b, LEG, (.18, .25, .37, .2), [arrow_arc((255, 155), 98, 8, 58)],
                    feel_of=lambda p: capsule(go(go(p.hip, angle_of(p.hip, p.near_knee), 22), angle_of(p.hip, p.near_knee) - 90, 10),
                                              go(p.near_knee, angle_of(p.hip, p.near_knee) - 90, 6), 8, 6))


@figure('stretch', 'Bottom to heels',
        'From hands and knees, a person moves the bottom back to the heels. The hands stay in front, the head comes down, the back grows long.')
def heels():
    a = all_fours(2, 176, 172)
    b = dict(face=-1, hip=(342, 216), torso=186, bend=16, neck=196, head=206,
             near_leg=dict(thigh=-154, shin=-2, foot=-8), far_leg=dict(thigh=-154, shin=-3, foot=-8),
             near_arm=dict(hand=(158, 254), elbow=1, palm=180), far_arm=dict(hand=(150, 252), elbow=1, palm=180))
    return side_by_side([mat(8, 472)], a, b, -80, 150, (.18, .26, .34, .22), [arrow((300, 76), (360, 76))], scale=.74)


@figure('stretch', 'Pelvic tilt',
        'A person lies on the back, knees bent, feet flat, arms beside the body. The low back presses flat into the floor, holds, and lets go. The hips stay down.')
def tilt():
    base = dict(face=1, neck=180, head=178, far_leg=dict(ankle=(366, 250), knee=1, foot=0), near_leg=dict(ankle=(356, 250), knee=1, foot=0),
                near_arm=dict(upper=14, fore=30, short=.74, palm=4), far_arm=dict(upper=22, fore=26, short=.74, palm=4))
    a = dict(base, hip=(262, 236), torso=180, bend=-34)
    b = dict(base, hip=(260, 237), torso=182, bend=10)
    hollow = Body(a)
    return two_pose([mat(), pillow(92, 250, 60, 13)], a, b, [], (.16, .2, .44, .2), [arrow((226, 146), (226, 188))],
                    over=[ghost_line([hollow.skin_back(t) for t in (.08, .2, .32, .44, .56, .68)])],
                    feel_of=lambda p: capsule(p.off(.16, -14), p.off(.45, -9), 7, 6))


def from_above(t):
    """Lying on the back, seen from above, head to the left. t = 0 knees up, t = 1 knees down to one side."""
    mix = lambda a, b: (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
    mid = 158
    out = []
    for s, hand in ((-1, (132, 56)), (1, (132, 260))):
        shoulder, elbow = (152, mid + s * 36), (143, mid + s * 74)
        hem = (148, mid + s * 58)
        out.append((capsule(hem, elbow, 9.5, 9) + capsule(elbow, hand, 9, 6.6) + capsule(hand, (hand[0] - 3, hand[1] + s * 11), 7, 6), 'skin', None))
        out.append((capsule(shoulder, hem, 13, 11), 'top', None))
    out.append((capsule((112, mid), (136, mid), 11, 13), 'skin', None))
    torso = smooth([(132, mid - 16), (142, mid - 42), (176, mid - 37), (212, mid - 31), (246, mid - 33), (250, mid), (246, mid + 33), (212, mid + 31),
                    (176, mid + 37), (142, mid + 42), (132, mid + 16), (128, mid)])
    out.append((torso, 'top', None))
    # The leg away from the roll comes to lie on top.
    hips = mix((250, mid), (250, mid + 3))
    pelvis = smooth([(232, mid - 33), (256, mid - 34), (270, mid - 20), (274, mid), (270, mid + 20), (256, mid + 34), (232, mid + 33), (228, mid)])
    low_k, top_k = mix((302, mid + 13), (304, mid + 92)), mix((302, mid - 13), (298, mid + 66))
    low_a, top_a = mix((344, mid + 14), (366, mid + 52)), mix((344, mid - 14), (358, mid + 24))
    for hip, knee, ankle, paint, skin in (((254, mid + 16), low_k, low_a, 'bottom-far', 'skin-far'), ((254, mid - 12), top_k, top_a, 'bottom', 'skin')):
        toe = go(ankle, mix((0, 0), (-12, 0))[0], 17)
        out.append((capsule(ankle, toe, 8.5, 7), skin, None))
        if paint == 'bottom':
            out.append((pelvis + capsule(mix((254, mid - 12), (254, mid - 6)), knee, 21, 15) + capsule(knee, ankle, 14.5, 9.5), paint, None))
        else:
            out.append((capsule(hip, knee, 21, 15) + capsule(knee, ankle, 14.5, 9.5), paint, None))
    cx = 90
    head = smooth([(cx - 25, mid), (cx - 20, mid - 16), (cx, mid - 21), (cx + 17, mid - 15), (cx + 24, mid), (cx + 17, mid + 15), (cx, mid + 21), (cx - 20, mid + 16)])
    hair = smooth([(cx - 28, mid), (cx - 22, mid - 18), (cx - 3, mid - 24), (cx + 3, mid - 20), (cx - 8, mid - 15), (cx - 11, mid), (cx - 8, mid + 15), (cx + 3, mid + 20), (cx - 3, mid + 24), (cx - 22, mid + 18)])
    face = ''.join(smooth([(cx + 1, mid + s * 12), (cx + 3.4, mid + s * 8.500), (cx + 1, mid + s * 5)], closed=False) for s in (-1, 1))
    face += smooth([(cx + 5, mid - 1), (cx + 10, mid - 2.400), (cx + 10, mid + 1.500)], closed=False) + smooth([(cx + 15, mid - 4.500), (cx + 17, mid), (cx + 15, mid + 4.500)], closed=False)
    return out + [(head, 'skin', 5.2), (hair, 'hair', 5.2), (face, None, 2)]


@figure('stretch', 'Knee rolls, seen from above',
        'Seen from above: a person lies on the back, arms out to the sides, knees bent and together. Both knees roll down to one side. '
        'Shoulders stay on the floor. Then the knees come back and roll to the other side.')
def knee_rolls():
    still = [path(d, paint, width=w) for d, paint, w in from_above(1)]
    a = from_above(0)
    ghosts = [dotted(a[i][0], .5, 2.4) for i in (6, 7, 8, 9)]
    return [rect(40, 26, 400, 266, 24, 'mat'), Moving([*ghosts, *still], blend(from_above, (.18, .22, .38, .22), 7)), arrow_arc((262, 158), 156, 16, -28)]
