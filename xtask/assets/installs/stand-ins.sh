#!/bin/sh
# Lets dnf install for the system that it runs on, though that is a Debian: for the libraries, which came by apt, it makes
# packages without files. What these say they provide is what rpm itself reads from the libraries, not what Lumbar asks for.
#
#   stand-ins.sh FOLDER PROGRAM…      FOLDER becomes a repository; PROGRAM names the libraries
set -eu
folder=$1
shift
mkdir -p "$folder"
for library in $(ldd "$@" | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p; s/^\t\(\/[^ ]*\) .*/\1/p' | sort -u); do
  name=stand-in-$(basename "$library" | tr -c 'a-zA-Z0-9._\n' -)
  {
    printf 'Name: %s\nVersion: 1\nRelease: 1\nSummary: Stands in for a library\nLicense: none\n' "$name"
    readlink -f "$library" | /usr/lib/rpm/elfdeps --provides | sed 's/^/Provides: /'
    printf '%%description\nNothing is in it.\n%%files\n'
  } >"/tmp/$name.spec"
  rpmbuild -bb --quiet --target "$(uname -m)" --define "_rpmdir $folder" "/tmp/$name.spec"
done
createrepo_c --quiet "$folder"
cat >/etc/yum.repos.d/stand-ins.repo <<END
[stand-ins]
name=stand-ins
baseurl=file://$folder
gpgcheck=0
END
