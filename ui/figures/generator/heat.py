"""Warmth, from the bottle to the bath. One function per figure; the words with it are the alt text, and they teach."""
from body import Body, draw
from geometry import *
from marks import *
from motion import *
from svg import *
from things import *


@figure('heat', 'Hot water bottle behind the low back, sitting',
        'A person sits upright on a chair, both feet flat. A covered hot water bottle stands between the low back and the backrest. Nobody sits on it.')
def bottle_sit():
    pose = dict(face=1, scale=.88, hip=(198, 174), torso=94, bend=2, neck=88, head=90,
                near_leg=dict(thigh=-2, shin=-91, foot=0), far_leg=dict(thigh=0, shin=-82, foot=0),
                near_arm=dict(hand=(243, 162), elbow=-1, palm=-12), far_arm=dict(hand=(254, 160), elbow=-1, palm=-8))
    far = ('far_forearm', 'far_sleeve', 'far_foot', 'far_leg')
    bottle = (path('M156.500 134L154.500 121L165 120L165.500 133Z', 'mid')
              + path(smooth([(153, 140), (149, 158), (151, 181), (160, 189), (169, 182), (174, 163), (172, 143), (167, 133), (158, 134)]), 'mid')
              + rect(152, 112, 14, 9, 3, 'accent', -4))
    return [mat(72, 340), rect(146, 205, 11, 57, 5, 'wood'), rect(240, 205, 11, 57, 5, 'wood'), *draw(pose, only=far),
            rect(136, 194, 128, 13, 6, 'wood'), *draw(pose, skip=far),
            rect(132, 82, 13, 124, 6, 'wood', -3), bottle, waves(84, 158, 3, 15, 36),
            back_inset(398, 100, 62, lambda x, y, s: (
                path(f'M{n(x-7*s)} {n(y-20*s)}L{n(x-8*s)} {n(y-34*s)}L{n(x+8*s)} {n(y-34*s)}L{n(x+7*s)} {n(y-20*s)}Z', 'mid')
                + path(smooth([(x - 22 * s, y - 18 * s), (x, y - 23 * s), (x + 22 * s, y - 18 * s), (x + 27 * s, y),
                               (x + 25 * s, y + 28 * s), (x, y + 34 * s), (x - 25 * s, y + 28 * s), (x - 27 * s, y)]), 'mid')
                + rect(x - 10 * s, y - 44 * s, 20 * s, 11 * s, 4, 'accent', 0)
                + waves(x - 12 * s, y + 6 * s, 3, 12 * s, 28 * s)))]
