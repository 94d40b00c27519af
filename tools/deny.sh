#!/usr/bin/env bash
# Licences, bans and sources of every dependency; known vulnerabilities too, where their database can be fetched.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$PATH:$PWD/target/tools/bin

printf '▸ Dependencies\n'
cargo deny --log-level error check licenses bans sources
if timeout 60 cargo deny --log-level off fetch db >/dev/null 2>&1; then
  cargo deny --log-level error check advisories
else
  printf '  advisories skipped: their database cannot be fetched from here\n'
fi
