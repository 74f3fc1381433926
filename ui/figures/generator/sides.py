"""Owns left and right: always the person's own, whichever way we look, and the proof that a drawing shows what it says.

A figure for one side says which side its function draws (`@figure(..., side='right')`). While it is drawn, each place that
depends on the side comes from a function here, so it is noted; draw.py refuses a figure whose places and word differ.
In the file every such figure shows the left side: one drawn for the right is turned over. Pages turn it again for the right.
"""

# What the figure that is being drawn has shown so far.
shown = set()


def _noted(side):
    shown.add(side)
    return side


def near(pose):
    """From the side (and lying on the side, from above): whose limb is the near one. Facing right, the right one is nearer to us."""
    return _noted('right' if pose.get('face', 1) > 0 else 'left')


def far(pose):
    """From the side: whose limb is the far one."""
    return _noted('left' if pose.get('face', 1) > 0 else 'right')


def behind(side):
    """From behind, head up, as in every round window: the person's left is on the left of the picture. Gives -1 or 1 for x."""
    return {'left': -1, 'right': 1}[_noted(side)]


def on_the_back(side):
    """From above, on the back, head to the left of the picture: the person's left is above. Gives -1 or 1 for y."""
    return {'left': -1, 'right': 1}[_noted(side)]


def on_the_front(side):
    """From above, on the front, head to the left of the picture: the person's left is below. Gives -1 or 1 for y."""
    return -{'left': -1, 'right': 1}[_noted(side)]


def left_side_up(items, side):
    """The body of a file that shows the left side: turned over where the other side was drawn."""
    turned = ' transform="matrix(-1 0 0 1 480 0)"' if side == 'right' else ''
    return f'<g data-side="left"{turned}>' + items + '</g>'
