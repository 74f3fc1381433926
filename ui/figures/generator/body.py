"""Draws one person in one pose: joint data in, SVG out.

A body faces right when face = 1 and left when face = -1. Lengths keep one proportion for everyone.
The poses are in the files named by kind (cold.py, heat.py ...).
"""
from geometry import angle_of, capsule, disc, go, n, profile, reach, smooth
from svg import path

# Segment lengths and the radii at both ends of each segment.
TORSO, NECK, UPPER_ARM, FOREARM, HAND, THIGH, SHIN = 104, 13, 56, 48, 13, 84, 80
R_THIGH, R_SHIN, R_UPPER, R_FORE, R_HAND = (20, 14), (13.5, 8.5), (12, 9.5), (9, 6.5), (6.8, 5.4)
FRONT = [(-.02, 24), (.12, 23), (.28, 22), (.45, 22), (.62, 25), (.78, 25), (.9, 18), (1, 9)]
BACK = [(-.02, 24.5), (.1, 24), (.28, 19), (.45, 17), (.62, 19), (.78, 20), (.9, 17), (1, 10)]

WEAR = {'swim': ('bottom', ('bottom', .45)), 'towel': ('cloth', ('cloth', .8)), 'bare': ('skin', None)}


class Body:
    """One person in one pose. `parts` maps a name to (path data, paint)."""

    def __init__(self, pose):
        self.face = f = pose.get('face', 1)
        self.k = k = pose.get('scale', 1)
        self.hip = pose['hip']
        self.belly = pose.get('belly', 0)
        # The spine: a chain whose direction turns evenly; bend > 0 rounds the back.
        steps = 24
        self.spine = [self.hip]
        self.dirs = []
        low, high = pose.get('bend', 0), pose.get('bend_high', pose.get('bend', 0))
        a = pose['torso'] + f * (low + high) / 4
        for i in range(steps):
            self.dirs.append(a)
            self.spine.append(go(self.spine[-1], a, TORSO * k / steps))
            a -= f * (low if i < steps / 2 else high) / steps
        self.dirs.append(a)
        self.neck_dir = pose.get('neck', self.dirs[-1])
        self.head_dir = pose.get('head', self.neck_dir)
        neck_base = self.at(.97)
        neck_top = go(neck_base, self.neck_dir, NECK * k + 4)
        self.head_at = go(neck_top, self.head_dir, 17 * k)
        shoulder = self.off(.85, pose.get('shoulder_fwd', 2))
        self.shoulder = shoulder
        p = self.parts = {}
        p['neck'] = (capsule(neck_base, go(neck_top, self.head_dir, 8 * k), 10.5 * k, 10 * k), 'skin')
        p['head'] = (self.head_path(), 'skin')
        p['hair'] = (self.hair_path(), 'hair')
        # Clothes: paint of the trunk, paint and length of the shorts; by day sleeves and long trousers.
        wear = pose.get('wear', 'day')
        top, shorts = WEAR.get(wear, (pose.get('top', 'top'), None))
        p['torso'] = (self.slab(-.02, 1), top)
        pelvis = self.slab(0, .17) + disc(self.hip, 24.5 * k)
        for side in ('far', 'near'):
            far = '-far' if side == 'far' else ''
            leg = pose.get(side + '_leg')
            if leg:
                root = go(self.hip, self.dirs[0] + 90 * f, leg.get('root', 0) * k)
                if 'ankle' in leg:
                    knee, ankle = reach(root, leg['ankle'], THIGH * k, SHIN * k, leg.get('knee', 1))
                else:
                    # A leg that points toward us looks shorter, as an arm does.
                    knee = go(root, leg['thigh'], THIGH * k * leg.get('short', 1))
                    ankle = go(knee, leg['shin'], SHIN * k * leg.get('short_shin', 1))
                setattr(self, side + '_knee', knee)
                setattr(self, side + '_ankle', ankle)
                cloth = capsule(root, knee, R_THIGH[0] * k, R_THIGH[1] * k) + capsule(knee, ankle, R_SHIN[0] * k, R_SHIN[1] * k)
                if side == 'near' and not shorts:
                    cloth = pelvis + cloth
                p[side + '_foot'] = (self.foot(ankle, leg['foot']), 'skin' + far)
                p[side + '_leg'] = (cloth, ('bottom' if wear == 'day' else 'skin') + far)
                if shorts:
                    paint, share = shorts
                    end = (root[0] + (knee[0] - root[0]) * share, root[1] + (knee[1] - root[1]) * share)
                    cut = capsule(root, end, R_THIGH[0] * k, (R_THIGH[0] + (R_THIGH[1] - R_THIGH[0]) * share + 1.500) * k)
                    p[side + '_shorts'] = (cut + (pelvis if side == 'near' else ''), paint + (far if paint == 'bottom' else ''))
            elif side == 'near':
                p['near_leg'] = (pelvis, 'bottom' if wear == 'day' else 'skin')
            arm = pose.get(side + '_arm')
            if arm:
                s = self.off(.85, pose.get('shoulder_fwd', 2) + arm.get('root', 0))
                # An arm that points toward us or away looks shorter: `short` scales both bones.
                ka = k * arm.get('short', 1)
                if 'hand' in arm:
                    elbow, wrist = reach(s, arm['hand'], UPPER_ARM * ka, FOREARM * ka, arm.get('elbow', 1))
                else:
                    elbow = go(s, arm['upper'], UPPER_ARM * ka)
                    wrist = go(elbow, arm['fore'], FOREARM * ka * arm.get('short_fore', 1))
                setattr(self, side + '_elbow', elbow)
                setattr(self, side + '_wrist', wrist)
                hd = arm.get('palm', angle_of(elbow, wrist))
                tip = go(wrist, hd, HAND * k)
                # Short sleeve: the upper arm is cloth to four fifths.
                hem = go(s, angle_of(s, elbow), UPPER_ARM * ka * .72)
                p[side + '_forearm'] = (capsule(hem, elbow, 9.6 * k, 9.2 * k) + capsule(elbow, wrist, R_FORE[0] * k, R_FORE[1] * k)
                                        + capsule(wrist, tip, R_HAND[0] * k, R_HAND[1] * k), 'skin' + far)
                upper = capsule(s, hem, R_UPPER[0] * k, 10.8 * k)
                if wear == 'day':
                    p[side + '_sleeve'] = (upper, top if top != 'top' else top + far)
                else:
                    p[side + '_forearm'] = (upper + p[side + '_forearm'][0], 'skin' + far)

    def at(self, t):
        i = max(0, min(len(self.spine) - 1, t * (len(self.spine) - 1)))
        j = int(i)
        a, b = self.spine[j], self.spine[min(j + 1, len(self.spine) - 1)]
        return (a[0] + (b[0] - a[0]) * (i - j), a[1] + (b[1] - a[1]) * (i - j))

    def dir_at(self, t):
        return self.dirs[max(0, min(len(self.dirs) - 1, round(t * (len(self.dirs) - 1))))]

    def off(self, t, d):
        """A point beside the spine, d units toward the front."""
        return go(self.at(t), self.dir_at(t) - 90 * self.face, d * self.k)

    def skin_back(self, t, extra=0):
        return self.off(t, -profile(BACK, t) - extra)

    def front(self, t):
        """How far the front is from the spine; a breath lifts the belly."""
        return profile(FRONT, t) + self.belly * max(0, 1 - abs(t - .38) / .36)

    def slab(self, t0, t1):
        m = 6 if t1 - t0 > .5 else 2
        ts = [t0 + (t1 - t0) * i / m for i in range(m + 1)]
        front = smooth([self.off(t, self.front(t)) for t in ts], closed=False)
        back = smooth([self.off(t, -profile(BACK, t)) for t in reversed(ts)], closed=False)
        if self.face > 0:  # every outline runs clockwise, or overlaps would cancel
            front = smooth([self.off(t, -profile(BACK, t)) for t in ts], closed=False)
            back = smooth([self.off(t, self.front(t)) for t in reversed(ts)], closed=False)
        return front + 'L' + back[1:] + 'Z'

    def local(self, u, v):
        """Head frame: u toward the face, v toward the crown."""
        a = go(self.head_at, self.head_dir, v * self.k)
        return go(a, self.head_dir - 90 * self.face, u * self.k)

    def head_path(self):
        pts = [(0, 25), (-12, 22), (-20, 12), (-21, 0), (-15, -12), (-5, -17), (5, -21), (14, -22.5), (17.5, -17),
               (18, -11.5), (22.8, -6.5), (20, 0), (18.6, 7), (17, 15), (10, 22.5)]
        return smooth([self.local(*q) for q in pts])

    def hair_path(self):
        pts = [(17.8, 11), (16.5, 19), (9, 25.5), (-1, 27.5), (-13, 24.5), (-22, 14), (-23, 0), (-17, -11), (-11.5, -12),
               (-9, -3), (-4.5, 3), (1, 6), (3, 12), (10, 12.5)]
        return smooth([self.local(*q) for q in pts])

    def face_lines(self):
        eye = smooth([self.local(8.4, 1.6), self.local(11, -.2), self.local(14.2, 1.4)], closed=False)
        mouth = smooth([self.local(16.6, -13.6), self.local(14, -15.2), self.local(11.6, -13.6)], closed=False)
        ear = smooth([self.local(-5.6, 2), self.local(-1.8, .6), self.local(-1.6, -4), self.local(-5, -6.4)], closed=False)
        return eye + mouth + ear

    def foot(self, ankle, d):
        k, f = self.k, self.face
        loc = lambda u, v: go(go(ankle, d, u * k), d + 90 * f, (v - 12) * k)
        return (capsule(loc(0, 12), loc(12, 6.4), 8.2 * k, 6.2 * k) + capsule(loc(-5, 6.6), loc(21, 4.8), 6.6 * k, 4.8 * k))


ORDER = ['far_forearm', 'far_sleeve', 'far_foot', 'far_leg', 'far_shorts', 'neck', 'torso', 'head', 'hair', 'face',
         'near_foot', 'near_leg', 'near_shorts', 'near_forearm', 'near_sleeve']


def draw(pose, skip=(), order=ORDER, only=None):
    b = Body(pose)
    out = []
    for name in order:
        if name in skip or (only and name not in only):
            continue
        if name == 'face':
            out.append(path(b.face_lines(), width=2))
        elif name in b.parts:
            d, paint = b.parts[name]
            out.append(path(d, paint))
    return out


def ghost(pose, only):
    """Where the limbs were: dotted, drawn first so that it stays behind."""
    b = Body(pose)
    return [path(b.parts[k][0], None, ' stroke-dasharray="1 6" opacity=".5"', width=2.4) for k in ORDER if k in only and k in b.parts]
