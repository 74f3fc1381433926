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


@figure('cold', 'A frozen sponge, in a bag and a damp cloth', 'A kitchen sponge with holes, frozen and hard, inside a clear bag with a closed edge. A thin damp cloth is folded around it.')
def pack_sponge():
    block = smooth([(168, 96), (176, 88), (304, 88), (312, 96), (313, 200), (304, 208), (176, 208), (167, 200)], tension=9)
    scour = smooth([(168, 96), (176, 76), (304, 76), (312, 96), (313, 106), (304, 114), (176, 114), (167, 106)], tension=9)
    holes = ''.join(disc(p, r) for *p, r in ((186, 134, 6), (208, 150, 4), (226, 130, 5), (248, 152, 7), (272, 132, 4), (292, 146, 6), (196, 168, 5), (222, 166, 3.5), (270, 168, 5), (256, 124, 3), (206, 124, 3)))
    bag = smooth([(140, 54), (240, 52), (340, 54), (342, 130), (344, 214), (240, 218), (136, 214), (138, 130)])
    return [*in_cloth([path(bag, 'soft'), path(block, 'mid'), fill(holes, 'accent', .7), path(scour, 'accent'),
                       path('M146 62H334', None, f' stroke="{PAINT["accent"]}"', 5), path('M150 84q-4 40 -2 76M330 84q4 40 2 76', width=2)]), *cold_marks()]


@figure('cold', 'A sock filled with rice, wrapped in a damp cloth', 'A sock filled with dry rice and tied at the top, some grains lie beside it. A thin damp cloth is folded around it.')
def pack_rice():
    grain = lambda x, y, a, s=1: path(capsule(go((x, y), a, 5 * s), go((x, y), a + 180, 5 * s), 3.2 * s, 3.2 * s), 'cloth', width=3.4)
    sock = smooth([(204, 84), (218, 80), (232, 84), (246, 110), (254, 140), (300, 160), (336, 178), (344, 206), (320, 224), (262, 226), (206, 218), (180, 196), (178, 150), (190, 112)])
    cuff = smooth([(196, 74), (190, 44), (204, 52), (216, 40), (228, 52), (244, 42), (240, 74), (218, 80)])
    heel = smooth([(180, 176), (200, 178), (216, 196), (216, 218), (206, 218), (180, 198)])
    knot = rect(198, 70, 40, 13, 6, 'accent')
    seen = [grain(*g) for g in ((206, 128, 30), (226, 118, 100), (232, 140, -20), (210, 152, 70), (240, 160, 40), (256, 158, -30), (222, 168, 10), (216, 104, 60), (196, 164, 120), (272, 168, 20))]
    loose = [grain(x, y, a, 1.3) for x, y, a in ((78, 255, 10), (98, 254, 50), (60, 256, -20), (394, 255, 20), (412, 254, -30))]
    return [*in_cloth([path(cuff, 'mid'), path(sock, 'mid'), path(heel, 'accent'), knot, *seen], edge=184), *loose, *cold_marks()]


@figure('cold', 'Towel or sponge into the freezer', 'A freezer stands open. A folded damp towel and a sponge in a bag go onto its shelf. A clock shows that they stay there for a while.')
def freezer():
    cabinet = [rect(176, 32, 150, 230, 12, 'mid'), rect(190, 46, 122, 202, 6, 'paper'), path('M190 112H312M190 180H312', width=3)]
    door = [path('M176 38L96 20V276L176 258Z', 'mid'), path('M166 58L108 46V250L166 240Z', 'paper'), path('M104 126V172', width=5.2)]
    folded = lambda x, y: ''.join(path(f'M{x} {y+dy}h62a8 8 0 0 1 0 16h-62Z', 'soft') + path(f'M{x+10} {y+dy+2}v12M{x+17} {y+dy+2}v12', None, f' stroke="{PAINT["accent"]}"', 3) for dy in (16, 0))
    sponge = rect(212, 198, 78, 40, 8, 'soft') + rect(224, 207, 54, 26, 5, 'mid') + rect(224, 205, 54, 9, 4, 'accent') + fill(disc((236, 221), 3) + disc((250, 226), 2.5) + disc((266, 220), 3), 'accent')
    towel = [folded(0, 0)]
    ice = [flake(230, 78, 12), flake(258, 66, 8), flake(278, 86, 9)]
    return [mat(60, 450), *cabinet, sponge, *ice, *door,
            Moving([group(towel, 'translate(216 144)'), group(towel, 'translate(360 144)').replace('<g ', '<g opacity=".45" '), arrow((350, 161), (302, 161))],
                   [slide([group(towel, 'translate(216 144)')], [(144, 0), (144, 0), (0, 0), (0, 0), (0, 0)], 6), arrow((392, 128), (344, 128))]),
            clock(404, 86, 34, 1 / 3)]
