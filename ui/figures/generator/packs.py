"""The five cold packs as things, each in its damp cloth, and the freezer."""
from geometry import *
from marks import *
from motion import *
from svg import *
from things import *


def in_cloth(thing, left=128, right=352, edge=176):
    """A thing in a damp cloth: one layer behind it, two corners folded over it like an envelope."""
    behind = smooth([(left - 22, 158), (left + 20, 150), (right - 20, 150), (right + 22, 158), (right + 20, 240), (240, 262), (left - 20, 240)])
    lf = f'M{left-24} {edge-24}C{left+30} {edge-6} 210 {edge+34} 268 {edge+76}C262 264 250 266 236 267C190 268 150 266 {left-18} 262C{left-30} 240 {left-32} {edge+10} {left-24} {edge-24}Z'
    rt = f'M{right+24} {edge-24}C{right-30} {edge-6} 250 {edge+34} 196 {edge+78}C204 266 220 267 240 267C290 268 330 266 {right+18} 262C{right+30} 240 {right+32} {edge+10} {right+24} {edge-24}Z'
    folds = f'M{right+6} {edge+14}q-30 20 -66 34M{left-8} {edge+16}q10 8 20 13M{right-2} {edge+48}q-20 16 -50 24'
    return [mat(70, 410), path(behind, 'cloth'), *thing, path(lf, 'cloth'), path(rt, 'cloth'), path(folds, width=2),
            drops(left + 14, edge + 34, 3), drops(right - 46, edge + 62, 1), drops(right - 12, edge + 58, 1)]


def cold_marks(x=408, y=92):
    return [flake(x, y, 14), flake(x + 24, y - 26, 10), flake(x + 28, y + 10, 7)]


@figure('cold', 'A gel pack, wrapped in a damp cloth', 'A soft gel pack from the freezer, with pressed seams across it. A thin damp cloth is folded around it, so that it never touches the skin.')
def pack_gel():
    body = smooth([(146, 62), (156, 52), (240, 55), (324, 52), (334, 62), (330, 130), (334, 210), (324, 220), (240, 217), (156, 220), (146, 210), (150, 130)])
    seams = 'M152 96q88 8 176 0M152 136q88 -8 176 0M194 58q-5 40 0 80q4 30 0 40M286 58q5 40 0 80q-4 30 0 40'
    return [*in_cloth([path(body, 'mid'), path(seams, None, f' stroke="{PAINT["accent"]}"', 3), flake(240, 116, 17)]), *cold_marks()]


@figure('cold', 'A bag of frozen peas, wrapped in a damp cloth', 'A bag of frozen peas, a few peas lie beside it. A thin damp cloth is folded around the bag, so that it never touches the skin.')
def pack_peas():
    pea = lambda x, y, r: circle(x, y, r, 'mid') + path(f'M{n(x-r*.4)} {n(y-r*.35)}q{n(r*.3)} {n(-r*.25)} {n(r*.6)} {n(-r*.1)}', width=2)
    teeth = 'M152 64' + ''.join('l8 -14l8 14' for _ in range(11)) + 'L326 64Z'
    bag = smooth([(152, 64), (240, 62), (328, 64), (338, 100), (334, 160), (338, 216), (240, 222), (142, 216), (146, 160), (142, 100)])
    pod = smooth([(176, 150), (196, 120), (240, 108), (284, 120), (304, 150), (284, 160), (240, 166), (196, 160)])
    green = group([path(pod, 'accent'), pea(210, 137, 15), pea(240, 133, 17), pea(270, 137, 15)], kind='massage')
    loose = group([pea(84, 252, 10), pea(58, 253, 9), pea(398, 253, 9)], kind='massage')
    return [*in_cloth([path(bag, 'soft'), path(teeth, 'soft'), seam('M150 74H330', 'line', 2), path('M152 80q88 10 176 0L332 100q-92 10 -184 0Z', 'mid'), green]), loose, *cold_marks()]


@figure('cold', 'A frozen towel, wrapped in a damp cloth', 'A small towel, folded, stiff from the freezer, with a striped end. A second thin damp cloth is folded around it.')
def pack_towel():
    layer = lambda y: path(f'M158 {y}H318a15 15 0 0 1 0 30H158Z', 'mid')
    stripes = lambda y: path(f'M182 {y+3}V{y+27}M194 {y+3}V{y+27}', None, f' stroke="{PAINT["accent"]}"', 4)
    fringe = lambda y: path('M158 {}'.format(y + 4) + ''.join(f'h-12m12 7.500' for _ in range(4)), width=2.6)
    stack = []
    for y in (156, 122, 88):
        stack += [fringe(y), layer(y), stripes(y)]
    top = path('M158 92C150 70 178 60 200 60H316a16 16 0 0 1 2 32Z', 'mid') + path('M186 64q-6 14 -2 26M199 62q-5 14 -2 28', None, f' stroke="{PAINT["accent"]}"', 4)
    frost = ''.join(flake(x, y, r) for x, y, r in ((236, 77, 8), (276, 104, 8), (244, 138, 8), (300, 138, 7), (300, 77, 6)))
    return [*in_cloth([*stack, top, frost], edge=180), *cold_marks()]


def blob(x, y, r, k, flat=.9):
    """An uneven hole; k picks one of its shapes."""
    reach_of = ((1.2, 1, .9, 1.1, .95, 1.1, .85, 1), (.9, 1.1, 1, .85, 1.15, .9, 1.05, 1), (1.1, .9, 1.05, 1.1, .85, 1, .95, 1.15))[k % 3]
    spots = [go((0, 0), i * 45 + k * 23, r * f) for i, f in enumerate(reach_of)]
    return smooth([(x + 1.15 * u, y + flat * v) for u, v in spots], tension=5)


def sponge(x, y, s=1.0, many=True):
    """A kitchen sponge: a soft rounded block with a waist for the fingers, big uneven holes, a thin scouring layer below. x, y is the front lower left corner, 128 wide."""
    at = lambda u, v: (x + u * s, y + v * s)
    front = smooth([at(*q) for q in ((1, -62), (4, -48), (7, -36), (4, -22), (1, -10), (60, -9), (117, -10), (115, -24), (112, -36), (115, -48), (119, -62), (60, -61))], tension=8)
    side = smooth([at(*q) for q in ((117, -62), (136, -74), (153, -84), (151, -72), (147, -60), (150, -46), (154, -34), (136, -22), (115, -10), (116, -20), (112, -36), (115, -50))], tension=8)
    top = smooth([at(*q) for q in ((2, -63), (16, -74), (30, -84), (40, -88), (94, -88), (146, -88), (155, -84), (140, -74), (122, -63), (112, -60), (60, -60), (10, -60))], tension=8)
    layer = poly([at(*q) for q in ((0, -10), (117, -10), (154, -34), (154, -25), (118, 0), (2, 0))])
    spots = ((22, -46, 6), (46, -29, 9.5), (20, -22, 4.6), (70, -49, 6), (80, -22, 6.4), (96, -41, 8), (58, -17, 3.2), (104, -20, 3.4), (47, -51, 3.2))
    lids = ((38, -76, 4), (66, -71, 5.4), (92, -80, 4.2), (112, -70, 4.4), (128, -82, 3))
    holes = (''.join(blob(*at(u, v), r * s, i) for i, (u, v, r) in enumerate(spots if many else spots[:6])) + blob(*at(133, -52), 5 * s, 1) + blob(*at(137, -33), 3.4 * s, 2)
             + ''.join(blob(*at(u, v), r * s, i, .6) for i, (u, v, r) in enumerate(lids)))
    return [path(layer, 'bottom'), path(side, 'soft'), fill(side, 'mid', .9), path(front, 'soft'), fill(front, 'mid', .6), path(top, 'soft'), fill(top, 'mid', .25), fill(holes, 'accent', .8)]


@figure('cold', 'A frozen sponge, in a bag and a damp cloth', 'A kitchen sponge, a rounded block with big uneven holes and a thin dark layer below, frozen hard. It is in a clear bag with a closed edge. A thin damp cloth is folded around it.')
def pack_sponge():
    bag = smooth([(134, 42), (240, 40), (346, 42), (350, 126), (352, 214), (240, 218), (128, 214), (130, 126)])
    shine = 'M146 84q-3 34 -2 66M336 84q4 34 3 66M156 80l-6 16M324 80l8 18'
    return [*in_cloth([path(bag, 'paper'), fill(bag, 'soft', .6), *sponge(156, 190, 1.08), drops(172, 76, 1, 1.0), drops(306, 72, 1, .8), path('M142 52H338M142 60H338', None, f' stroke="{PAINT["accent"]}"', 3.4), rect(306, 48, 18, 16, 4, 'accent'), path(shine, width=2)], edge=188), *cold_marks(412, 78)]


def grains(spots, s=1.0):
    """Grains of rice: small, long, pointed at both ends."""
    d = ''
    for x, y, a in spots:
        p, q = go((x, y), a, 6.4 * s), go((x, y), a + 180, 6.4 * s)
        u, v = go((x, y), a + 90, 4.6 * s), go((x, y), a - 90, 4.6 * s)
        d += f'M{n(p[0])} {n(p[1])}Q{n(u[0])} {n(u[1])} {n(q[0])} {n(q[1])}Q{n(v[0])} {n(v[1])} {n(p[0])} {n(p[1])}Z'
    return path(d, 'cloth', width=3)


@figure('cold', 'A sock filled with rice, wrapped in a damp cloth', 'A sock filled with dry rice and tied at the top, a heap of spilled grains beside it. A thin damp cloth is folded around it.')
def pack_rice():
    sock = smooth([(204, 74), (218, 70), (232, 74), (248, 100), (256, 134), (300, 156), (338, 172), (346, 202), (320, 224), (262, 226), (206, 218), (178, 196), (174, 146), (188, 102)])
    cuff = smooth([(196, 64), (190, 34), (204, 42), (216, 30), (228, 42), (244, 32), (240, 64), (218, 70)])
    heel = smooth([(176, 176), (198, 178), (214, 196), (214, 218), (204, 218), (176, 198)])
    knot = rect(198, 60, 40, 13, 6, 'accent')
    ribs = path('M203 41v16M211 38v19M219 38v19M227 40v17M235 38v18', width=2)
    # The thin sock shows what is in it.
    seen = [(210 + u * 13 + (v % 2) * 6, 92 + v * 10.5, (u * 67 + v * 41) % 180) for v in range(12) for u in range(-2, 9)]
    inside = [g for g in seen if 84 < g[1] < 212 and 190 - (g[1] - 92) * .1 < g[0] < (232 + (g[1] - 84) * .3 if g[1] < 146 else 252 + (g[1] - 146) * 2.2) - 2 and g[0] < 330]
    heap = [(x, 254 - row * 7.5, (x * 37 + row * 53) % 140 - 70) for row, xs in enumerate(((22, 34, 46, 58, 70, 82, 94), (29, 41, 53, 65, 77, 88), (38, 50, 62, 74), (46, 57, 67), (56,))) for x in xs]
    strewn = [(112, 256, 20), (396, 256, -20), (416, 254, 30), (436, 257, 5)]
    return [mat(8, 470), *in_cloth([path(cuff, 'mid'), ribs, path(sock, 'mid'), path(heel, 'accent'), knot, grains(inside, .78)], edge=190), grains(heap), grains(strewn), *cold_marks()]


@figure('cold', 'Towel or sponge into the freezer', 'A freezer stands open. A folded damp towel, dripping, and a sponge in a bag go onto its shelves. A clock face shows twenty minutes.')
def freezer():
    cabinet = [rect(176, 32, 150, 230, 12, 'mid'), rect(190, 46, 122, 202, 6, 'paper'), path('M190 98H312M190 168H312', width=3)]
    door = [path('M176 38L96 20V276L176 258Z', 'mid'), path('M166 58L108 46V250L166 240Z', 'paper'), path('M104 126V172', width=5.2)]
    folded = ''.join(path(f'M0 {dy}h62a8 8 0 0 1 0 16h-62Z', 'soft') + path(f'M10 {dy+2}v12M17 {dy+2}v12', None, f' stroke="{PAINT["accent"]}"', 3) for dy in (16, 0))
    bag = [path(smooth([(198, 180), (250, 177), (304, 180), (306, 212), (304, 243), (250, 245), (197, 243), (195, 212)], tension=8), 'soft'), path('M202 185H299', None, f' stroke="{PAINT["accent"]}"', 2.6)]
    ice = [flake(230, 72, 12), flake(258, 62, 8), flake(278, 80, 9)]
    outside = group([folded], 'translate(362 138)').replace('<g ', '<g opacity=".55" ')
    return [mat(60, 450), *cabinet, *bag, *sponge(206, 238, .58, False), *ice, *door,
            Moving([group([folded], 'translate(214 133)'), outside, drops(384, 180, 3, 1.0), arrow((350, 152), (304, 152))],
                   [slide([group([folded], 'translate(214 133)')], [(148, 0), (148, 0), (0, 0), (0, 0), (0, 0)], 6), arrow((404, 122), (352, 122))]),
            clock(404, 74, 38, 1 / 3)]
