#!/usr/bin/env bash
# Installs what is missing on this machine: tools/setup.sh run|demo|lint|test|bench|fuzz|gallery
# Only what is missing is touched, so a second run asks nothing and takes no time. It runs before anything is compiled.
set -euo pipefail

readonly purpose=${1:-run}
cd "$(dirname "$0")/.."
readonly tools=$PWD/target/tools
readonly log=$PWD/target/setup.log
readonly cargo_deny_version=0.20.2
readonly cargo_fuzz_version=0.13.2

say() { printf '  %s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

case $purpose in
run | demo | lint | test | bench | fuzz | gallery) ;;
*) fail "usage: tools/setup.sh run|demo|lint|test|bench|fuzz|gallery" ;;
esac

# The window, its pictures, and what bindings to the camera are generated with.
debian=(build-essential ca-certificates curl pkg-config libwebkit2gtk-4.1-dev librsvg2-dev libclang-dev libv4l-dev)
if [[ $purpose == demo || $purpose == test || $purpose == bench ]]; then
  debian+=(dbus dbus-x11 gnome-keyring webkit2gtk-driver xauth xvfb)
fi
if [[ $purpose == test || $purpose == bench ]]; then
  debian+=(chromium chromium-driver)
fi
if [[ $purpose == test ]]; then
  debian+=(libfaketime postgresql)
fi
if [[ $purpose == bench ]]; then
  debian+=(libzbar0 python3-venv)
fi

if [[ $purpose == gallery ]]; then
  debian=(build-essential ca-certificates chromium-headless-shell)
fi

if [[ $purpose == fuzz ]]; then
  debian=(build-essential ca-certificates)
fi

in_use_has_wasm() {
  local folder
  folder=$(rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null) &&
    compgen -G "$folder/libstd-*" >/dev/null
}

distribution_has_wasm() {
  local sysroot
  [[ -x /usr/bin/cargo && -x /usr/bin/rustc ]] && sysroot=$(/usr/bin/rustc --print sysroot) &&
    [[ -e $sysroot/lib/rustlib/src/rust/library/std/Cargo.toml ]]
}

missing_debian() {
  local package
  for package in "$@"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || printf '%s\n' "$package"
  done
}

install_debian() {
  local missing as_root=()
  mapfile -t missing < <(missing_debian "$@")
  ((${#missing[@]})) || return 0
  if ((EUID)); then
    command -v sudo >/dev/null || fail "Install these packages as root, then try again: ${missing[*]}"
    as_root=(sudo)
  fi
  say "installing ${missing[*]}"
  mkdir -p target
  "${as_root[@]}" apt-get update -qq >"$log" 2>&1 || say "the package list could not be refreshed; going on with the present one"
  # Never at the price of a package someone else put here.
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends --no-remove "${missing[@]}" >>"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    fail "apt-get could not install: ${missing[*]} (all of its words are in target/setup.log)"
  }
}

wasm_compiler() {
  if in_use_has_wasm || distribution_has_wasm; then return; fi
  if command -v rustup >/dev/null; then
    say "downloading Rust's WASM target"
    if timeout 90 rustup target add wasm32-unknown-unknown >/dev/null 2>&1 && in_use_has_wasm; then return; fi
    say "it can't be downloaded here"
  fi
  command -v apt-get >/dev/null || fail "Install Rust's wasm32-unknown-unknown target, then try again."
  say "the distribution's Rust will build the pages"
  install_debian rustc-web cargo-web rust-web-src rust-web-llvm
}

system_packages() {
  if command -v apt-get >/dev/null; then
    install_debian "${debian[@]}"
    return
  fi
  case $(uname -s) in
  Darwin)
    xcode-select -p >/dev/null 2>&1 || fail "Install Apple's command line tools (xcode-select --install), then try again."
    [[ $purpose == run || $purpose == lint || $purpose == fuzz || $purpose == gallery ]] || fail "Driving the window needs Linux with WebKitGTK."
    ;;
  *)
    if [[ $purpose == gallery ]]; then
      command -v chromium-headless-shell >/dev/null || fail "Install Chromium's headless shell as chromium-headless-shell, then try again."
      return
    fi
    # No package manager but apt is driven, so the compiler and the window's library stand for the rest.
    if command -v cc >/dev/null && pkg-config --exists webkit2gtk-4.1 librsvg-2.0 libv4l2 2>/dev/null; then return; fi
    cat >&2 <<'WORDS'
Install these packages, then try again.
  Debian, Ubuntu  build-essential pkg-config libwebkit2gtk-4.1-dev librsvg2-dev libclang-dev libv4l-dev
                  and for the tests: chromium chromium-driver webkit2gtk-driver xvfb xauth dbus dbus-x11 gnome-keyring postgresql
  Fedora          gcc gcc-c++ pkgconf webkit2gtk4.1-devel librsvg2-devel clang-devel libv4l-devel
  Arch            base-devel webkit2gtk-4.1 librsvg clang v4l-utils
WORDS
    exit 1
    ;;
  esac
}

# A cargo subcommand in a version, built once: cargo_tool NAME VERSION.
cargo_tool() {
  local name=$1 version=$2
  if command -v "$name" >/dev/null; then return; fi
  if [[ -x $tools/bin/$name && $("$tools/bin/$name" --version) == *" $version" ]]; then return; fi
  say "building $name $version (once, some minutes)"
  mkdir -p target
  # It runs for a second at a time: compiling it quickly matters more than its speed.
  CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_TARGET_DIR=$tools/build cargo install "$name" --quiet --locked --version "$version" --root "$tools" \
    >"$log" 2>&1 || { tail -n 20 "$log" >&2; fail "$name could not be built (target/setup.log)"; }
  rm -rf "$tools/build"
}

# What looks at the portal, in the versions of a folder's lock file.
npm_packages() {
  local folder=$1 what=$2
  command -v npm >/dev/null || fail "Install Node with npm, then try again."
  cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed-from" && return
  say "installing $what"
  mkdir -p target
  npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund >"$log" 2>&1 || { tail -n 20 "$log" >&2; fail "npm could not install it (target/setup.log)"; }
  cp "$folder/package-lock.json" "$folder/node_modules/.installed-from"
}

# Other readers of codes, in the versions of their list.
code_readers() {
  local list=bench/peers/requirements.txt folder=$tools/peers
  cmp -s "$list" "$folder/.installed-from" && return
  say "installing other readers of codes"
  mkdir -p target
  { python3 -m venv --clear "$folder" && "$folder/bin/pip" install --quiet --requirement "$list"; } >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    fail "pip could not install them (target/setup.log)"
  }
  cp "$list" "$folder/.installed-from"
}

command -v cargo >/dev/null || fail "Rust is missing: install it as https://rustup.rs says, then try again."
printf '▸ Setting up this machine\n'
SECONDS=0
system_packages
if [[ $purpose != fuzz ]]; then wasm_compiler; fi
if [[ $purpose == lint || $purpose == test ]]; then cargo_tool cargo-deny "$cargo_deny_version"; fi
if [[ $purpose == fuzz ]]; then cargo_tool cargo-fuzz "$cargo_fuzz_version"; fi
if [[ $purpose == test ]]; then npm_packages tests/e2e axe-core; fi
if [[ $purpose == bench ]]; then
  npm_packages bench/lighthouse Lighthouse
  code_readers
fi
say "done in $SECONDS s"
