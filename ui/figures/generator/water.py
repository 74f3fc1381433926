"""Warm water and warm rooms: bath, jet tub, shower, sauna, and getting out. The words with each figure are its alt text."""
from body import Body, draw
from geometry import *
from marks import *
from motion import *
from svg import *
from things import *

FAR = ('far_forearm', 'far_foot', 'far_leg', 'far_shorts')


def tub(x0, x1, rim, bottom, slope=26, feet=True):
    """A tub cut open lengthwise: what stands behind the water, and the wall with its rim in front."""
    u = f'M{x0} {rim}C{x0+4} {bottom-30} {x0+slope} {bottom} {x0+slope+34} {bottom}H{x1-slope-34}C{x1-slope} {bottom} {x1-4} {bottom-30} {x1} {rim}'
    wall = path(u, width=16) + path(u, None, f' stroke="{PAINT["paper"]}"', 10.8)
    lips = rect(x0 - 14, rim - 10, 28, 13, 6.5, 'paper') + rect(x1 - 14, rim - 10, 28, 13, 6.5, 'paper')
    stands = [rect(x0 + 54, bottom + 2, 26, FLOOR - bottom - 2, 4, 'paper'), rect(x1 - 80, bottom + 2, 26, FLOOR - bottom - 2, 4, 'paper')] if feet else []
    return u, [*stands, wall, lips]


def water(u, x0, x1, level):
    """Warm water inside a tub, up to a level."""
    body = f'M{x0} {level}' + u[u.index('C'):].rsplit(' ', 2)[0] + f' {x1} {level}Z'
    ripples = f'M{x0 + 10} {level}' + 'q8 -5 16 0q8 5 16 0' * int((x1 - x0 - 10) / 32)
    return [fill(body, 'mid', .5), path(ripples, None, f' stroke="{PAINT["accent"]}"', 2.6)]


def thermometer(x, y, h=92, share=.55):
    """Warm, and not above the mark."""
    top = y - h
    level = y - h * share
    return (rect(x - 9, top, 18, h, 9, 'paper') + circle(x, y + 6, 15, 'paper') + fill(box(x - 9, top, 18, h, 9), 'paper')
            + fill(disc((x, y + 6), 10) + box(x - 3.5, level, 7, y - level, 2), 'accent')
            + path(f'M{x+14} {n(level)}h12', None, f' stroke="{PAINT["accent"]}"', 3.6) + no_mark(x + 24, top + 16, 8)
            + path(f'M{x+14} {n(y-12)}h7M{x+14} {n(y-28)}h7', width=2))


RECLINED = dict(face=1, scale=.92, wear='swim', hip=(178, 214), torso=128, bend=14, neck=122, head=112,
                near_leg=dict(thigh=34, shin=-28, foot=40), far_leg=dict(thigh=40, shin=-24, foot=44),
                near_arm=dict(hand=(196, 196), elbow=-1, palm=-10), far_arm=dict(hand=(206, 190), elbow=-1, palm=-10))
UPRIGHT = dict(RECLINED, hip=(190, 214), torso=92, bend=10, neck=84, head=86,
               near_arm=dict(hand=(270, 150), elbow=-1, palm=-14), far_arm=dict(hand=(284, 140), elbow=-1, palm=-14))


@figure('heat', 'Warm bath',
        'A person lies back in a bathtub, the low back under warm water, head and shoulders above it. A thermometer shows warm, not hot: at most 40 degrees Celsius.')
def bath():
    u, wall = tub(84, 384, 152, 244)
    return [mat(40, 430), *draw(RECLINED), *water(u, 84, 384, 158), *wall, waves(252, 104, 3, 18, 36), thermometer(434, 140)]


@figure('heat', 'Sit up in the bath',
        'In the tub, a person comes up slowly from lying back to sitting, both hands on the rim. The person rests there before standing up.')
def sit_up():
    u, wall = tub(84, 384, 152, 244)
    back = dict(RECLINED, near_arm=dict(hand=(210, 150), elbow=-1, palm=-14), far_arm=dict(hand=(226, 140), elbow=-1, palm=-14))
    # The long rims, one behind the person and one before: the hands lie on them.
    far_rim = rect(80, 138, 308, 9, 4.5, 'paper')
    near_rim = rect(80, 151, 308, 10, 5, 'paper')
    hand_only = ('near_forearm',)
    keys = (.2, .25, .35, .2)
    return [mat(40, 430), far_rim, Moving(ghost(back, ['torso', 'head']) + draw(UPRIGHT), animate(back, UPRIGHT, keys, dur=8)),
            *water(u, 84, 384, 176), near_rim, *wall, Moving(draw(UPRIGHT, only=hand_only), animate(back, UPRIGHT, keys, only=hand_only, dur=8)), arrow_arc((178, 214), 172, 124, 100)]


@figure('heat', 'Stand up slowly and hold on',
        'A person rises slowly out of the bathtub, knees still bent, and holds a rail at the wall with both hands. No hurry, dizziness may come.')
def stand_slowly():
    u, wall = tub(84, 384, 182, 246)
    rise = dict(face=1, scale=.7, wear='swim', hip=(214, 156), torso=62, bend=8, neck=58, head=66,
                near_leg=dict(ankle=(226, 238), knee=1, foot=0), far_leg=dict(ankle=(244, 238), knee=1, foot=0),
                near_arm=dict(hand=(306, 106), elbow=-1, palm=40), far_arm=dict(hand=(306, 92), elbow=-1, palm=40))
    stood = dict(rise, hip=(232, 128), torso=86, bend=2, neck=84, head=86, near_arm=dict(hand=(302, 106), elbow=-1, palm=40), far_arm=dict(hand=(303, 92), elbow=-1, palm=40))
    rail = [rect(306, 58, 9, 92, 4.5, 'wood'), path('M311 62h14M311 146h14', width=5.2)]
    wall_strip = rect(322, 24, 13, 150, 6, 'mat').replace('/>', ' stroke="none"/>')
    return [mat(40, 430), wall_strip, *rail, Moving(draw(rise), animate(rise, stood, (.2, .35, .25, .2), dur=8)), *water(u, 84, 384, 214), *wall, arrow((158, 150), (158, 78))]


@figure('heat', 'Jet hot tub',
        'A person sits in a hot tub, water up to the shoulders. Jets in the wall blow on the soft muscles on both sides of the low back, not on the spine.')
def jet_tub():
    pose = dict(face=1, scale=.78, wear='swim', hip=(160, 180), torso=96, bend=4, neck=90, head=90,
                near_leg=dict(thigh=-4, shin=-86, foot=0), far_leg=dict(thigh=2, shin=-80, foot=0),
                near_arm=dict(hand=(204, 166), elbow=-1, palm=-10), far_arm=dict(hand=(216, 166), elbow=-1, palm=-8))
    u = 'M82 92V236C82 250 90 256 104 256H316C330 256 338 250 338 236V92'
    wall = path(u, width=16) + path(u, None, f' stroke="{PAINT["paper"]}"', 10.8) + rect(66, 82, 32, 13, 6.5, 'paper') + rect(322, 82, 32, 13, 6.5, 'paper')
    bench = rect(90, 199, 106, 52, 4, 'paper')
    nozzle = lambda y: path(f'M84 {y-9}h13v18h-13z', 'accent') + path(f'M104 {y-5}h20M108 {y}h22M104 {y+5}h20', None, f' stroke="{PAINT["accent"]}"', 3)
    bubbles = [circle(x, y, r, 'paper') for x, y, r in ((252, 174, 6), (262, 204, 5), (300, 168, 7), (284, 228, 5), (254, 150, 5), (306, 206, 4), (112, 160, 4))]
    def inside(x, y, s):
        jet = lambda side: (circle(x + side * 20 * s, y - 4 * s, 9 * s, 'mid') + circle(x + side * 20 * s, y - 4 * s, 3 * s, 'accent')
                            + ''.join(accent_line(f'M{n(x+side*20*s+dx*s)} {n(y-4*s+dy*s)}l{n(dx*.35*s)} {n(dy*.35*s)}', 3) for dx, dy in ((13, 0), (-13, 0), (0, 13), (0, -13))))
        return jet(-1) + jet(1)
    return [mat(40, 380), bench, *draw(pose), fill('M82 108H338V236C338 250 330 256 316 256H104C90 256 82 250 82 236Z', 'mid', .45),
            path('M92 108q8 -5 16 0q8 5 16 0M172 108q8 -5 16 0q8 5 16 0q8 -5 16 0q8 5 16 0q8 -5 16 0q8 5 16 0q8 -5 16 0q8 5 16 0q8 -5 16 0', None, f' stroke="{PAINT["accent"]}"', 2.6),
            *bubbles, nozzle(146), nozzle(172), wall, waves(250, 64, 3, 18, 32), back_inset(419, 92, 54, inside)]


@figure('heat', 'Sauna or steam',
        'A person sits on the wooden bench of a sauna on a towel, back upright, feet down. A stove with hot stones stands in the corner, steam rises.')
def sauna():
    pose = dict(face=1, scale=.84, wear='towel', hip=(168, 178), torso=93, bend=4, neck=88, head=90,
                near_leg=dict(thigh=-2, shin=-88, foot=0), far_leg=dict(thigh=2, shin=-80, foot=0),
                near_arm=dict(hand=(214, 166), elbow=-1, palm=-12), far_arm=dict(hand=(224, 164), elbow=-1, palm=-8))
    planks = [rect(40, 22, 400, 240, 10, 'mat').replace('/>', ' stroke="none"/>')] + [path(f'M40 {y}H440', None, ' opacity=".25"', 2) for y in (62, 102, 142, 182, 222)]
    bench = [rect(96, 198, 148, 14, 5, 'wood'), rect(108, 212, 12, 50, 3, 'wood'), rect(214, 212, 12, 50, 3, 'wood')]
    stones = [circle(x, y, r, 'bottom-far') for x, y, r in ((336, 168, 13), (360, 164, 14), (384, 168, 13), (348, 156, 12), (373, 154, 12))]
    stove = [*stones, rect(318, 176, 84, 78, 8, 'bottom'), rect(332, 196, 56, 34, 5, 'mid'), path('M340 254v8M380 254v8M346 222q-2 -10 6 -16q2 8 8 10q6 -4 4 -12q10 8 6 18z', 'accent')]
    return [*planks, mat(40, 440), *draw(pose, only=FAR), *bench, rect(130, 192, 100, 9, 4, 'cloth'), *draw(pose, skip=FAR), *stove, waves(336, 118, 4, 18, 44), waves(238, 78, 3, 18, 36)]


@figure('heat', 'Warm and cool shower',
        'A person stands with the back to the shower, water runs over the low back. Beside it three rounds, numbered: warm water for three minutes, cool blue water for one minute, then warm water for three minutes again. Warm is last.')
def shower():
    pose = dict(face=1, scale=.68, wear='swim', hip=(166, 146), torso=88, bend=2, neck=84, head=84,
                near_leg=dict(thigh=-90, shin=-92, foot=0), far_leg=dict(thigh=-84, shin=-90, foot=0),
                near_arm=dict(upper=-96, fore=-80), far_arm=dict(upper=-84, fore=-70))
    pipe = 'M60 262V44C60 30 72 24 84 30'
    head = path('M80 26L106 40L88 66Z', 'paper')
    rain = accent_line('M108 46L148 96M102 53L142 112M97 61L138 126M91 66L136 142', 3.2, ' stroke-dasharray="9 8"')
    run = accent_line('M139 136q-6 12 0 24M136 170q-1 14 6 22M146 202v16M144 232v14', 3.2)
    def minute(x, y):
        """A stopwatch gone once round."""
        return path(f'M{n(x-4)} {n(y-17)}h8', width=4) + circle(x, y, 12.5, 'mid') + path(f'M{n(x)} {n(y-8)}V{n(y)}', width=3)
    def stage(x, count, kind, r, minutes):
        y = 92
        rose = path(f'M{n(x-r*.5)} {n(y-r*.34)}A{n(r*.5)} {n(r*.5)} 0 0 1 {n(x+r*.5)} {n(y-r*.34)}Z', 'paper')
        rays = ''.join(f'M{n(x+u*r*.36)} {n(y-r*.14)}L{n(x+u*r*.56)} {n(y+r*.62)}' for u in (-1, -.34, .34, 1))
        water = accent_line(rays, 3.4, ' stroke-dasharray="8 7"')
        sign = waves(x - 13, y - r - 18, 3, 13, 22, 3) if kind == 'heat' else flake(x, y - r - 18, 11)
        disc_of = fill(disc((x, y), r), 'mid' if kind == 'cold' else 'soft') + path(disc((x, y), r), width=3)
        return group([disc_of, rose, water, sign, number(x - r * .78, y - r * .78, count), *[minute(x + (i - (minutes - 1) / 2) * 29, 186) for i in range(minutes)]], kind=kind)
    return [mat(24, 208), path(pipe, width=12), path(pipe, None, f' stroke="{PAINT["paper"]}"', 6.800), head, *draw(pose), rain, run,
            stage(262, 1, 'heat', 40, 3), stage(350, 2, 'cold', 28, 1), stage(435, 3, 'heat', 40, 3), arrow((228, 236), (466, 236), size=11)]


@figure('heat', 'Cool down and drink',
        'A person sits on a chair with a towel round the shoulders and drinks a glass of water. The body cools down slowly.')
def cool_down():
    pose = dict(face=1, scale=.88, hip=(198, 174), torso=94, bend=2, neck=88, head=88,
                near_leg=dict(thigh=-2, shin=-91, foot=0), far_leg=dict(thigh=0, shin=-82, foot=0),
                near_arm=dict(hand=(238, 96), elbow=-1, palm=30), far_arm=dict(hand=(254, 160), elbow=-1, palm=-8))
    far = ('far_forearm', 'far_sleeve', 'far_foot', 'far_leg')
    arm = ('near_forearm', 'near_sleeve')
    legs, seat, rest = chair(136)
    b = Body(pose)
    x, y = b.near_wrist
    glass = path(f'M{n(x+2)} {n(y-32)}h22l-4 36h-14z', 'paper') + fill(f'M{n(x+4.6)} {n(y-16)}h17l-2.200 18h-12.600z', 'mid')
    sx, sy = b.shoulder
    towel = path(smooth([(sx - 14, sy - 20), (sx + 6, sy - 22), (sx + 20, sy - 6), (sx + 24, sy + 40), (sx + 6, sy + 42), (sx + 2, sy + 4), (sx - 12, sy - 6)]), 'mid') + path(f'M{n(sx+6.500)} {n(sy+32)}l17 -2', None, f' stroke="{PAINT["accent"]}"', 3)
    return [mat(72, 340), *legs, *draw(pose, only=far), *seat, *draw(pose, skip=far + arm), *rest, towel, glass, *draw(pose, only=('near_forearm', 'near_sleeve')),
            clock(398, 104, 40, 1 / 6), drops(290, 92, 3, 1.2)]
