"""Moments that are no method: the rest between two packs, a question, the end. The words with each figure are its alt text."""
from body import Body, draw
from cold import prone
from geometry import *
from heat import walking
from marks import *
from motion import *
from svg import *
from things import *


@figure('state', 'The skin rests',
        'A person lies face down, nothing on the back. The pack lies aside on the floor, and in the window a crossed disc stands where it was. A clock shows the time of rest, in which the skin comes back to its own warmth.')
def rest_timer():
    aside = [*pack(-158, 36), arrow_arc((164, 287), 130, 50, 129, size=9)]
    return [mat(), group(prone(), f'translate(60 {FLOOR * .14:.1f}) scale(.86)'), *aside, clock(172, 80, 50, .6),
            back_inset(398, 100, 66, lambda x, y, s: dotted(box(x - 33 * s, y - 16 * s, 66 * s, 42 * s, 7), .8, 2.6) + no_mark(x, y + 5 * s, 13))]


@figure('state', 'Cold or warm?',
        'A person stands and thinks, a hand at the chin. Two bubbles: a cold pack with crystals, a warm pack with waves, and a question mark between them.')
def helper_question():
    pose = dict(face=1, scale=.7, hip=(120, 138), torso=90, bend=4, neck=82, head=80,
                near_leg=dict(thigh=-91, shin=-93, foot=0), far_leg=dict(thigh=-84, shin=-90, foot=0),
                near_arm=dict(hand=(144, 79), elbow=-1, palm=128), far_arm=dict(hand=(146, 112), elbow=-1, palm=20))
    bubble = lambda x, y, r: circle(x, y, r, 'paper')
    cold = group([rect(248, 62, 64, 42, 10, 'cloth'), rect(255, 68, 50, 30, 9, 'mid'), flake(280, 83, 10)], kind='cold')
    warm = group([rect(370, 138, 64, 42, 10, 'cloth'), rect(377, 144, 50, 30, 9, 'mid'), waves(391, 159, 3, 11, 20, 3)], kind='heat')
    mark = path('M350 74c0 -18 26 -18 26 0c0 12 -13 12 -13 26', None, f' stroke="{PAINT["accent"]}"', 6) + fill(disc((363, 112), 4.4), 'accent')
    return [mat(40, 220), *draw(pose), bubble(184, 66, 5), bubble(206, 70, 8), bubble(280, 83, 50), bubble(402, 159, 50), bubble(330, 150, 7), bubble(314, 138, 5), cold, warm, mark]


@figure('state', 'All done',
        'A person stands upright and relaxed, arms loose. The pack and its cloth lie put away on a small table. A large tick: everything is done.')
def all_done():
    pose = dict(face=1, scale=.7, hip=(208, 140), torso=90, bend=2, neck=88, head=90,
                near_leg=dict(thigh=-92, shin=-93, foot=0), far_leg=dict(thigh=-84, shin=-90, foot=0),
                near_arm=dict(upper=-98, fore=-84), far_arm=dict(upper=-78, fore=-62))
    table = [rect(62, 196, 84, 10, 4, 'wood'), rect(70, 206, 9, 56, 3, 'wood'), rect(129, 206, 9, 56, 3, 'wood')]
    away = [rect(70, 178, 66, 18, 5, 'cloth'), path('M70 187H128', width=2), rect(78, 162, 50, 16, 7, 'mid')]
    return [mat(40, 440), *table, *away, *draw(pose), yes_mark(350, 130, 66)]
