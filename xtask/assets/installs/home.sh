#!/bin/sh
# Plays a person without an administrator, who installs the archive into a home with a strange name, updates it with a pack on,
# and takes it away again. For a system that is thrown away after.
#
#   home.sh ARCHIVE
set -eu
archive=$1
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
# shellcheck disable=SC2016 # It is a name that could be taken for something else, and must not be.
home='/home/h|o m"e\x$y'
path="$home/.local/bin:$path"
program_file="$home/.local/bin/lumbar"
entry="$home/.local/share/applications/app.lumbar.Lumbar.desktop"

nothing_of_it() { [ -z "$(find "$home" -iname '*lumbar*' -not -path '*/unpacked/*' -not -path '*/.local/share/lumbar*' -not -path '*/.local/state/lumbar*')" ]; }
same() { [ "$(program) $(guard)" = "$before" ]; }
old_file() { [ "$(readlink "/proc/$(program)/exe")" = "$program_file (deleted)" ]; }
answers() { as_person lumbar status >/dev/null 2>&1; }

person_arrives
as_person mkdir "$home/unpacked"
as_person tar -C "$home/unpacked" --strip-components=1 -xzf "$archive"

echo "== a home named $home"
says sh "$home/unpacked/install.sh"
must "it is installed" [ "$code" = 0 ]
says lumbar --version
must "it runs" [ "$code" = 0 ]
if command -v gio >/dev/null; then
  says gio launch "$entry"
  must "the menu entry starts it" within_a_minute answers
  says lumbar quit
  must "it ends" within_a_minute none
fi
says lumbar questions cold-20-20 --adult --signs none --told none
puts_a_pack_on lumbar
says lumbar settings set start-at-login on
must "it starts at login" grep -q "^Exec=.*lumbar" "$home/.config/autostart/Lumbar.desktop"
says sh "$home/unpacked/uninstall.sh"
must "it refuses" [ "$code" = 1 ]
said "not taken away"
must "the pack is still on" is_on lumbar

before="$(program) $(guard)"
says sh "$home/unpacked/install.sh"
must "it is installed again" [ "$code" = 0 ]
must "the same processes run, program and guard" same
must "they keep their old file" old_file
must "the pack is still on" is_on lumbar
crash "$program_file"

says lumbar off
says sh "$home/unpacked/uninstall.sh"
must "it is taken away" [ "$code" = 0 ]
must "no process of it is left" within_a_minute none
must "no file of it is left but the diary and the log" nothing_of_it
must "the diary is still there" [ -s "$home/.local/share/lumbar/lumbar.db" ]
echo "$passed passed, 0 failed"
