#!/usr/bin/env bash
# Asterisk in a folder of its own, as the office's PBX for `make test-asterisk`. Debian's stable
# suites have none, so a small Debian of a suite that has it is put into the folder named by $1,
# from wherever this machine gets its packages. Needs root and debootstrap. Nothing of this machine
# is mounted into it: /proc is, while packages are installed, in a mount namespace that ends with
# the command, so the folder can be deleted at any time.
set -euo pipefail
box=$1
suite=${ASTERISK_SUITE:-sid}

if [ -x "$box/usr/sbin/asterisk" ] && [ -e "$box/.complete" ]; then exit 0; fi
if [ "$(id -u)" != 0 ]; then
  echo "Asterisk is put into a folder by debootstrap, which needs root." >&2
  exit 1
fi
if ! command -v debootstrap >/dev/null; then
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
fi

mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' |
  grep -v -e security -e file: | head -n 1)
if [ -z "$mirror" ]; then
  echo "apt on this machine names no Debian archive." >&2
  exit 1
fi

rm -rf --one-file-system "$box"
mkdir -p "$box"
echo "Putting Debian $suite with Asterisk into $box" >&2
debootstrap --variant=minbase "$suite" "$box" "$mirror" >"$box.log" 2>&1 ||
  { tail -n 5 "$box.log" >&2; exit 1; }
printf '#!/bin/sh\nexit 101\n' >"$box/usr/sbin/policy-rc.d"
chmod +x "$box/usr/sbin/policy-rc.d"
# An archive that stands still serves a Release file whose time is over; its signature still counts.
cat >"$box/etc/apt/apt.conf.d/99box" <<'END'
Acquire::Check-Valid-Until "false";
Acquire::Languages "none";
APT::Install-Recommends "false";
END
unshare --mount --propagation private bash -c '
  mount -t proc proc "$1/proc"
  export DEBIAN_FRONTEND=noninteractive LC_ALL=C
  chroot "$1" apt-get update -qq
  chroot "$1" apt-get install -y -qq asterisk
  chroot "$1" apt-get clean
  rm -rf "$1"/var/lib/apt/lists/*
' box "$box" >>"$box.log" 2>&1 || { tail -n 5 "$box.log" >&2; exit 1; }
touch "$box/.complete"
chroot "$box" asterisk -V >&2
