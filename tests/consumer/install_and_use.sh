#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs a build folder into a fresh prefix, builds the consumer and the examples against it, and compares the
# cycles that they print with those that the installed program reports: install_and_use.sh BUILD COMPILER
set -euo pipefail
build=$1 compiler=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cmake --install "$build" --prefix "$scratch/usr" >/dev/null
CXX=$compiler cmake -S "$here" -B "$scratch/consumer" -DCMAKE_PREFIX_PATH="$scratch/usr" >"$scratch/log" 2>&1 &&
  cmake --build "$scratch/consumer" >>"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }

share=$scratch/usr/share/rdasim
chip=$share/configs/plasticine_rnn.json workload=$share/workloads/iot/lstm_25_50.json
expected=$("$scratch/usr/bin/rdasim" run "$chip" "$workload" --no-cache -o - |
  /usr/bin/python3 -c 'import json, sys; print(json.load(sys.stdin)["cycles"])')
printed=$("$scratch/consumer/consumer" "$chip" "$workload" 2>&1)
platform=$("$scratch/consumer/platform/platform" "$chip" "$workload")
steps=$(grep -c ' is complete in cycle ' <<<"$platform")
echo "program: $expected cycles; consumer: $printed; SystemC platform: $(tail -n 1 <<<"$platform"), $steps steps"
[ "$printed" = "$expected" ]
[ "$(tail -n 1 <<<"$platform")" = "$expected cycles" ]
[ "$steps" = 50 ]

# The example's memory is a simple channel; with one address generator nothing else decides the order of bursts.
small=$share/workloads/small/lstm_16_4.json
echo "{\"extends\": \"$chip\", \"memory\": {\"ags\": {\"count\": 1}, \"channels\": {\"count\": 1, \"model\":
  {\"kind\": \"simple\", \"bytes\": 64, \"cycles\": 7, \"latency\": 40}}}}" >"$scratch/off_chip.json"
expected=$("$scratch/usr/bin/rdasim" run "$scratch/off_chip.json" "$small" --set '/weights="streamed"' --no-cache -o - |
  /usr/bin/python3 -c 'import json, sys; print(json.load(sys.stdin)["cycles"])')
memory=$("$scratch/consumer/memory/memory" "$scratch/off_chip.json" "$small" 7 40)
echo "off-chip memory: program: $expected cycles; memory in TLM-2.0: $memory"
[ "$(tail -n 1 <<<"$memory")" = "$expected cycles" ]

# The example compares its values; the published share of address generators is 47.1 %.
kernels=$("$scratch/consumer/kernels/kernels" "$share/configs/plasticine_isca17_ddr3.json")
echo "$kernels"
grep -Eq '^inner +8 +15\.6 +0\.0 +47\.1 ' <<<"$kernels"
[ "$(wc -l <<<"$kernels")" -eq 9 ]

# Who names a shipped file as if it lay here is told where it lies.
missing=$(cd "$scratch" && usr/bin/rdasim run configs/tiny.json "$small" 2>&1 || true)
grep -Fq "(the shipped one is $share/configs/tiny.json)" <<<"$missing" || { echo "$missing"; exit 1; }

for file in share/man/man1/rdasim.1.gz share/bash-completion/completions/rdasim share/doc/rdasim/copyright \
  share/rdasim/examples/training/turbofan_2x25.json share/rdasim/scripts/export_torch.py; do
  [ -s "$scratch/usr/$file" ] || { echo "$file is not installed"; exit 1; }
done
