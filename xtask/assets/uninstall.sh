#!/bin/sh
# Takes Lumbar away again from where install.sh put it. Your diary and settings stay.
set -eu
if [ -z "${PREFIX:-}" ]; then
  if [ "$(id -u)" = 0 ]; then PREFIX=/usr/local; else PREFIX="$HOME/.local"; fi
fi
id=app.lumbar.Lumbar
program="$PREFIX/bin/lumbar"
if [ "$PREFIX" = "$HOME/.local" ]; then units="$PREFIX/share/systemd/user"; else units="$PREFIX/lib/systemd/user"; fi

# Your own program ends first. It refuses while something is on your body, and then nothing is taken away.
if [ -x "$program" ]; then
  code=0
  said=$("$program" quit 2>&1) || code=$?
  # 3: it does not run.
  if [ "$code" != 0 ] && [ "$code" != 3 ]; then
    [ -z "$said" ] || printf '%s\n' "$said" >&2
    echo "Lumbar was not taken away. Take off what is on, then run this again." >&2
    exit 1
  fi
fi

# What starts it at login, if it starts this one.
start="${XDG_CONFIG_HOME:-$HOME/.config}/autostart/Lumbar.desktop"
quoted=\"$(printf '%s' "$program" | sed 's/["`$\\]/\\&/g; s/\\/\\\\/g; s/%/%%/g')\"
if [ -f "$start" ]; then
  while IFS= read -r line; do
    case "$line" in
    "Exec=$program "* | "Exec=$quoted "*)
      rm -f "$start"
      break
      ;;
    esac
  done <"$start"
fi

rm -f "$program" "$PREFIX/bin/lumbar-window" "$PREFIX/share/applications/$id.desktop" \
  "$PREFIX/share/metainfo/$id.metainfo.xml" "$PREFIX/share/man/man1/lumbar.1" "$PREFIX/share/man/man1/lumbar-window.1" \
  "$PREFIX/share/bash-completion/completions/lumbar" "$PREFIX/share/zsh/site-functions/_lumbar" \
  "$PREFIX/share/fish/vendor_completions.d/lumbar.fish" "$units/lumbar.service"
rm -rf "$PREFIX/share/doc/lumbar" "$PREFIX/share/doc/lumbar-window"
icons="$PREFIX/share/icons/hicolor"
if [ -d "$icons" ]; then
  find "$icons" -type f -name "$id.*" -exec rm -f {} +
  # A cache that lists no icon any more was made by install.sh; another one is written anew.
  if [ -z "$(find "$icons" -type f ! -name icon-theme.cache)" ]; then
    rm -f "$icons/icon-theme.cache"
  elif command -v gtk-update-icon-cache >/dev/null 2>&1; then
    gtk-update-icon-cache -qtf "$icons" || true
  fi
fi
if command -v update-desktop-database >/dev/null 2>&1 && [ -d "$PREFIX/share/applications" ]; then
  update-desktop-database "$PREFIX/share/applications" || true
  # Without an entry it lists nothing.
  cache="$PREFIX/share/applications/mimeinfo.cache"
  if [ -f "$cache" ] && ! grep -q = "$cache"; then rm -f "$cache"; fi
fi
# Folders that install.sh may have made, where they hold nothing now.
for size in 32x32 64x64 128x128 128x128@2x 256x256 512x512 scalable; do
  rmdir "$icons/$size/apps" "$icons/$size" 2>/dev/null || true
done
for folder in icons/hicolor icons applications metainfo man/man1 man bash-completion/completions bash-completion \
  zsh/site-functions zsh fish/vendor_completions.d fish doc systemd/user systemd; do
  rmdir "$PREFIX/share/$folder" 2>/dev/null || true
done
echo "Lumbar is gone from $PREFIX; your data is still in ${XDG_DATA_HOME:-$HOME/.local/share}/lumbar."
