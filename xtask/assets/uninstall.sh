#!/bin/sh
# Takes Lumbar away again from where install.sh put it. Your diary and settings stay.
set -eu
if [ -z "${PREFIX:-}" ]; then
  if [ "$(id -u)" = 0 ]; then PREFIX=/usr/local; else PREFIX="$HOME/.local"; fi
fi
rm -f "$PREFIX/bin/lumbar" "$PREFIX/bin/lumbar-window" "$PREFIX/share/applications/app.lumbar.Lumbar.desktop"
find "$PREFIX/share/icons/hicolor" -type f -name 'app.lumbar.Lumbar.*' -delete 2>/dev/null || true
echo "Lumbar is gone from $PREFIX; your data is still in ~/.local/share/lumbar."
