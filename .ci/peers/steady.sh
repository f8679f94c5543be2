#!/usr/bin/env bash
# Every call of our clients, to servers that steady makes of the descriptions.
source "$(dirname "$0")/lib.sh"
need node npm

install_npm @stdy/cli@0.22.2
steady=$work/node_modules/.bin/steady
build steadywalk

# It takes no free port by itself.
free_port() { node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'; }

failed=0
walk() { # a vendor, its description, what steadywalk has to know of that
  local vendor=$1 description=$2 log=$work/steady.log port server endpoints
  shift 2
  : >"$log" # what an earlier one has said
  port=$(free_port)
  # The text format always: it takes another by itself where CI or GITHUB_ACTIONS is set.
  "$steady" --port "$port" --host 127.0.0.1 --quiet --no-color --log-format=text \
    --validator-form-array-format=brackets --validator-form-object-format=brackets \
    "$description" >"$log" 2>&1 &
  server=$!
  running+=("$server")
  await grep -q 'Ready to accept' "$log" || { cat "$log"; exit 1; }
  endpoints=$(sed -n 's/^Loaded: \([0-9]*\)\/.*/\1/p' "$log")
  "$work/steadywalk" "$vendor" "http://127.0.0.1:$port" "$endpoints" "$@" || failed=1
  stop "$server" || true
}

for vendor in chargedesk chargehound chargeback; do
  walk "$vendor" "testdata/openapi/$vendor.yaml"
done

exit $failed
