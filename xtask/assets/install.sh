#!/bin/sh
# Installs Lumbar from this folder: for everyone under /usr/local as root, else for you under ~/.local. PREFIX changes it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
if [ -z "${PREFIX:-}" ]; then
  if [ "$(id -u)" = 0 ]; then PREFIX=/usr/local; else PREFIX="$HOME/.local"; fi
fi
mkdir -p "$PREFIX/bin" "$PREFIX/share/applications"
for program in lumbar lumbar-window; do
  # Beside and over: a running program keeps its old file.
  cp "$here/bin/$program" "$PREFIX/bin/.$program.new"
  chmod 755 "$PREFIX/bin/.$program.new"
  mv -f "$PREFIX/bin/.$program.new" "$PREFIX/bin/$program"
done
cp -R "$here/share/icons" "$PREFIX/share/"
# The menu finds the program also where its folder is not in the path.
sed "s|^Exec=lumbar|Exec=\"$PREFIX/bin/lumbar\"|" "$here/share/applications/app.lumbar.Lumbar.desktop" \
  >"$PREFIX/share/applications/app.lumbar.Lumbar.desktop"
if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database "$PREFIX/share/applications" || true; fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then gtk-update-icon-cache -qtf "$PREFIX/share/icons/hicolor" || true; fi
echo "Lumbar is in $PREFIX. It needs WebKitGTK 4.1 for its window and ALSA for sound:"
echo "  Debian, Ubuntu: libwebkit2gtk-4.1-0 libasound2 · Fedora: webkit2gtk4.1 alsa-lib · Arch: webkit2gtk-4.1 alsa-lib"
