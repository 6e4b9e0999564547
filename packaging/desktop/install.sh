#!/usr/bin/env bash
# Makes Desk Client known to this person's desktop and the handler of tel:, sip: and callto: links.
# --remove takes it back. A package for a whole machine ships the two files and does the same in its
# own scripts; here nothing outside the person's own folders is touched.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$data/applications/desk-client.desktop
icon=$data/icons/hicolor/scalable/apps/desk-client.svg
schemes=(tel sip callto)

refresh() {
  if command -v update-desktop-database >/dev/null; then
    update-desktop-database -q "$data/applications"
  fi
}

if [ "${1:-}" = --remove ]; then
  rm -f "$entry" "$icon"
  refresh
  exit 0
fi
if ! command -v desk-client >/dev/null; then
  echo "desk-client is not in the PATH; a click on a link would open nothing." >&2
  exit 1
fi
install -D -m 644 "$here/desk-client.desktop" "$entry"
install -D -m 644 "$here/desk-client.svg" "$icon"
refresh
for scheme in "${schemes[@]}"; do
  if command -v xdg-mime >/dev/null; then
    xdg-mime default desk-client.desktop "x-scheme-handler/$scheme"
  elif command -v gio >/dev/null; then
    gio mime "x-scheme-handler/$scheme" desk-client.desktop >/dev/null
  else
    echo "Neither xdg-mime nor gio is here; choose Desk Client for $scheme: links by hand." >&2
  fi
done
