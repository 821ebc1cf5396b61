#!/usr/bin/env bash
# Runs tests as the arguments say. What failed is said again at the end, after some thousand lines that passed: people look
# there, and a log that was cut still has it.
set -o pipefail
log=$(mktemp)
trap 'rm -f "$log"' EXIT
"$@" 2>&1 | tee "$log"
status=$?
if [ "$status" != 0 ]; then
    echo "What failed:"
    grep -aE '✘|↳|Fatal error|^(ERROR|FAIL): ' "$log" | grep -avE '↳ (Testing Library Version|Target Platform)'
fi
exit "$status"
