#!/usr/bin/env bash
# Has libFuzzer make up hostile input: tools/fuzz.sh SECONDS [TARGET...]
# It starts from the kept corpus and what it found before (fuzz/corpus); what breaks a promise lands in fuzz/artifacts.
set -euo pipefail

cd "$(dirname "$0")/.."
readonly seconds=$1
shift
readonly root=$PWD
targets=("$@")
((${#targets[@]})) || mapfile -t targets < <(cargo fuzz list)

for target in "${targets[@]}"; do
  printf '▸ %s\n' "$target"
  mkdir -p "fuzz/corpus/$target"
  # Without a sanitizer any toolchain will do; they look for misuse of memory, which safe code leaves to the compiler.
  cargo fuzz run --sanitizer none "$target" "$root/fuzz/corpus/$target" "$root/tests/hostile/corpus/$target" -- \
    -max_total_time="$seconds" -max_len=20000 -timeout=20 -print_final_stats=1
done
