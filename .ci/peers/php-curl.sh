#!/usr/bin/env bash
# A plain PHP client and our Go client make the same calls to the simulator's
# ChargeDesk: are the forms the same to PHP? And does the fake read forms as PHP does?
source "$(dirname "$0")/lib.sh"
have_php() { command -v php >/dev/null && php -r 'exit(extension_loaded("curl") ? 0 : 1);'; }
if ! have_php && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  (apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends php-cli php-curl) >"$work/apt.log" 2>&1 || true
fi
have_php || skip "there is no PHP with curl (Debian's php-cli and php-curl)"

export KEY=sk_test_fake
build deskcalls formdiff

start_simulator "$work/php.jsonl" -chargedesk-key "$KEY" -seed 3
DESK_URL=$DESK_URL php "$peers/desk.php"
stop_simulator
start_simulator "$work/go.jsonl" -chargedesk-key "$KEY" -seed 3
DESK_URL=$DESK_URL "$work/deskcalls"
stop_simulator
php "$peers/deskcompare.php" "$work/php.jsonl" "$work/go.jsonl"

# PHP's server takes no free port by itself; the simulator has just left this one.
server=127.0.0.1:${DESK_URL##*:}
php -n -d display_errors=0 -d display_startup_errors=0 -S "$server" "$peers/forms.php" >"$work/server.log" 2>&1 &
running+=($!)
await php -n -r "exit(@fsockopen('tcp://$server') ? 0 : 1);"
"$work/formdiff" "$peers/forms.php" "http://$server"
