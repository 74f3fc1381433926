"""Cold packs and ice massage. One function per figure; the words with it are the alt text, and they teach."""
from body import Body, draw
from geometry import *
from marks import *
from motion import *
from svg import *
from things import *


@figure('cold', 'Ice pack on the low back, lying on your front',
        'A person lies face down, forehead on folded hands. A wrapped ice pack lies on the low back, '
        'just above the hips, with a damp cloth between pack and skin. The pack is on top. Nobody lies on it.')
def ice_front():
    pose = dict(face=-1, hip=(268, 238), torso=179, bend=-6, neck=176, head=186,
                near_leg=dict(ankle=(436, 249), knee=1, foot=-16),
                near_arm=dict(upper=206, fore=176, short=.72, palm=172))
    order = ['neck', 'torso', 'near_foot', 'near_leg', 'near_forearm', 'near_sleeve', 'head', 'hair', 'face']
    cloth = smooth([(188, 219), (196, 213), (222, 215), (248, 211), (257, 215), (258, 224), (250, 225), (222, 224), (196, 226), (189, 226)])
    pack = smooth([(195, 214), (196, 203), (206, 198), (224, 200), (242, 196), (250, 201), (250, 211), (222, 215)])
    return [mat(), *draw(pose, order=order),
            path(cloth, 'cloth'), path(pack, 'mid'),
            path('M205 206q6 -3 12 0M226 206q7 -3 14 -1M214 210q4 -2 8 0', width=2),
            flake(204, 160, 12), flake(232, 142, 9), flake(246, 168, 7),
            back_inset(398, 100, 62, lambda x, y, s: (
                rect(x - 33 * s, y - 16 * s, 66 * s, 42 * s, 7, 'cloth', 0) + rect(x - 25 * s, y - 10 * s, 50 * s, 30 * s, 9, 'mid', 0)
                + flake(x, y + 5 * s, 9 * s)))]


@figure('cold', 'Take the ice pack off',
        'The same person, lying on the front. The ice pack is lifted straight up, off the low back. The skin is free.')
def ice_off():
    pose = dict(face=-1, hip=(268, 238), torso=179, bend=-6, neck=176, head=186,
                near_leg=dict(ankle=(436, 249), knee=1, foot=-16),
                near_arm=dict(upper=206, fore=176, short=.72, palm=172))
    order = ['neck', 'torso', 'near_foot', 'near_leg', 'near_forearm', 'near_sleeve', 'head', 'hair', 'face']
    up = -88
    cloth = smooth([(190, 217 + up), (200, 212 + up), (222, 214 + up), (248, 211 + up), (257, 215 + up), (256, 223 + up), (222, 223 + up), (192, 224 + up)])
    pack = smooth([(195, 214 + up), (196, 203 + up), (206, 198 + up), (224, 200 + up), (242, 196 + up), (250, 201 + up), (250, 211 + up), (222, 215 + up)])
    return [mat(), *draw(pose, order=order), path(cloth, 'cloth'), path(pack, 'mid'),
            path(f'M205 {206+up}q6 -3 12 0M226 {206+up}q7 -3 14 -1M214 {210+up}q4 -2 8 0', width=2),
            arrow((223, 198), (223, 148)), arrow((223, 92), (223, 52))]
