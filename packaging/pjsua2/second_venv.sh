#!/usr/bin/env bash
# Makes the folder of Python packages $2: the wheel $3, and all else as it stands in the one named $1.
set -euo pipefail
if [ "$2/.ready" -nt "$3" ] && [ "$2/.ready" -nt "$1/.ready" ]; then exit 0; fi
packages() { "$1/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))'; }
rm -rf "$2"
"$1/bin/python" -m venv "$2"
"$2/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --no-deps "$3"
echo "import site; site.addsitedir('$(packages "$1")')" >"$(packages "$2")/all_else.pth"
touch "$2/.ready"
