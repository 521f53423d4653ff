# SPDX-License-Identifier: Apache-2.0
# Shared by scripts/run and scripts/test. Everything here speaks on stderr: stdout is the program's.

say() { echo "$(basename "$0"): $*" >&2; }

# Installs the packages listed in the given files, if any is missing.
install_packages() {
  local wanted missing=() name
  wanted=$(sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$@")
  for name in $wanted; do
    # a package that is only configured or half removed does not count
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] ||
      missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
      { say "needs root or sudo to install: ${missing[*]}"; return 1; }
    as_root=(sudo)
  fi
  say "installing ${#missing[@]} packages: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  quietly "${as_root[@]}" apt-get update
  quietly "${as_root[@]}" apt-get install -y --no-install-recommends "${missing[@]}"
}

# Runs a command; its output is shown, on stderr, only if it fails.
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null || status=$?
  [ "$status" -eq 0 ] || { say "failed: $*"; cat "$log" >&2; }
  rm -f "$log"
  return "$status"
}

# Runs ninja: with its own line on a terminal; else with a line a minute, and its output if it fails.
ninja_with_progress() {
  if [ -t 2 ]; then
    ninja "$@" >&2
    return
  fi
  local log status=0 ticker
  log=$(mktemp)
  # It ends with this script, however that ends, and its sleep keeps no pipe open.
  while sleep 60 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
    say "built $(grep -o '^\[[0-9]*/[0-9]*\]' "$log" | tail -n 1)"
  done &
  ticker=$!
  ninja "$@" >"$log" 2>&1 </dev/null || status=$?
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  [ "$status" -eq 0 ] || { say "failed: ninja $*"; cat "$log" >&2; }
  rm -f "$log"
  return "$status"
}

# Configures a preset unless it is, and builds it: build PRESET [targets...]
build() {
  local preset=$1 launcher=()
  shift
  if [ ! -f "build/$preset/build.ninja" ]; then
    command -v ccache >/dev/null && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
    say "configuring build/$preset"
    quietly cmake --preset "$preset" "${launcher[@]}" || return
  fi
  ninja_with_progress -C "build/$preset" "$@"
}
