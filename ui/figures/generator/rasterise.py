"""Makes every bitmap of the icons: PNG, ICO, ICNS, the tray sheet in docs/. Needs rsvg-convert; run after icons.py changed."""
import pathlib
import struct
import subprocess
import zlib

from icons import ICONS, TRAY, app, files, svg

DOCS = ICONS.parent / 'docs'
APP = {'32x32': 32, '64x64': 64, '128x128': 128, '128x128@2x': 256, '256x256': 256, '512x512': 512, 'icon': 512}
ICO = (16, 24, 32, 48, 64, 256)
ICNS = (('icp4', 16), ('icp5', 32), ('ic11', 32), ('ic12', 64), ('ic07', 128), ('ic13', 256), ('ic08', 256), ('ic14', 512), ('ic09', 512), ('ic10', 1024))
TRAY_SIZES = (16, 22, 24, 32, 48)
PANELS = ('#ffffff', '#f0ece4', '#808080', '#3a3d42', '#000000')


def png(text, size):
    return subprocess.run(['rsvg-convert', '-w', str(size), '-h', str(size)], input=text.encode(), capture_output=True, check=True).stdout


def pixels(data):
    """The rows of an 8-bit RGBA picture."""
    at, idat, w, h = 8, b'', 0, 0
    while at < len(data):
        length, kind = struct.unpack('>I4s', data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        if kind == b'IHDR':
            w, h, depth, colour = struct.unpack('>IIBB', body[:10])
            if (depth, colour) != (8, 6):
                raise ValueError(f'expected 8-bit RGBA, got depth {depth}, colour type {colour}')
        elif kind == b'IDAT':
            idat += body
        at += length + 12
    raw, rows, prev = zlib.decompress(idat), [], bytes(w * 4)
    for y in range(h):
        how, line = raw[y * (w * 4 + 1)], bytearray(raw[y * (w * 4 + 1) + 1:(y + 1) * (w * 4 + 1)])
        for i in range(w * 4):
            a, b, c = (line[i - 4] if i > 3 else 0), prev[i], (prev[i - 4] if i > 3 else 0)
            if how == 4:
                p = a + b - c
                add = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            else:
                add = (0, a, b, (a + b) // 2)[how]
            line[i] = (line[i] + add) & 255
        rows.append(bytes(line))
        prev = rows[-1]
    return w, h, rows


def ico(text):
    """Old readers take only the 256 layer as PNG, so the others are bitmaps with a mask."""
    layers = []
    for size in ICO:
        data = png(text, size)
        if size < 256:
            w, h, rows = pixels(data)
            colour = b''.join(bytes(b for i in range(0, w * 4, 4) for b in (r[i + 2], r[i + 1], r[i], r[i + 3])) for r in reversed(rows))
            stride = (w + 31) // 32 * 4
            mask = b''
            for r in reversed(rows):
                bits = int(''.join('1' if r[i * 4 + 3] < 128 else '0' for i in range(w)).ljust(stride * 8, '0'), 2)
                mask += bits.to_bytes(stride, 'big')
            data = struct.pack('<IiiHHIIiiII', 40, w, h * 2, 1, 32, 0, len(colour) + len(mask), 0, 0, 0, 0) + colour + mask
        layers.append((size, data))
    head, at = struct.pack('<HHH', 0, 1, len(layers)), 6 + 16 * len(layers)
    for size, data in layers:
        head += struct.pack('<BBBBHHII', size % 256, size % 256, 0, 0, 1, 32, len(data), at)
        at += len(data)
    return head + b''.join(d for _, d in layers)


def icns(text):
    body = b''.join(kind.encode() + struct.pack('>I', len(data) + 8) + data for kind, data in ((k, png(text, s)) for k, s in ICNS))
    return b'icns' + struct.pack('>I', len(body) + 8) + body


def tray_sheet():
    """Every state at 16, 22, 24 and 32 px on panels from white to black, at true size, and the two smallest three times as large."""
    out, y = [], 0
    for panel in PANELS:
        x, row = 12, ''
        for zoom in (1, 3):
            for size in TRAY_SIZES[:4] if zoom == 1 else (16, 22):
                for state in TRAY:
                    small = (ICONS / 'tray' / f'{state}-{size}.png').read_bytes()
                    shown = size * zoom
                    row += (f'<image x="{x}" y="{y + 56 - shown / 2:g}" width="{shown}" height="{shown}" image-rendering="pixelated" '
                            f'href="data:image/png;base64,{base64(small)}"/>')
                    x += shown + 8
                x += 10
        out.append((panel, y, row, x))
        y += 112
    width = max(o[3] for o in out)
    body = ''.join(f'<rect y="{oy}" width="{width}" height="112" fill="{panel}"/>{row}' for panel, oy, row, _ in out)
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{y}">{body}</svg>'


def base64(data):
    from base64 import b64encode
    return b64encode(data).decode()


def main():
    for f, text in files().items():
        f.parent.mkdir(parents=True, exist_ok=True)
        f.write_text(text, encoding='utf-8', newline='\n')
    mark = svg(app(), 'Lumbar')
    for name, size in APP.items():
        (ICONS / f'{name}.png').write_bytes(png(mark, size))
    (ICONS / 'icon.ico').write_bytes(ico(mark))
    # The dock of macOS expects air round the plate.
    (ICONS / 'icon.icns').write_bytes(icns(svg(app(), 'Lumbar', '-7.5 -7.5 79 79')))
    for state, (title, body) in TRAY.items():
        for size in TRAY_SIZES:
            (ICONS / 'tray' / f'{state}-{size}.png').write_bytes(png(svg(body, title), size))
    subprocess.run(['rsvg-convert', '-o', str(DOCS / 'tray.png')], input=tray_sheet().encode(), check=True)


if __name__ == '__main__':
    main()
