# shellcheck shell=sh
# What both plays share. Needs no more than sh, coreutils, grep, sed, util-linux, and /proc.

home=/home/ann
# Where the person's programs are.
path=/usr/bin:/bin

# A person who has no account here yet.
person_arrives() {
  useradd --home-dir "$home" --create-home --shell /bin/sh ann
  mkdir -p /run/user
  install -d -m 700 -o ann /run/user/ann
}

# Runs words as that person, in nothing but what a login gives.
as_person() {
  setpriv --reuid ann --regid "$(id -g ann)" --clear-groups env -i HOME="$home" USER=ann PATH="$path" LANG=C.UTF-8 \
    XDG_RUNTIME_DIR=/run/user/ann ${DISPLAY:+DISPLAY="$DISPLAY"} NO_AT_BRIDGE=1 "$@"
}

# Runs and shows words of the person, and keeps what was said in $said and how it ended in $code.
says() {
  echo "\$ $*"
  code=0
  said=$(cd / && as_person "$@" 2>&1 </dev/null) || code=$?
  [ -z "$said" ] || printf '%s\n' "$said" | sed 's/^/    /'
}

passed=0
ok() {
  passed=$((passed + 1))
  echo "  ok: $*"
}

fail() {
  echo "  NOT SO: $*"
  processes | sed 's/^/    /'
  echo "$passed passed, 1 failed"
  exit 1
}

# Holds when the rest of the words does.
must() {
  what=$1
  shift
  if "$@"; then ok "$what"; else fail "$what"; fi
}

# This is in what the last words said.
said() {
  case "$said" in
  *"$1"*) ok "it says: $1" ;;
  *) fail "it says: $1" ;;
  esac
}

# Waits until words hold, a minute at most.
within_a_minute() {
  tries=0
  until "$@"; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || return 1
    sleep 0.2
  done
}

# The processes of Lumbar: number, program file, words.
processes() {
  for process in /proc/[0-9]*; do
    file=$(readlink "$process/exe" 2>/dev/null) || continue
    case "$file" in
    */lumbar | */lumbar-window | */lumbar\ \(deleted\) | */lumbar-window\ \(deleted\))
      echo "${process#/proc/} $file: $(tr '\0' ' ' <"$process/cmdline")"
      ;;
    esac
  done
}

# The number of the one that keeps the time, of its guard, of the window.
program() { processes | sed -n 's/^\([0-9]*\) .*: .*lumbar run .*/\1/p'; }
guard() { processes | sed -n 's/^\([0-9]*\) .*: .*lumbar guard .*/\1/p'; }
window() { processes | sed -n 's/^\([0-9]*\) [^:]*lumbar-window.*/\1/p'; }
runs() { [ -n "$(program)" ] && [ -n "$(guard)" ]; }
none() { [ -z "$(processes)" ]; }
is_window() { [ -n "$(window)" ]; }

# A pack is on, as this copy of the program is told.
is_on() { as_person "$1" status --json 2>/dev/null | grep -q '"phase":"running"'; }

# $1: the program that is asked.
puts_a_pack_on() {
  says "$1" start cold-20-20 --anyway
  said "ready when you are"
  says "$1" on
  said "on, 20 min left"
  must "program and guard run" within_a_minute runs
}

takes_it_off_and_quits() {
  says "$1" off
  must "it is off" [ "$code" = 0 ]
  # It was on for seconds, so the routine waits for it to be put on again.
  says "$1" stop
  says "$1" quit
  must "no process of it is left" within_a_minute none
}

another() { [ -n "$(program)" ] && [ "$(program)" != "$old" ]; }

# A crash: the guard must bring back what was on, with the program at this place.
crash() {
  old=$(program)
  echo "# kill -9 $old"
  kill -9 "$old"
  must "the guard starts another" within_a_minute another
  must "the pack is still on" within_a_minute is_on "$1"
  must "it runs the file that is there now" [ "$(readlink "/proc/$(program)/exe")" = "$1" ]
  says "$1" status
  said "on, "
}
