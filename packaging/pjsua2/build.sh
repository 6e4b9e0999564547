#!/usr/bin/env bash
# Builds pjsua2 of pjproject for the Python $1 into the folder $2: unbundled/ has a wheel that uses
# the system's OpenSSL and Opus and follows its updates, bundled/ one that carries its own and runs
# on any Linux of this age or younger. What is built already is built again only when something in
# this folder has changed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
python=$1
mkdir -p "$2"
out=$(cd "$2" && pwd)

stop() { echo "$*" >&2 && exit 1; }

step() {
  local name=$1
  shift
  echo "pjsua2: $name" >&2
  local failed=0
  set +e # a function tested by || or if would run on after its first failure
  (set -e && "$@") >"$out/$name.log" 2>&1
  failed=$?
  set -e
  if [ $failed = 0 ]; then return; fi
  tail -n 15 "$out/$name.log" >&2
  stop "The step '$name' failed; all it said is in $out/$name.log."
}

system_packages() {
  local missing=() package
  for package in $(cat "$here/system-packages.txt"); do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  local header
  header=$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h
  if [ ! -f "$header" ]; then missing+=("python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-dev"); fi
  if [ ${#missing[@]} = 0 ]; then return; fi
  if [ "$(id -u)" != 0 ]; then
    stop "Building pjsua2 needs some packages. Run this line once, then make wheel again:
  sudo apt-get install -y ${missing[*]}"
  fi
  export DEBIAN_FRONTEND=noninteractive
  echo "pjsua2: installing ${missing[*]}" >&2
  apt-get -qq update >&2
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  [ -f "$header" ] || stop "This Python comes without its C headers ($header); use the Python of Debian."
}

version_of() { awk -v part="$1" '$1 == part { print $2 }' "$here/sources.txt"; }

unpack() {
  local part
  for part in pjproject libsrtp; do
    rm -rf "${out:?}/$part"
    mkdir "$out/$part"
    tar -xf "$out/sources/$part-$(version_of $part)".tar.* -C "$out/$part" --strip-components=1
  done
  cp "$here/config_site.h" "$tree/pjlib/include/pj/"
  # Debian leaves this file out of the sources for its licence, but not out of the list of objects.
  sed -i 's/ bdimad_dev\.o//' "$tree/pjmedia/build/Makefile"
}

# Debian's own libsrtp takes its ciphers from NSS, which loads them when it runs: no wheel can carry that.
libsrtp() {
  cd "$out/libsrtp"
  ./configure --enable-openssl --prefix="$out/prefix" CFLAGS="$flags"
  make -j"$(nproc)" libsrtp2.a
  make install
}

pjproject() {
  cd "$tree"
  local without
  without=$(printf -- '--disable-%s ' sound video sdl ffmpeg v4l2 openh264 vpx libyuv libwebrtc \
    ilbc-codec g7221-codec gsm-codec silk bcg729 opencore-amr upnp)
  # shellcheck disable=SC2086
  CFLAGS="$flags -I$out/prefix/include" CXXFLAGS="$flags" LIBS=-lcrypto \
    LDFLAGS="-L$out/prefix/lib -Wl,-z,relro,-z,now" \
    ./aconfigure --enable-epoll --with-external-srtp --with-external-speex --enable-speex-resample $without
  make -j"$(nproc)" lib
  local found
  for found in 'PJ_HAS_SSL_SOCK 1' 'PJMEDIA_HAS_OPUS_CODEC 1' 'PJ_IOQUEUE_IMP PJ_IOQUEUE_IMP_EPOLL'; do
    if ! grep -rqx "#define $found" pjlib/include pjmedia/include; then
      echo "configure has not found: $found"
      return 1
    fi
  done
}

wrapper() {
  rm -rf "$out/wheel" && cp -r "$here/wheel" "$out/wheel"
  cd "$out/wheel"
  mkdir pjsua2 && mv init.py pjsua2/__init__.py
  sed '/^%template(StringVector)/i %include "threads.i"' "$tree/pjsip-apps/src/swig/pjsua2.i" >pjsua2.i
  swig -c++ -python -threads -w312 -I. -I"$tree"/pjsip-apps/src/swig -I"$tree"/pjlib/include -I"$tree"/pjlib-util/include \
    -I"$tree"/pjnath/include -I"$tree"/pjmedia/include -I"$tree"/pjsip/include \
    -outdir pjsua2 -o pjsua2_wrap.cpp pjsua2.i
  if grep -A1 'BEGIN_ALLOW' pjsua2_wrap.cpp | grep -qE '__(copy_to_bytearray|assign_from_bytes)\('; then
    echo "threads.i has no effect on this version of swig"
    return 1
  fi
  cat >pjsua2/build.json <<EOF
{
  "version": "$version",
  "pjproject": "$(version_of pjproject)",
  "libsrtp": "$(version_of libsrtp)",
  "speexdsp": "$(pkg-config --modversion speexdsp)",
  "sources": {$(awk '!/^#/ { printf "%s\"%s\": \"%s\"", (n++ ? ", " : ""), $1, $6 }' "$here/sources.txt")}
}
EOF
  rm -rf "$out/unbundled"
  PJPROJECT=$tree "$tools/python" setup.py bdist_wheel -d "$out/unbundled"
}

tool_folder() {
  rm -rf "$out/tools"
  "$python" -m venv "$out/tools"
  "$tools/python" -m pip install --disable-pip-version-check --require-hashes -r "$here/tools.lock"
}

bundle() {
  rm -rf "$out/bundled"
  PATH=$tools:$PATH auditwheel repair -w "$out/bundled" "$out"/unbundled/*.whl
}

if ! command -v apt-get dpkg-query >/dev/null || ! grep -qx 'ID=debian' /etc/os-release; then
  stop "Our own pjsua2 is built on Debian only; elsewhere the public wheel serves."
fi
tree=$out/pjproject
tools=$out/tools/bin
flags="-O2 -DNDEBUG -fPIC -fstack-protector-strong -D_FORTIFY_SOURCE=2"
version=$(version_of pjproject)+desk.1
made_of=$(cat "$here"/*.sh "$here"/*.txt "$here"/*.h "$here"/*.lock "$here"/wheel/* | sha256sum)
made_of="$("$python" -V) $(dpkg-query -W -f '${Version}' libssl-dev 2>/dev/null || true) ${made_of%% *}"
if [ "$(cat "$out/made-of" 2>/dev/null)" = "$made_of" ]; then exit 0; fi
rm -f "$out/made-of"
system_packages
step fetch "$here/fetch.sh" "$out/sources"
step tools tool_folder
step unpack unpack
step libsrtp libsrtp
step pjproject pjproject
step wrapper wrapper
step bundle bundle
rm -rf "$tree" "$out/libsrtp" "$out/wheel"
echo "$made_of" >"$out/made-of"
