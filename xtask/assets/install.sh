#!/bin/sh
# Installs Lumbar from this folder: for everyone under /usr/local as root, else for you under ~/.local. PREFIX changes it.
# A program that runs keeps its old file; the new one takes over by itself once nothing is on your body.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
if [ -z "${PREFIX:-}" ]; then
  if [ "$(id -u)" = 0 ]; then PREFIX=/usr/local; else PREFIX="$HOME/.local"; fi
fi
case "$PREFIX" in
/*) ;;
*)
  echo "PREFIX must be a whole path that begins with /, and is: $PREFIX" >&2
  exit 1
  ;;
esac
id=app.lumbar.Lumbar
if [ "$PREFIX" = "$HOME/.local" ]; then units="$PREFIX/share/systemd/user"; else units="$PREFIX/lib/systemd/user"; fi
program="$PREFIX/bin/lumbar"
# As the desktop reads a quoted argument: what means something there gets a backslash, and every backslash is doubled.
entry=\"$(printf '%s' "$program" | sed 's/["`$\\]/\\&/g; s/\\/\\\\/g; s/%/%%/g')\"
# As systemd reads one.
unit=\"$(printf '%s' "$program" | sed 's/["\\]/\\&/g; s/%/%%/g; s/\$/$$/g')\"

mkdir -p "$PREFIX/bin" "$PREFIX/share/applications" "$units"
for name in lumbar lumbar-window; do
  # Beside and over: a running program keeps its old file.
  cp "$here/bin/$name" "$PREFIX/bin/.$name.new"
  chmod 755 "$PREFIX/bin/.$name.new"
  mv -f "$PREFIX/bin/.$name.new" "$PREFIX/bin/$name"
done
for folder in "$here"/share/*; do
  [ "$folder" = "$here/share/applications" ] || cp -R "$folder" "$PREFIX/share/"
done

# Writes a file anew with another program, line by line: a path may hold what would mean something to sed.
rewrite() {
  while IFS= read -r line; do
    case "$line" in
    "$2"*) printf '%s%s%s\n' "$3" "$4" "${line#"$2"}" ;;
    *) printf '%s\n' "$line" ;;
    esac
  done <"$1"
}
# The menu and systemd find the program also where its folder is not in the path.
rewrite "$here/share/applications/$id.desktop" Exec=lumbar Exec= "$entry" >"$PREFIX/share/applications/$id.desktop"
rewrite "$here/lib/systemd/user/lumbar.service" ExecStart=/usr/bin/lumbar ExecStart= "$unit" >"$units/lumbar.service"

if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database "$PREFIX/share/applications" || true; fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then gtk-update-icon-cache -qtf "$PREFIX/share/icons/hicolor" || true; fi
echo "Lumbar is in $PREFIX. It needs WebKitGTK 4.1 for its window and ALSA for sound:"
echo "  Debian, Ubuntu: libwebkit2gtk-4.1-0 libasound2t64 (before Debian 13 and Ubuntu 24.04: libasound2)"
echo "  Fedora: webkit2gtk4.1 alsa-lib · Arch: webkit2gtk-4.1 alsa-lib"
case ":$PATH:" in
*":$PREFIX/bin:"*) ;;
*) echo "To type \"lumbar\" in a terminal, put $PREFIX/bin into your PATH." ;;
esac
