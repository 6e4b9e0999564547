#!/usr/bin/env bash
# Lays the sources named in sources.txt into the folder $1, each checked by its sha256. They come by
# apt from the mirror that this machine uses anyway; a file that lies there already is not fetched,
# so a kept copy serves when a suite has moved on.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
to=$(cd "$1" && pwd)

fits() { echo "$2  $1" | sha256sum --check --status 2>/dev/null; }

mirror() {
  apt-get indextargets --format '$(LABEL)|$(COMPONENT)|$(REPO_URI)' 'Created-By: Packages' \
    | sed -n 's/^Debian|main|//p' | head -1
}

# A state of apt's own in $1, which knows the sources of suite $2 and nothing else.
look_into() {
  local keys=/usr/share/keyrings/debian-archive-keyring.gpg options=
  if [ -f "$keys" ]; then options="[signed-by=$keys] "; fi
  mkdir -p "$1/lists/partial" "$1/cache/archives/partial"
  echo "deb-src $options$(mirror) $2 main" >"$1/sources.list"
  cat >"$1/apt.conf" <<EOF
Dir::State::lists "$1/lists";
Dir::Cache "$1/cache";
Dir::Etc::sourcelist "$1/sources.list";
Dir::Etc::sourceparts "-";
Acquire::Languages "none";
APT::Sandbox::User "$(id -un)";
Acquire::Check-Valid-Until "false"; // a mirror that stands still; the sha256 is what is believed
EOF
  APT_CONFIG=$1/apt.conf apt-get -qq update >"$1/update.log" 2>&1
}

# Where the suite has the file of source package $2 with sha256 $3; nothing where it has not.
address() {
  local version
  export APT_CONFIG=$1/apt.conf
  for version in $(apt-cache showsrc "$2" 2>/dev/null | sed -n 's/^Version: //p'); do
    apt-get -qq source --print-uris --only-source "$2=$version" 2>/dev/null \
      | sed -n "s/^'\([^']*\)'.*SHA256:$3\$/\1/p"
  done | head -1
}

while read -r part version source suites ending pin; do
  file=$to/$part-$version.tar.${ending##*.}
  if fits "$file" "$pin"; then continue; fi
  if [ -z "$(mirror)" ]; then apt-get -qq update; fi
  for suite in ${suites//,/ }; do
    look_into "$to/.apt-$suite" "$suite" || continue
    found=$(address "$to/.apt-$suite" "$source" "$pin")
    if [ -n "$found" ] && APT_CONFIG=$to/.apt-$suite/apt.conf /usr/lib/apt/apt-helper -qq \
      download-file "$found" "$file" "SHA256:$pin" >/dev/null; then break; fi
  done
  if ! fits "$file" "$pin"; then
    echo "The sources of $part $version are no longer in the mirror's suites ($suites): lay a kept copy at $file." >&2
    exit 1
  fi
done < <(grep -v '^#' "$here/sources.txt")
rm -rf "$to"/.apt-*
