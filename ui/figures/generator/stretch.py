"""The stretches. One function per figure; the words with it are the alt text, and they teach."""
import math

from body import Body, draw, ghost
from geometry import *
from marks import *
from motion import *
from svg import *
from things import *
import sides
from cold import SIDE

LEG = ['near_foot', 'near_leg']


@figure('stretch', 'One knee to the chest',
        'A person lies on the back, knees bent. Both hands pull one knee gently toward the chest, hold, and let go. The other foot stays on the floor.', side='right')
def knee_chest():
    base = dict(face=1, hip=(262, 237), torso=181, bend=4, neck=178, head=176, far_leg=dict(ankle=(366, 250), knee=1, foot=0))
    sides.near(base)
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
        'A person on hands and knees. First the back rounds up and the head drops, then the back sinks down and hollows and the head lifts. '
        'Hands stay under the shoulders, knees under the hips.')
def cat_camel():
    cat = all_fours(96, 232, 244, hip_y=168)
    camel = all_fours(-72, 142, 112)
    flat = all_fours(2, 176, 172)
    k, dx = .8, (-100, 138)
    place = lambda p, shift: (p[0] * k + shift, p[1] * k + FLOOR * (1 - k))
    def seen(pose, shift, sign):
        back = lambda q: smooth([place(q.skin_back(t, 3), shift) for t in (.02, .18, .34, .5, .66, .82)], False)
        b = Body(pose)
        x, y = place(b.skin_back(.42), shift)
        # The level back is dotted; the arrow shows which way it goes from there.
        way = arrow((x, y - 14), (x, y - 58), size=11) if sign > 0 else arrow((x, y - 62), (x, y - 12), size=11)
        return [dotted(back(Body(flat)), .8, 2.8), way]
    marks = [*seen(cat, dx[0], 1), *seen(camel, dx[1], -1)]
    return side_by_side([mat(4, 476)], cat, camel, *dx, (.2, .3, .2, .3), [arrow((268, 96), (268, 52), both=True)], scale=k, at=((92, 66), (326, 66)), still_marks=marks)


@figure('stretch', 'Back of the thigh, lying',
        'A person lies on the back, one foot flat. Both hands hold behind the other thigh. The knee straightens slowly until there is a light pull behind the thigh.', side='right')
def hamstring():
    base = dict(face=1, hip=(262, 237), torso=181, bend=4, neck=178, head=176, far_leg=dict(ankle=(366, 250), knee=1, foot=0))
    sides.near(base)
    a = dict(base, near_leg=dict(thigh=98, shin=4, foot=96), near_arm=dict(hand=(252, 184), elbow=1, palm=40), far_arm=dict(hand=(255, 181), elbow=1, palm=40))
    b = dict(base, near_leg=dict(thigh=96, shin=74, foot=170), near_arm=dict(hand=(252, 184), elbow=1, palm=40), far_arm=dict(hand=(255, 181), elbow=1, palm=40))
    return two_pose([mat(), pillow(92, 250, 60, 13)], a, b, LEG, (.18, .25, .37, .2), [arrow_arc((255, 155), 98, 8, 58)],
                    feel_of=lambda p: capsule(go(go(p.hip, angle_of(p.hip, p.near_knee), 22), angle_of(p.hip, p.near_knee) - 90, 10),
                                              go(p.near_knee, angle_of(p.hip, p.near_knee) - 90, 6), 8, 6))


@figure('stretch', 'Bottom to heels',
        'From hands and knees, a person moves the bottom back to the heels. The hands stay in front, the head comes down, the back grows long.')
def heels():
    a = all_fours(2, 176, 172)
    b = FOLDED
    return side_by_side([mat(8, 472)], a, b, -80, 150, (.18, .26, .34, .22), [arrow((300, 112), (360, 112))], scale=.74, at=((150, 104), (330, 150)))


def hollow(t, cx=392, cy=102, r=68):
    """Close by: the low back over the floor. t = 0 hollow, t = 1 pressed flat. All ends lie on the rim, so nothing needs cutting."""
    def rim(x=None, y=None, side=1):
        return (cx + side * math.sqrt(r * r - y * y), cy + y) if x is None else (cx + x, cy + side * math.sqrt(r * r - x * x))
    arch = lambda up: up * (1 - t)
    low = [rim(y=22, side=-1), (cx - 44, cy + 33), (cx - 26, cy + 38 - arch(6)), (cx - 4, cy + 38 - arch(24)), (cx + 18, cy + 38 - arch(24)), (cx + 36, cy + 38 - arch(4)), (cx + 50, cy + 37), rim(y=28)]
    arc = lambda p: f'A{r} {r} 0 0 0 {n(p[0])} {n(p[1])}'
    left, right = low[0], low[-1]
    top = rim(x=26, side=-1)
    trunk = smooth(low, False) + f'A{r} {r} 0 1 0 {n(left[0])} {n(left[1])}Z'
    seat = [low[4], *low[5:]]
    pants = smooth(seat, False) + arc(top) + f'C{n(cx+14)} {n(cy-30)} {n(cx+12)} {n(cy+4)} {n(low[4][0])} {n(low[4][1])}Z'
    return [(trunk, 'top', None), (pants, 'bottom', None)]


@figure('stretch', 'Pelvic tilt',
        'A person lies on the back, knees bent, feet flat, arms on the floor beside the body. The low back presses flat into the floor, holds, and lets go. The hips stay down. '
        'In the window: the hollow under the low back closes.')
def tilt():
    base = dict(face=1, neck=180, head=178, far_leg=dict(ankle=(346, 250), knee=1, foot=0), near_leg=dict(ankle=(336, 250), knee=1, foot=0),
                near_arm=dict(hand=(206, 265), elbow=-1, palm=0, root=-12, short=.54), far_arm=dict(upper=-6, fore=0, short=.5, palm=0))
    a = dict(base, hip=(242, 236), torso=180, bend=-34)
    b = dict(base, hip=(240, 237), torso=182, bend=10)
    cx, cy, r = 392, 102, 68
    h = math.sqrt(r * r - 38 * 38)
    floor = fill(f'M{n(cx-h)} {cy+38}H{n(cx+h)}A{r} {r} 0 0 1 {n(cx-h)} {cy+38}Z', 'mat')
    ground = [fill(disc((cx, cy), r), 'paper'), floor]
    was = smooth([(cx - 26, cy + 32), (cx - 4, cy + 14), (cx + 18, cy + 14), (cx + 36, cy + 34)], False)
    rim = path(disc((cx, cy), r), width=3)
    press = arrow((cx + 4, cy - 46), (cx + 4, cy + 2), size=10)
    gap = lambda p: capsule(p.off(.16, -14), p.off(.45, -9), 7, 6)
    keys = (.16, .2, .44, .2)
    return [mat(), pillow(72, 250, 60, 13), *ground,
            Moving([*draw(b), feel(gap(Body(b))), *[path(*x[:2]) for x in hollow(1)], path(was, None, f' stroke="{PAINT["accent"]}" stroke-dasharray="1 6"', 3.4)],
                   [*animate(a, b, keys, feel_of=gap), *blend(hollow, keys, 7)]),
            path(f'M{n(cx-h)} {cy+40}H{n(cx+h)}', width=3), rim, press, arrow((214, 196), (214, 244), size=10)]


MIDDLE = 158


def rolling_legs(t):
    """Legs of somebody on the back, seen from above, head to the left. t = 0 knees up, feet near the seat; t = 1 knees down to one side."""
    mid, s = MIDDLE, sides.on_the_back('right')
    mix = lambda a, b: (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
    out = []
    # Knees that point toward us: the thighs look short, the shins too, and the feet stand close to the seat.
    pelvis = smooth([(232, mid - 33), (256, mid - 34), (270, mid - 20), (274, mid), (270, mid + 20), (256, mid + 34), (232, mid + 33), (228, mid)])
    low_k, top_k = mix((300, mid + s * 15), (302, mid + s * 88)), mix((300, mid - s * 15), (300, mid + s * 64))
    low_a, top_a = mix((322, mid + s * 16), (366, mid + s * 50)), mix((322, mid - s * 16), (362, mid + s * 22))
    # The leg away from the roll comes to lie on top.
    for hip, knee, ankle, paint, skin in (((254, mid + s * 16), low_k, low_a, 'bottom-far', 'skin-far'), ((254, mid - s * 12), top_k, top_a, 'bottom', 'skin')):
        toe = go(ankle, -12 * s * t, 18)
        out.append((capsule(ankle, toe, 8.5, 7), skin, None))
        shin = capsule(knee, ankle, 15, 10)
        if paint == 'bottom':
            out.append((pelvis + capsule(mix((254, mid - s * 12), (254, mid - s * 6)), knee, 21, 16) + shin, paint, None))
        else:
            out.append((capsule(hip, knee, 21, 16) + shin, paint, None))
    return out


def lying_from_above():
    """Head, trunk and arms of somebody on the back, seen from above, arms out to the sides."""
    mid = MIDDLE
    out = []
    for s, hand in ((-1, (132, 56)), (1, (132, 260))):
        shoulder, elbow = (152, mid + s * 36), (143, mid + s * 74)
        hem = (148, mid + s * 58)
        out.append(path(capsule(hem, elbow, 9.5, 9) + capsule(elbow, hand, 9, 6.6) + capsule(hand, (hand[0] - 3, hand[1] + s * 11), 7, 6), 'skin'))
        out.append(path(capsule(shoulder, hem, 13, 11), 'top'))
    out.append(path(capsule((112, mid), (136, mid), 11, 13), 'skin'))
    out.append(path(smooth([(132, mid - 16), (142, mid - 42), (176, mid - 37), (212, mid - 31), (246, mid - 33), (250, mid), (246, mid + 33), (212, mid + 31),
                            (176, mid + 37), (142, mid + 42), (132, mid + 16), (128, mid)]), 'top'))
    cx = 90
    head = smooth([(cx - 25, mid), (cx - 20, mid - 16), (cx, mid - 21), (cx + 17, mid - 15), (cx + 24, mid), (cx + 17, mid + 15), (cx, mid + 21), (cx - 20, mid + 16)])
    hair = smooth([(cx - 28, mid), (cx - 22, mid - 18), (cx - 3, mid - 24), (cx + 3, mid - 20), (cx - 8, mid - 15), (cx - 11, mid), (cx - 8, mid + 15), (cx + 3, mid + 20), (cx - 3, mid + 24), (cx - 22, mid + 18)])
    face = ''.join(smooth([(cx + 1, mid + s * 12), (cx + 3.4, mid + s * 8.500), (cx + 1, mid + s * 5)], closed=False) for s in (-1, 1))
    face += smooth([(cx + 5, mid - 1), (cx + 10, mid - 2.400), (cx + 10, mid + 1.500)], closed=False) + smooth([(cx + 15, mid - 4.500), (cx + 17, mid), (cx + 15, mid + 4.500)], closed=False)
    return [*out, path(head, 'skin'), path(hair, 'hair'), path(face, width=2)]


@figure('stretch', 'Knee rolls, seen from above',
        'Seen from above: a person lies on the back, arms out to the sides, knees bent and together, feet near the seat. Both knees roll down to one side, come back and roll down to the other side, which is dotted. '
        'Shoulders stay on the floor.', side='right')
def knee_rolls():
    turned = f'matrix(1 0 0 -1 0 {2 * MIDDLE})'
    one_side = [path(d, paint, width=w) for d, paint, w in rolling_legs(1)]
    other = group([path(d, 'mat', ' stroke-dasharray="1 6"') for d, _, _ in rolling_legs(1)], turned)
    legs = blend(rolling_legs, (.12, .25, .38, .25), 7)
    # One round to each side in turn.
    shown = lambda first: f'<animate attributeName="opacity" dur="14s" repeatCount="indefinite" calcMode="discrete" keyTimes="0;.5" values="{first};{1 - first}"/></g>'
    halves = [group(legs)[:-4] + shown(1), group(legs, turned)[:-4].replace('<g ', '<g opacity="0" ', 1) + shown(0)]
    return [rect(40, 20, 400, 276, 24, 'mat').replace('/>', ' stroke="none"/>'), *lying_from_above(), Moving([other, *one_side], halves),
            arrow_arc((262, MIDDLE), 160, 30, -30, True, 11)]


SUPINE = dict(face=1, hip=(262, 237), torso=181, bend=4, neck=178, head=176, near_leg=dict(ankle=(356, 250), knee=1, foot=0), far_leg=dict(ankle=(370, 250), knee=1, foot=0),
              near_arm=dict(upper=-3, fore=2, short=.9, palm=0), far_arm=dict(upper=4, fore=3, short=.9, palm=0))


@figure('stretch', 'Lie down on your back',
        'A person lies on the back on a mat, head on a flat pillow. Both knees are bent, both feet flat on the floor, the arms beside the body.')
def lie_down():
    sits = dict(SUPINE, torso=104, bend=20, neck=86, head=88, near_arm=dict(hand=(318, 168), elbow=-1, palm=-20))
    return [mat(), pillow(92, 250, 60, 13), *ghost(sits, ('torso', 'head')), *draw(SUPINE), arrow_arc((262, 237), 160, 108, 150)]


@figure('stretch', 'Both knees to the chest',
        'A person lies on the back. Both hands hold both knees and pull them gently toward the chest, hold, and let go. Head and shoulders stay down.')
def both_knees():
    legs = lambda t, s, f: dict(near_leg=dict(thigh=t, shin=s, foot=f), far_leg=dict(thigh=t - 5, shin=s, foot=f))
    base = dict(SUPINE)
    a = dict(base, **legs(104, -18, 40), near_arm=dict(hand=(232, 168), elbow=1, palm=22), far_arm=dict(hand=(238, 164), elbow=1, palm=22))
    b = dict(base, **legs(138, -12, 52), near_arm=dict(hand=(206, 172), elbow=1, palm=22), far_arm=dict(hand=(212, 166), elbow=1, palm=22))
    return two_pose([mat(), pillow(92, 250, 60, 13)], a, b, LEG, (.15, .2, .45, .2), [arrow_arc((262, 237), 124, 62, 104)],
                    feel_of=lambda p: capsule(p.off(.02, -16), p.off(.4, -11), 8, 6))


@figure('stretch', 'Buttock stretch, legs crossed',
        'A person lies on the back. One ankle lies across the other knee. Both hands hold behind the lower thigh and pull it toward the chest. A light pull '
        'comes in the buttock of the crossed leg.', side='right')
def piriformis():
    def pose(t):
        far = 84 + 22 * t
        knee = go((262, 237), far, 84)
        rest = go((262, 237), far, 66)
        near = go((262, 237), 30 + 14 * t, 66)
        ankle = go(rest, angle_of(near, rest), 8)
        return dict(SUPINE, far_leg=dict(thigh=far, shin=far - 96, foot=far - 30),
                    near_leg=dict(thigh=30 + 14 * t, shin=angle_of(near, ankle), foot=angle_of(near, ankle) - 76, short=66 / 84, short_shin=math.dist(near, ankle) / 80),
                    near_arm=dict(hand=(knee[0] - 4, knee[1] + 42), elbow=1, palm=20), far_arm=dict(hand=(knee[0] + 6, knee[1] + 38), elbow=1, palm=20))
    a, b = pose(0), pose(1)
    sides.near(a)
    order = ['far_forearm', 'far_sleeve', 'far_foot', 'far_leg', 'neck', 'torso', 'head', 'hair', 'face', 'near_forearm', 'near_sleeve', 'near_foot', 'near_leg']
    return two_pose([mat(), pillow(92, 250, 60, 13)], a, b, LEG, (.18, .2, .42, .2), [arrow_arc((262, 237), 158, 64, 92)], order=order,
                    feel_of=lambda p: disc(p.off(-.02, -4), 15))


@figure('stretch', 'From lying to hands and knees',
        'First, seen from above: roll to the side with bent knees. Second: push up with the hands to hands and knees.')
def to_knees():
    above = [rect(52, 84, 392, 160, 30, 'mat').replace('/>', ' stroke="none"/>'), rect(66, 118, 76, 96, 22, 'cloth', 4), *draw(dict(SIDE, near_arm=dict(upper=-80, fore=-140, palm=-150, short=.95)))]
    return [group(above, 'translate(-28 117) scale(.64)'), number(26, 146, 1), mat(262, 462),
            group(draw(all_fours(2, 176, 172)), 'translate(168 73.4) scale(.72)'), number(286, 124, 2), arrow_arc((150, 250), 112, 112, 66, size=9), arrow((400, 150), (400, 104), size=9)]


FOLDED = dict(face=-1, hip=(342, 216), torso=186, bend=16, neck=196, head=206,
              near_leg=dict(thigh=-154, shin=-2, foot=-8), far_leg=dict(thigh=-154, shin=-3, foot=-8),
              near_arm=dict(hand=(158, 254), elbow=1, palm=180), far_arm=dict(hand=(150, 252), elbow=1, palm=180))


@figure('stretch', "Rest with the bottom on the heels",
        'A person kneels, sits back on the heels and rests, forehead near the floor, arms long in front, back long and loose. Stay and breathe.')
def child_hold():
    b = Body(FOLDED)
    return [mat(), *draw(FOLDED), feel(capsule(b.off(.06, -16), b.off(.55, -11), 8, 6)), clock(240, 100, 40, 1 / 2, seconds=True)]


@figure('stretch', 'Rest on your back',
        'A person lies still on the back. A pillow is under the head, a thick pillow under the knees. The arms lie loose beside the body.')
def rest_back():
    pose = dict(SUPINE, near_leg=dict(thigh=20, shin=-26, foot=60), far_leg=dict(thigh=22, shin=-25, foot=64), hip=(238, 237),
                near_arm=dict(upper=-4, fore=2, short=.9, palm=0), far_arm=dict(upper=2, fore=2, short=.9, palm=0))
    return [mat(), pillow(68, 248, 66, 15), rect(290, 226, 62, 36, 17, 'cloth'), *draw(pose), clock(398, 96, 36, 1 / 6)]
