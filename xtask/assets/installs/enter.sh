#!/bin/sh
# Runs words in a new system, as its root and in name spaces that `unshare --mount --pid --fork` made:
#
#   enter.sh FOLDER WORDS…      SCREEN is the display that its windows open on, LOOK_AT_IT how long one stays open, s
set -eu
system=$1
shift
mount -t proc proc "$system/proc"
mount --rbind /dev "$system/dev"
mount -t tmpfs tmpfs "$system/dev/shm"
mount -t tmpfs tmpfs "$system/run"
if [ -d /tmp/.X11-unix ]; then
  mkdir -p "$system/tmp/.X11-unix"
  mount --bind /tmp/.X11-unix "$system/tmp/.X11-unix"
fi
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
  ${SCREEN:+DISPLAY="$SCREEN"} ${LOOK_AT_IT:+LOOK_AT_IT="$LOOK_AT_IT"} chroot "$system" "$@"
