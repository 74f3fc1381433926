"""Balls and roller: massage one does alone. One function per figure; the words with it are the alt text, and they teach."""
from body import Body, draw
from geometry import *
from marks import *
from motion import *
from svg import *
from things import *


@figure('massage', 'Rolling on two tennis balls',
        'A person lies on the back, knees bent, feet flat, arms crossed on the chest. Two balls are under the back, one on each side of the spine, never on it. '
        'The feet push so that the balls roll slowly a few inches up and down the back.')
def balls_floor():
    pose = dict(face=1, hip=(252, 231), torso=174, bend=-8, neck=188, head=184,
                near_leg=dict(ankle=(352, 250), knee=1, foot=0), far_leg=dict(ankle=(368, 250), knee=1, foot=0),
                near_arm=dict(upper=13, fore=142, short=.8, short_fore=.62, palm=174), far_arm=dict(upper=30, fore=158, short=.74, short_fore=.6, palm=178))
    b = Body(pose)
    x = b.at(.4)[0]
    return [mat(), pillow(90, 244, 62, 19), ball(x, FLOOR - 11, 11), *draw(pose),
            arrow((x - 42, 290), (x + 42, 290), both=True),
            back_inset(398, 100, 62, lambda x, y, s: ball(x - 18 * s, y - 8 * s, 13 * s) + ball(x + 18 * s, y - 8 * s, 13 * s)
                       + arrow((x, y - 44 * s), (x, y + 26 * s), both=True))]


@figure('massage', 'Foam roller under the ribs',
        'A person lies across a foam roller that is under the ribs, not under the low back. Hands hold the head, knees are bent, the hips are just off the floor. '
        'The legs move the body slowly back and forth over the roller.')
def roller_ribs():
    pose = dict(face=1, hip=(262, 228), torso=170, bend=-12, neck=168, head=160,
                near_leg=dict(ankle=(354, 250), knee=1, foot=0), far_leg=dict(ankle=(370, 250), knee=1, foot=0),
                near_arm=dict(upper=122, fore=226, short=.9), far_arm=dict(upper=110, fore=222, short=.9))
    b = Body(pose)
    x, y = b.at(.66)[0], FLOOR - 23
    roller = (f'<circle cx="{n(x)}" cy="{y}" r="23" fill="{PAINT["mid"]}" stroke="{LINE}" stroke-width="3"/>'
              f'<circle cx="{n(x)}" cy="{y}" r="9" fill="{PAINT["paper"]}" stroke="{LINE}" stroke-width="3"/>')
    return [mat(), roller, *draw(pose), arrow((x - 40, 290), (x + 40, 290), both=True),
            back_inset(398, 100, 62, lambda x, y, s: rect(x - 52 * s, y - 44 * s, 104 * s, 24 * s, 11, 'mid') + arrow((x, y - 10 * s), (x, y - 54 * s), both=True)
                       + no_mark(x, y + 12 * s, 12))]


@figure('massage', 'One ball against the wall',
        'A person stands with the back to a wall, knees a little bent. One ball sits between the wall and the soft muscle beside the spine. '
        'Bending and straightening the knees rolls the ball up and down.')
def ball_wall():
    pose = dict(face=1, scale=.76, hip=(214, 142), torso=94, bend=3, neck=88, head=90,
                near_leg=dict(ankle=(246, 251), knee=1, foot=0), far_leg=dict(ankle=(258, 251), knee=1, foot=0),
                near_arm=dict(upper=-98, fore=-62), far_arm=dict(upper=-84, fore=-50))
    b = Body(pose)
    x, y = b.skin_back(.38)
    return [mat(150, 350), f'<rect x="160" y="24" width="13" height="240" rx="6" fill="{PAINT["mat"]}"/>',
            *draw(pose), ball(173 + 10, y, 10), arrow((140, y - 34), (140, y + 34), both=True),
            back_inset(398, 100, 62, lambda x, y, s: ball(x + 18 * s, y - 2 * s, 13 * s) + arrow((x + 18 * s, y - 24 * s), (x + 18 * s, y - 48 * s))
                       + arrow((x + 18 * s, y + 20 * s), (x + 18 * s, y + 44 * s)))]
