#!/bin/sh
# Plays a person who installs, updates and removes the packages with a pack on. For a system that is thrown away after:
# it installs, makes an account, and kills.
#
#   packages.sh deb|rpm FOLDER      FOLDER/1 and FOLDER/2 hold the packages of two revisions
#
# With DISPLAY set the window is opened as well.
set -eu
kind=$1
packages=$2
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
work=$(mktemp -d)

# Which packages there are, one a line.
listed() {
  case $kind in
  deb) dpkg-query -W -f '${db:Status-Abbrev} ${Package} ${Version}\n' | sed -n 's/^ii *//p' ;;
  rpm) rpm -qa --qf '%{NAME} %{VERSION}-%{RELEASE}\n' ;;
  esac | sort
}

# Runs words of the administrator, and tells which packages came and went. Many are counted, and the telling ones named.
root() {
  echo "# $*" | sed "s|$packages/|./|g"
  listed >"$work/before"
  "$@" >"$work/said" 2>&1 </dev/null || {
    cat "$work/said"
    fail "$*"
  }
  listed >"$work/after"
  comm -13 "$work/before" "$work/after" >"$work/came"
  comm -23 "$work/before" "$work/after" | sed 's/^/    - /'
  if [ "$(wc -l <"$work/came")" -le 6 ]; then
    sed 's/^/    + /' "$work/came"
  else
    echo "    + $(wc -l <"$work/came") packages, among them"
    grep -E '^(stand-in-)?(lumbar|libasound|libgtk-3|libwebkit|gtk3|webkit|alsa)' "$work/came" | sed 's/^/    + /'
  fi
}

# The file of a package: its revision and its name.
file() {
  case $kind in
  deb) echo "$packages/$1/$2"_*.deb ;;
  rpm) echo "$packages/$1/$2"-[0-9]*.rpm ;;
  esac
}

put() {
  case $kind in
  deb) root apt-get install -y --no-install-recommends "$@" ;;
  rpm) root dnf install -y --nogpgcheck --setopt=install_weak_deps=False "$@" ;;
  esac
}

# An update: apt from the files, dnf from a folder that createrepo made a repository.
update() {
  case $kind in
  deb)
    files=
    for name in "$@"; do files="$files $(file 2 "$name")"; done
    # shellcheck disable=SC2086
    put $files
    ;;
  rpm) root dnf upgrade -y --nogpgcheck --setopt=install_weak_deps=False --repofrompath="lumbar,file://$packages/2" "$@" ;;
  esac
}

take() {
  case $kind in
  deb) root apt-get remove -y "$@" ;;
  rpm) root dnf remove -y --noautoremove "$@" ;;
  esac
}

revision_is() {
  listed | grep -qE "^$1 [0-9.]+-$2$"
}

has_web_engine() { listed | grep -qi webkit; }
no_web_engine() { ! has_web_engine; }
# Files of it below the folders that packages write to. An .rpm leaves its folder for papers behind, empty: cargo-generate-rpm
# 0.21 makes no folder that belongs to a package.
left() { find /usr /etc /var/lib/systemd -ipath '*lumbar*' ! -type d 2>/dev/null || true; }
nothing_left() { [ -z "$(left)" ]; }
same() { [ "$(program) $(guard)" = "$before" ]; }
old_file() { [ "$(readlink "/proc/$(program)/exe")" = "/usr/bin/lumbar (deleted)" ]; }

background_alone() {
  echo "== the background program alone"
  put "$(file 1 lumbar)"
  must "no web engine came along" no_web_engine
  says lumbar --version
  must "it runs" [ "$code" = 0 ]
  DISPLAY=${DISPLAY:-:none} says lumbar
  said "its window is not installed"
  says lumbar questions cold-20-20 --adult --signs none --told none
  puts_a_pack_on lumbar
  before="$(program) $(guard)"
  update lumbar
  must "revision 2 is installed" revision_is lumbar 2
  must "the same processes run, program and guard" same
  must "they keep their old file" old_file
  must "the pack is still on" is_on lumbar
  says lumbar status
  crash /usr/bin/lumbar
  # What the program itself cannot say any more, a copy of it asks.
  cp /usr/bin/lumbar "$work/lumbar"
  chmod 755 "$work" "$work/lumbar"
  before="$(program) $(guard)"
  take lumbar
  must "the same processes run, program and guard" same
  must "the pack is still on" is_on "$work/lumbar"
  must "no file of it is left" nothing_left
  takes_it_off_and_quits "$work/lumbar"
  must "the diary is still there" [ -s "$home/.local/share/lumbar/lumbar.db" ]
}

with_window() {
  echo "== with the window"
  put "$(file 1 lumbar)" "$(file 1 lumbar-window)"
  must "the web engine came along" has_web_engine
  puts_a_pack_on lumbar
  if [ -n "${DISPLAY:-}" ]; then
    says lumbar
    must "the window opens" within_a_minute is_window
    # It could still end over something that it lacks.
    sleep "${LOOK_AT_IT:-5}"
    must "the window stays" is_window
    old_window=$(window)
  fi
  before="$(program) $(guard)"
  update lumbar lumbar-window
  must "revision 2 of lumbar is installed" revision_is lumbar 2
  must "revision 2 of lumbar-window is installed" revision_is lumbar-window 2
  must "the same processes run, program and guard" same
  must "they keep their old file" old_file
  if [ -n "${DISPLAY:-}" ]; then must "the same window is open" [ "$(window)" = "$old_window" ]; fi
  must "the pack is still on" is_on lumbar
  crash /usr/bin/lumbar
  take lumbar-window
  must "without its window the pack is still on" is_on /usr/bin/lumbar
  takes_it_off_and_quits lumbar
  take lumbar
  must "no file of it is left" nothing_left
}

person_arrives
background_alone
with_window
echo "$passed passed, 0 failed"
