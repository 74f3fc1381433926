"""Partner massage: one lies, one kneels beside the hips."""
from body import Body, draw
from geometry import *
from marks import *
from motion import *
from svg import *
from things import *


@figure('massage', 'Partner massage',
        'One person lies face down with a pillow under the chest and rolled towels under forehead and ankles. The partner kneels beside the hips '
        'and leans in with straight arms, one palm on top of the other, circling on the muscle beside the spine.')
def partner():
    lying = dict(face=-1, hip=(270, 239), torso=176, bend=-8, neck=184, head=190,
                 near_leg=dict(ankle=(440, 242), knee=1, foot=-34),
                 near_arm=dict(upper=-14, fore=2, short=.95))
    helper = dict(face=-1, scale=1, hip=(350, 163), torso=146, bend=26, neck=166, head=158, top='mid',
                  near_leg=dict(thigh=-100, shin=-3, foot=-10), far_leg=dict(thigh=-106, shin=-3, foot=-10),
                  near_arm=dict(hand=(246, 214), elbow=1, palm=184), far_arm=dict(hand=(240, 215), elbow=1, palm=184))
    arm = ('near_forearm', 'near_sleeve')
    return [mat(), *draw(helper, skip=arm),
            pillow(168, 247, 66, 17), roll(112, 256, 8), roll(430, 254, 8),
            *draw(lying), *draw(helper, only=arm),
            back_inset(96, 100, 62, lambda x, y, s: (
                path(hand(x + 26 * s, y + 14 * s, 112, s * .92, -1), 'skin-far')
                + path(hand(x + 33 * s, y + 2 * s, 152, s * .92, -1), 'skin')
                + arrow_arc((x + 16 * s, y - 4 * s), 36 * s, 60, 235)))]
