# Sourced by the scripts beside it, which then run in the root of the repository.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
peers=$PWD/.ci/peers
work=$(mktemp -d)
running=()

end() {
  for pid in ${running[@]+"${running[@]}"}; do kill "$pid" 2>/dev/null || true; done
  wait
  rm -rf "$work"
}
trap end EXIT

skip() { echo "skipped: $*"; exit 0; }
need() { for program in "$@"; do command -v "$program" >/dev/null || skip "there is no $program"; done; }

# build puts commands of the module in this folder into the work folder.
build() { for command in "$@"; do go -C "$peers" build -o "$work/$command" "./$command"; done; }

# install_npm installs packages with their versions into the work folder, or skips
# what needs them.
install_npm() { npm install --prefix "$work" --no-save --no-audit --no-fund --loglevel=error "$@" >/dev/null || skip "npm can't install $*"; }

# await does a command until it succeeds, for ten seconds.
await() {
  for _ in $(seq 200); do
    if "$@" >/dev/null 2>&1; then return; fi
    sleep .05
  done
  echo "gave up waiting for: $*" >&2
  return 1
}

# start_simulator starts a fresh one on free ports, which records to a file, and
# sets STATUS_URL, DESK_URL, BACK_URL and HOUND_URL.
start_simulator() {
  local recording=$1
  shift
  [ -x "$work/simulator" ] || go build -o "$work/simulator" ./examples/simulator
  : >"$work/welcome"
  "$work/simulator" -port 0 -chargedesk-port 0 -chargeback-port 0 -chargehound-port 0 -record "$recording" "$@" >"$work/welcome" &
  simulator=$!
  running+=("$simulator")
  await grep -q '^Try:' "$work/welcome"
  STATUS_URL=$(sed -n 's/^status page *//p' "$work/welcome")
  DESK_URL=$(sed -n 's/^ChargeDesk *//p' "$work/welcome")
  BACK_URL=$(sed -n 's/^Chargeback *//p' "$work/welcome")
  HOUND_URL=$(sed -n 's/^Chargehound *//p' "$work/welcome")
}

# stop terminates a program that runs in the background, and gives its status.
stop() {
  local pid rest=()
  for pid in "${running[@]}"; do
    [ "$pid" = "$1" ] || rest+=("$pid")
  done
  running=(${rest[@]+"${rest[@]}"})
  kill -TERM "$1"
  wait "$1"
}

# stop_simulator fails unless it ends with 0.
stop_simulator() { stop "$simulator"; }
