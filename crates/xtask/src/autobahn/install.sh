#!/usr/bin/env bash
# Installs the Autobahn test suite into FOLDER, and nothing anywhere else.
#
# usage: install.sh FOLDER
#
# The suite is a Python 2 program, and no current system has Python 2 any more. So the packages of
# the last Debian that had it are unpacked beside the suite, and the suite runs on those. It needs
# apt-get and dpkg (any Debian), Python 3 with pip, a C compiler, and the network, once.
set -euo pipefail

readonly SUITE=autobahntestsuite==25.10.1
readonly DEBIAN=bullseye
readonly PYTHON=(python2.7 python2.7-minimal python2.7-dev libpython2.7 libpython2.7-minimal
  libpython2.7-stdlib libpython2.7-dev libssl1.1 libffi7)
# The last versions that speak Python 2, each before those that need it.
readonly TOOLS=(pip==20.3.4 setuptools==44.0.0 wheel==0.36.2 virtualenv==16.7.10)
readonly PACKAGES=(incremental==16.10.1 'pyOpenSSL==19.1.0 cryptography==3.3.2' Twisted==19.10.0
  wsaccel==0.6.6)

fail() {
  echo "the Autobahn suite cannot be installed: $1" >&2
  exit 1
}

keyring=/usr/share/keyrings/debian-archive-keyring.gpg
missing() {
  command -v cc >/dev/null || echo gcc
  python3 -m pip --version >/dev/null 2>&1 || echo python3-pip
  [ -e "$keyring" ] || echo debian-archive-keyring
}
command -v apt-get >/dev/null && command -v dpkg >/dev/null || fail "this is no Debian"
if [ -n "$(missing)" ] && [ "$(id -u)" = 0 ]; then
  apt-get update --quiet
  # shellcheck disable=SC2046 # Names of packages have no blanks.
  apt-get install --quiet --yes --no-install-recommends libc6-dev $(missing)
fi
[ -z "$(missing)" ] || fail "install $(missing | tr '\n' ' ')first"

mkdir -p "$1"
cd "$1"
folder=$PWD
log=$folder/install.log
: >"$log"

# An apt of its own: its lists and packages lie in the folder, the system's stay untouched.
mkdir -p apt/lists/partial apt/cache/archives/partial packages
cat >apt/apt.conf <<SETTINGS
Dir::State "$folder/apt";
Dir::State::Lists "$folder/apt/lists";
Dir::State::status "/var/lib/dpkg/status";
Dir::Cache "$folder/apt/cache";
Dir::Etc::SourceList "$folder/apt/sources.list";
Dir::Etc::SourceParts "-";
SETTINGS
export APT_CONFIG=$folder/apt/apt.conf

# This machine's own mirror first; an old release may be in the archive only.
mirrors() {
  cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
    grep -oE 'https?://[^ ]+/debian/?( |$)' | tr -d ' ' | head -n 1 || true
  echo http://deb.debian.org/debian
  echo http://archive.debian.org/debian
}
found=
for mirror in $(mirrors); do
  echo "deb [signed-by=$keyring check-valid-until=no] $mirror $DEBIAN main" >apt/sources.list
  rm -f packages/*.deb
  if apt-get update >>"$log" 2>&1 && (cd packages && apt-get download "${PYTHON[@]}") >>"$log" 2>&1
  then
    found=$mirror
    break
  fi
done
[ -n "$found" ] || fail "no mirror gave Debian $DEBIAN's Python 2; $log says more"
for package in packages/*.deb; do
  dpkg --extract "$package" python
done

libraries=$(dirname "$(find "$folder/python/usr/lib" -name 'libpython2.7.so.1.0' | head -n 1)")
export LD_LIBRARY_PATH=$libraries C_INCLUDE_PATH=$folder/python/usr/include
export PIP_DISABLE_PIP_VERSION_CHECK=1
trap 'fail "a step did not work; $log says more"' ERR
{
  python3 -m pip download --no-deps --only-binary=:all: --python-version 2.7 --implementation py \
    --abi none --platform any --dest wheels "${TOOLS[@]}"
  # What Python 3's pip knows of certificates and of the index holds for the old one too.
  export PIP_CERT=${PIP_CERT:-/etc/ssl/certs/ca-certificates.crt}
  PYTHONPATH=$(echo wheels/virtualenv-*.whl) python/usr/bin/python2.7 -m virtualenv \
    --no-download --extra-search-dir wheels suite
  for package in "${PACKAGES[@]}" "$SUITE"; do
    # shellcheck disable=SC2086 # Two names in one entry are two packages.
    suite/bin/pip install --no-build-isolation $package
  done
} >>"$log" 2>&1

printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s/suite/bin/wstest "$@"\n' \
  "$libraries" "$folder" >wstest
chmod +x wstest
./wstest --autobahnversion >>"$log" 2>&1
rm -rf apt packages wheels
echo "$SUITE" >installed
