"""Warm things on the body or worn. One function per figure; the words with it are the alt text, and they teach."""
from body import BACK, FRONT, Body, draw
from above import BACK_AT, MID, ground, lying_from_above
from cold import check_scene, free_skin, prone, taken_off
from geometry import *
from marks import *
from motion import *
from svg import *
from things import *


@figure('heat', 'Hot water bottle behind the low back, sitting',
        'A person sits upright on a chair, both feet flat. A flat, broad hot water bottle in a ribbed cover, only its neck and stopper bare, stands between the low back and the backrest. Nobody sits on it.')
def bottle_sit():
    pose = dict(face=1, scale=.88, hip=(198, 174), torso=94, bend=2, neck=88, head=90,
                near_leg=dict(thigh=-2, shin=-91, foot=0), far_leg=dict(thigh=0, shin=-82, foot=0),
                near_arm=dict(hand=(243, 162), elbow=-1, palm=-12), far_arm=dict(hand=(254, 160), elbow=-1, palm=-8))
    far = ('far_forearm', 'far_sleeve', 'far_foot', 'far_leg')
    # Seen from its edge: a flat cushion with a short neck.
    side = smooth([(159, 136), (154, 146), (154, 166), (155, 184), (161, 189), (168, 187), (170, 170), (169, 148), (166, 136), (162, 134)])
    bottle = (rect(157.5, 122, 9, 15, 3, 'accent', -3) + path('M154 118L169.500 117.500L167 124.500L157 125Z', 'accent') + path(side, 'mid')
              + path('M161.5 142C159.5 156 160.5 170 162.5 182', None, f' stroke="{PAINT["accent"]}"', 2.2))
    legs, seat, rest = chair(136)
    def inside(x, y, s):
        at = lambda u, v: (x + u * s, y + v * s)
        # Flat, with sloping shoulders, in a ribbed cover; neck, funnel and stopper stand out of it.
        neck = poly([at(-8, -14), at(-8, -31), at(8, -31), at(8, -14)])
        funnel = smooth([at(*q) for q in ((-12.5, -39), (0, -39), (12.5, -39), (12, -35), (9, -29), (0, -29), (-9, -29), (-12, -35))], tension=9)
        cover = smooth([at(*q) for q in ((-8, -20), (-20, -16), (-29, -8), (-31, 6), (-31, 22), (-30, 38), (-24, 44), (0, 44), (24, 44), (30, 38), (31, 22), (31, 6), (29, -8), (20, -16), (8, -20), (0, -20))], tension=7)
        ribs = ''.join(f'M{n(x+u*s)} {n(y+(-14+abs(u)*.5)*s)}C{n(x+u*1.15*s)} {n(y+8*s)} {n(x+u*1.15*s)} {n(y+24*s)} {n(x+u*1.05*s)} {n(y+39*s)}' for u in (-22, -12, 12, 22))
        collar = rect(x - 11.5 * s, y - 24 * s, 23 * s, 8 * s, 4 * s, 'mid')
        tab = rect(x - 10 * s, y + 38 * s, 20 * s, 15 * s, 6 * s, 'mid') + fill(disc((x, y + 48.5 * s), 2.2 * s), 'line')
        return (tab + path(neck, 'accent') + path(funnel, 'accent') + rect(x - 4.5 * s, y - 46 * s, 9 * s, 8 * s, 3, 'paper') + path(cover, 'mid')
                + path(ribs, None, f' stroke="{PAINT["cloth"]}"', 2.8) + collar + waves(x - 6 * s, y + 13 * s, 2, 12 * s, 28 * s, 4))
    return [mat(72, 340), *legs, *draw(pose, only=far), *seat, *draw(pose, skip=far), *rest, bottle, waves(84, 158, 3, 15, 36),
            back_inset(392, 104, 72, inside)]


def pad_shapes(dx=0, dy=0):
    """An electric pad on its cloth, as it lies on the low back of `PRONE`, as (path data, paint, width)."""
    cloth = [(178, 218), (186, 212), (222, 214), (254, 208), (268, 213), (268, 224), (252, 223), (222, 223), (190, 225), (180, 226)]
    soft = [(184, 213), (186, 205), (222, 206), (256, 199), (264, 203), (263, 211), (222, 215)]
    return [(smooth(shifted(cloth, dx, dy)), 'cloth', None), (smooth(shifted(soft, dx, dy)), 'mid', None), (f'M{n(196+dx)} {n(209+dy)}q26 2 58 -5', None, 2.4)]


def pad(dx=0, dy=0):
    return [path(d, paint, width=w) for d, paint, w in pad_shapes(dx, dy)]


def socket(x, y):
    return rect(x - 20, y - 24, 40, 48, 9, 'paper') + circle(x, y, 12, 'cloth') + fill(disc((x - 4.5, y), 2.4) + disc((x + 4.5, y), 2.4), 'line')


def plug(x, y):
    """A plug with its pins to the right."""
    return path(f'M{x+14} {y-5}h11M{x+14} {y+5}h11', width=4) + path(f'M{x-12} {y-6}Q{x-10} {y-11} {x} {y-12}H{x+14}V{y+12}H{x}Q{x-10} {y+11} {x-12} {y+6}Z', 'accent')


def controller(x, y, angle=0):
    return group([rect(-17, -9, 34, 18, 8, 'paper') + fill(disc((-8, 0), 3.6), 'accent') + path('M0 0h9', width=2.4)], f'translate({x} {y}) rotate({angle})')


def pad_in_window(x, y, s):
    return (rect(x - 45 * s, y - 22 * s, 90 * s, 50 * s, 7, 'cloth') + rect(x - 38 * s, y - 16 * s, 76 * s, 38 * s, 8, 'mid')
            + waves(x - 15 * s, y + 3 * s, 3, 15 * s, 24 * s, 3.2))


@figure('heat', 'Electric heating pad on the low back',
        'A person lies face down. A flat electric pad lies on top of the low back with a thin cloth below it. A cord leads to a small switch set to low. Nobody lies on the pad.')
def pad_front():
    cord = 'M264 206C290 186 300 196 310 178S330 150 352 152'
    return [mat(), *prone(), *pad(), path(cord, width=4), controller(314, 172, -50), path('M352 152C384 152 392 150 428 150', width=4),
            waves(206, 172, 3, 16, 34), socket(446, 150), back_inset(100, 100, 62, pad_in_window)]


@figure('heat', 'Warm gel pack on the low back',
        'A person lies face down. A soft warm gel pack lies on the low back, wrapped in two layers of towel.')
def gel_warm():
    second = [(182, 223), (190, 217), (222, 219), (254, 214), (264, 219), (264, 228), (222, 229), (190, 231)]
    return [mat(), *prone(), path(smooth(second), 'cloth'), *pack(0, -4), waves(208, 160, 3, 16, 36),
            back_inset(398, 100, 62, lambda x, y, s: rect(x - 38 * s, y - 21 * s, 76 * s, 52 * s, 8, 'cloth') + pack_in_window(x, y, s, 'heat'))]


@figure('heat', 'Warm damp towel on the low back',
        'Two hands wring a warm towel out over a bowl. A person lies face down with the folded warm towel on the low back.')
def towel_warm():
    fold = lambda y, h: path(f'M192 {y}h56q10 {n(h/2)} 0 {h}h-56q-9 {n(-h/2)} 0 {-h}z', 'mid')
    towel = [fold(211, 10), fold(201, 10), path('M202 202v8M208 202v8M202 212v8M208 212v8', None, f' stroke="{PAINT["accent"]}"', 2.6)]
    cx, cy, r = 104, 106, 74
    rope = path(smooth([(cx - 32, cy - 34), (cx - 12, cy - 42), (cx + 12, cy - 26), (cx + 32, cy - 36), (cx + 32, cy - 12), (cx + 12, cy - 6), (cx - 12, cy - 20), (cx - 32, cy - 10)]), 'mid')
    twist = path(f'M{cx-16} {cy-41}q-2 14 8 22M{cx-2} {cy-36}q-2 14 8 24M{cx+13} {cy-27}q-3 10 6 18', width=2)
    def grip(s):
        x, y = cx + s * 36, cy - 23
        d = capsule((cx + s * 92, cy - 58), (x + s * 4, y - 2), 13, 10)
        for dy in (-12, -4, 4, 12):
            d += capsule((x + s * 2, y + dy), (x - s * 9, y + dy + 1), 5, 4.6)
        return path(d, 'skin') + path(f'M{n(x-s*11)} {n(y-8)}h{s*9}M{n(x-s*11)} {n(y)}h{s*9}M{n(x-s*11)} {n(y+8)}h{s*9}', width=2)
    bowl = path(f'M{cx-44} {cy+34}H{cx+44}C{cx+42} {cy+66} {cx+20} {cy+70} {cx} {cy+70}C{cx-20} {cy+70} {cx-42} {cy+66} {cx-44} {cy+34}Z', 'paper')
    inside = rope + twist + grip(-1) + grip(1) + drops(cx - 12, cy - 2, 3, .9) + bowl
    return [mat(), *prone(), *towel, waves(208, 168, 3, 16, 36), window(cx, cy, r, inside), back_inset(398, 100, 62, pack_warm_window)]


def pack_warm_window(x, y, s):
    return (rect(x - 33 * s, y - 18 * s, 66 * s, 42 * s, 7, 'mid') + path(f'M{n(x-24*s)} {n(y-18*s)}v{n(42*s)}M{n(x-17*s)} {n(y-18*s)}v{n(42*s)}', None, f' stroke="{PAINT["accent"]}"', 3)
            + waves(x - 4 * s, y + 3 * s, 3, 11 * s, 22 * s, 3))


def walking(hip=(206, 143), scale=.7, t=1, **more):
    """A calm step to the right; t from 1 to -1 swaps the feet."""
    front, back = dict(thigh=-68, shin=-80, foot=12), dict(thigh=-104, shin=-122, foot=-34)
    swing = dict(upper=-112, fore=-96), dict(upper=-66, fore=-44)
    a, b = (front, back) if t > 0 else (back, front)
    arms = swing if t > 0 else swing[::-1]
    return dict(dict(face=1, scale=scale, hip=hip, torso=89, bend=2, neck=86, head=88, near_leg=a, far_leg=b, near_arm=arms[0], far_arm=arms[1]), **more)


@figure('heat', 'Heat wrap under the clothes',
        'A person walks about with a heat wrap around the waist under the shirt, dotted where the shirt hides it. In the window: the shirt hangs over the upper edge of the wrap, and the wrap covers the low back.')
def wrap_wear():
    a = walking(near_arm=dict(upper=-136, fore=-112))
    b = Body(a)
    belt = [b.off(.2, profile(FRONT, .2) - 1), *(b.off(.2 + i * .08, -profile(BACK, .2 + i * .08) + 1) for i in range(5)), b.off(.52, profile(FRONT, .52) - 1)]
    band = smooth(belt[1:6], False) + 'L' + 'L'.join(f'{n(x)} {n(y)}' for x, y in (belt[6], belt[0])) + 'Z'
    hem = f'M{n(b.off(.13, -22)[0])} {n(b.off(.13, -22)[1])}L{n(b.off(.11, 26)[0])} {n(b.off(.11, 26)[1])}'
    def inside(x, y, s):
        at = lambda u, v: (x + u * s, y + v * s)
        wrap = smooth([at(-40, -20), at(0, -22), at(40, -20), at(41.5, 2), at(43, 22), at(0, 28), at(-43, 22), at(-41.5, 2)], tension=9)
        # The shirt hangs over the upper half of the belt; what it hides is dotted.
        shirt = f'M{n(x-64*s)} {n(y-64*s)}H{n(x+64*s)}V{n(y+6*s)}C{n(x+30*s)} {n(y)} {n(x-30*s)} {n(y)} {n(x-64*s)} {n(y+6*s)}Z'
        hidden = poly([at(-37, -22), at(37, -22)], False)
        stitched = f'M{n(x-38*s)} {n(y)}C{n(x-20*s)} {n(y-3*s)} {n(x+20*s)} {n(y-3*s)} {n(x+38*s)} {n(y)}'
        return (path(wrap, 'mid') + path(shirt, 'top') + fill(poly([at(-37, -22), at(37, -22), at(38, -2), at(-38, -2)]), 'mid', .35) + path(hidden, None, f' stroke="{PAINT["accent"]}" stroke-dasharray="1 7"', 3.6)
                + path(stitched, width=2) + waves(x - 14 * s, y - 32 * s, 3, 14 * s, 22 * s, 3))
    arm = ('near_forearm', 'near_sleeve')
    return [mat(72, 340), *draw(a, skip=arm), fill(band, 'mid', .6), path(band, None, f' stroke="{PAINT["accent"]}" stroke-dasharray="1 6"', 3.2), path(hem, width=2),
            waves(b.at(.33)[0] - 92, b.at(.33)[1] - 8, 3, 14, 30), *draw(a, only=arm), arrow((262, 150), (300, 150)), back_inset(390, 104, 76, inside)]


def flat_pad(dx=0, dy=0):
    x, y = BACK_AT
    return [(box(x - 20 + dx, y - 34 + dy, 44, 68, 5), 'cloth', None), (box(x - 15 + dx, y - 29 + dy, 34, 58, 8), 'mid', None)]


@figure('heat', 'Take the warm pack off and pull out the plug',
        'Seen from above: a person lies face down. The own hand holds the electric pad at its edge, elbow bent, and draws it off the low back to the side. Its plug is pulled out of the wall. In the window: the skin is free.')
def heat_off():
    way = (26, 80)
    cord = lambda t: f'M{n(BACK_AT[0]+18+way[0]*t)} {n(MID+16+way[1]*t)}C{n(290+10*t)} {n(200+72*t)} 316 {n(236+20*t)} 330 252S352 262 366 262'
    return [ground(), *lying_from_above(), Moving([path(cord(1), width=4)], blend(lambda t: [(cord(t), None, 4)], (.25, .25, .25, .25), 6)), *taken_off(flat_pad, way),
            socket(434, 262), plug(376, 262), arrow((408, 228), (372, 228)), back_inset(400, 82, 60, free_skin)]


@figure('heat', 'Feel your skin under the warm pack',
        'Seen from above: a person lies face down, the warm pack stays on the low back. One corner of it is folded up, and the own palm lies flat on the bare skin under that corner. Pink is fine, bright red or sore is not.')
def heat_check():
    return check_scene('heat')


@figure('heat', 'Warm, cold, warm',
        'The low back from behind, three times, numbered one to three. First a wrapped warm pack lies on it, for longer. Then a wrapped cold pack, for a '
        'shorter time. Then the warm pack again. Warm is last.')
def contrast():
    def stage(x, count, kind):
        sign = waves(x - 12, 42, 3, 13, 26) if kind == 'heat' else flake(x - 6, 42, 12) + flake(x + 16, 40, 7)
        share = 1 / 4 if kind == 'heat' else 1 / 6
        return group([back_inset(x, 140, 70, lambda u, v, s: pack_in_window(u, v, s * 1.05, kind)), number(x - 52, 66, count, 17), sign, clock(x, 252, 30, share)], kind=kind)
    return [stage(84, 1, 'heat'), stage(240, 2, 'cold'), stage(396, 3, 'heat'), arrow((134, 252), (188, 252), size=11), arrow((290, 252), (344, 252), size=11)]
