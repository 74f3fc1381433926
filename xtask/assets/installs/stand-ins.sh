#!/bin/sh
# Lets dnf install for the system that it runs on, though that is a Debian: for the libraries, which came by apt, it makes
# packages without files. What these say they provide is what rpm itself reads from the libraries, not what Lumbar asks for.
#
#   stand-ins.sh FOLDER PROGRAM…      FOLDER becomes a repository; PROGRAM names the libraries
set -eu
folder=$1
shift
mkdir -p "$folder"
# $1: its name, $2: what it provides, a line each.
stand_in() {
  {
    printf 'Name: stand-in-%s\nVersion: 1\nRelease: 1\nSummary: Stands in for a file of Debian\nLicense: none\n' "$1"
    printf '%s\n' "$2" | sed 's/^/Provides: /'
    printf '%%description\nNothing is in it.\n%%files\n'
  } >"/tmp/$1.spec"
  rpmbuild -bb --quiet --target "$(uname -m)" --define "_rpmdir $folder" "/tmp/$1.spec" >/dev/null 2>&1
}

for library in $(ldd "$@" | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p; s/^\t\(\/[^ ]*\) .*/\1/p' | sort -u); do
  stand_in "$(basename "$library")" "$(readlink -f "$library" | /usr/lib/rpm/elfdeps --provides)"
done
stand_in sh /bin/sh
mkdir -p /etc/yum.repos.d
createrepo_c --quiet "$folder"
cat >/etc/yum.repos.d/stand-ins.repo <<END
[stand-ins]
name=stand-ins
baseurl=file://$folder
gpgcheck=0
END
