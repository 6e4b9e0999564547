#!/usr/bin/env bash
# Looks after the programs that tests talk to and we did not write (peer-packages.txt). As root it
# installs what is missing and writes the stamp named by $1; otherwise it says in one line what to
# run. It never fails: tests whose program is missing are left out, and the run says so.
set -uo pipefail
stamp=$1
here=$(cd "$(dirname "$0")" && pwd)

is_here() { dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed; }
install() { apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 </dev/null; }

absent() {
  for package in $(cat "$here/peer-packages.txt"); do is_here "$package" || echo "$package"; done
}

command -v dpkg-query >/dev/null || exit 0
missing=$(absent | xargs)
if [ -z "$missing" ]; then
  touch "$stamp"
  exit 0
fi
if [ "$(id -u)" != 0 ]; then
  echo "Some tests need programs that are not installed: sudo apt-get install -y $missing" >&2
  exit 0
fi

echo "Installing programs that tests talk to: $missing" >&2
export DEBIAN_FRONTEND=noninteractive
# A test starts its servers itself; a SIP server of the system would hold port 5060.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
  trap 'rm -f "$policy"' EXIT
fi
apt-get update -qq >/dev/null 2>&1
# shellcheck disable=SC2086
install $missing || for package in $missing; do install "$package"; done
case " $missing " in
  *" kamailio "*) systemctl disable kamailio >/dev/null 2>&1 ;;
esac

left=$(absent | xargs)
if [ -n "$left" ]; then
  echo "These could not be installed, and their tests are left out: $left" >&2
else
  touch "$stamp"
fi
exit 0
