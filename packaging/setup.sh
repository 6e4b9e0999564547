#!/usr/bin/env bash
# Makes the folder of Python packages named by $1 and looks after the system libraries that Qt
# needs. As root it installs what is missing; otherwise it prints the one line to run.
set -euo pipefail
venv=$1
here=$(cd "$(dirname "$0")" && pwd)

python=
for candidate in python3.12 python3.11 python3; do
  if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  echo "Desk Client needs Python 3.11 or 3.12; install python3.11 and run make again." >&2
  exit 1
fi

missing=()
if command -v dpkg-query >/dev/null; then
  wanted=$(cat "$here/system-packages.txt")
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    wanted="$wanted $(basename "$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')")-venv"
  fi
  for package in $wanted; do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
fi
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ]; then
    echo "Installing system libraries: ${missing[*]}" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "Some system libraries are missing. Run this line once, then make again:" >&2
    echo "  sudo apt-get install -y ${missing[*]}" >&2
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then exit 1; fi
  fi
fi

"$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$here/../requirements.lock"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e "$here/.."
