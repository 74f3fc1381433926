"""Rest: breathing, letting go, positions that ease, and how to lie at night. One function per figure; the words with it are the alt text."""
from body import Body, draw
from cold import PRONE, PRONE_ORDER, SIDE
from geometry import *
from marks import *
from motion import *
from stretch import SUPINE
from svg import *
from things import *

FAR = ('far_forearm', 'far_sleeve', 'far_foot', 'far_leg')


def breath(pose):
    """Air that goes in at the nose and out at the mouth."""
    b = Body(pose)
    nose, mouth = b.local(34, -2), b.local(31, -18)
    return [arrow_arc((nose[0] - 30, nose[1] - 6), 30, 78, 4, size=7), arrow_arc((mouth[0] + 32, mouth[1] - 4), 30, 176, 104, size=7)]


@figure('stretch', 'Slow, calm breathing',
        'A person lies on the back, knees bent, one hand on the belly. Belly and hand rise slowly as the breath comes in. They sink more slowly as it goes out.')
def breathe():
    def pose(rise):
        return dict(SUPINE, belly=rise, near_arm=dict(upper=-11, fore=104, short=.9, short_fore=.6 + rise / 42, palm=176), far_arm=dict(upper=4, fore=3, short=.9, palm=0))
    a, b = pose(-2), pose(18)
    was = Body(a)
    line = smooth([was.off(t, was.front(t)) for t in (.14, .26, .38, .5, .62)], False)
    return [mat(), pillow(92, 250, 60, 13), Moving([*draw(b), dotted(line, .6, 2.4)], animate(a, b, (.02, .38, .02, .58), dur=10)), arrow((226, 162), (226, 106), both=True, size=10), *breath(a)]


@figure('stretch', 'Let go, from head to feet',
        'A person lies on the back, a thick pillow under the knees, arms loose. Coloured patches show what lets go, one after the other: jaw, shoulders, belly, low back, legs.')
def let_go():
    pose = dict(SUPINE, near_leg=dict(thigh=20, shin=-26, foot=60), far_leg=dict(thigh=22, shin=-25, foot=64), hip=(238, 237),
                near_arm=dict(upper=-4, fore=2, short=.9, palm=0), far_arm=dict(upper=2, fore=2, short=.9, palm=0))
    b = Body(pose)
    places = [disc(b.local(13, -14), 11), disc(b.off(.86, 2), 15), capsule(b.off(.5, 12), b.off(.3, 12), 11, 11), capsule(b.off(.5, -12), b.off(.18, -14), 9, 9),
              capsule(go(b.hip, 20, 34), b.near_knee, 12, 10) + capsule(b.near_knee, go(b.near_knee, -26, 60), 10, 7)]
    person = [rect(290, 226, 62, 36, 17, 'cloth'), *draw(pose)]
    step = 1 / len(places)
    shown = [fill(d, 'accent', .55).replace('/>', f'><animate attributeName="opacity" dur="15s" repeatCount="indefinite" calcMode="discrete" '
             f'keyTimes="{";".join(t)}" values="{";".join(v)}"/></path>')
             for i, d in enumerate(places)
             for t, v in [(('0', f'{i * step:g}', f'{(i + 1) * step:g}'), ('0', '.55', '0')) if 0 < i < len(places) - 1 else
                          (('0', f'{step:g}'), ('.55', '0')) if i == 0 else (('0', f'{i * step:g}'), ('0', '.55'))]]
    return [mat(), pillow(68, 248, 66, 15), Moving([*person, *[fill(d, 'accent', .55) for d in places]], [*person, *shown])]


def on_side(between):
    """Lying on the side, from above, with a pillow between the knees."""
    legs = dict(near_leg=dict(thigh=-26, shin=-14, foot=-50), far_leg=dict(thigh=-60, shin=10, foot=-30))
    pose = dict(SIDE, **legs)
    return [rect(66, 118, 76, 96, 22, 'cloth', 4), *draw(pose, only=FAR), rect(302, 184, 96, 42, 20, between, 6), *draw(pose, skip=FAR)]


def moon(x, y, r=17):
    """Night."""
    return path(f'M{n(x+r*.35)} {n(y-r)}A{n(r)} {n(r)} 0 1 0 {n(x+r)} {n(y+r*.45)}A{n(r*.85)} {n(r*.85)} 0 0 1 {n(x+r*.35)} {n(y-r)}Z', 'mid')


@figure('stretch', 'Two ways to rest the back',
        'Two ways. One: a person lies on the back, hips and knees bent, both calves on the seat of a chair. The other, seen from above: a person lies on the '
        'side, knees bent, a pillow between them.')
def rest_position():
    pose = dict(SUPINE, hip=(212, 237), near_leg=dict(thigh=64, shin=-2, foot=76), far_leg=dict(thigh=66, shin=-2, foot=78), near_arm=dict(upper=-3, fore=2, short=.9, palm=0), far_arm=dict(upper=4, fore=3, short=.9, palm=0))
    seat = [rect(268, 176, 120, 13, 6, 'wood'), rect(276, 187, 11, 75, 5, 'wood'), rect(370, 187, 11, 75, 5, 'wood'), rect(380, 64, 13, 124, 6, 'wood', 3)]
    chair_way = [mat(20, 404), pillow(40, 250, 60, 13), *draw(pose, only=FAR), *seat, *draw(pose, skip=FAR)]
    side_way = [rect(40, 66, 400, 196, 30, 'mat').replace('/>', ' stroke="none"/>'), *on_side('mid')]
    return [group(chair_way, 'translate(0 -24) scale(.69)'), group(side_way, 'translate(192 126) scale(.63)')]


@figure('state', 'Sleeping on the side',
        'Seen from above, at night: a person lies on the side, knees a little bent. The head is on a pillow, a second pillow is between the knees.')
def sleep_side():
    return [rect(24, 24, 432, 270, 24, 'mat').replace('/>', ' stroke="none"/>'), *on_side('mid'), moon(404, 72, 20)]


@figure('state', 'Sleeping on the back',
        'At night: a person lies on the back, a pillow under the head and a thick pillow under both knees.')
def sleep_back():
    pose = dict(SUPINE, near_leg=dict(thigh=20, shin=-26, foot=60), far_leg=dict(thigh=22, shin=-25, foot=64), hip=(238, 237),
                near_arm=dict(upper=-4, fore=2, short=.9, palm=0), far_arm=dict(upper=2, fore=2, short=.9, palm=0))
    return [mat(), pillow(68, 248, 66, 15), rect(290, 226, 62, 36, 17, 'mid'), *draw(pose), moon(404, 72, 20)]


@figure('state', 'Sleeping on the front',
        'At night: a person lies face down, head on folded hands, a flat pillow under the belly and hips.')
def sleep_front():
    pose = dict(PRONE, hip=(268, 227), torso=186, bend=10, near_leg=dict(ankle=(430, 249), knee=1, foot=-16))
    return [mat(), rect(204, 236, 104, 26, 12, 'mid'), *draw(pose, order=PRONE_ORDER), moon(404, 72, 20)]
