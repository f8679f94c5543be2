#!/usr/bin/env bash
# The simulator's status page in a real browser: do its figures say what was
# called, and does it fit a desk's and a phone's screen?
#   .ci/peers/status-page.sh [folder for the pictures]
source "$(dirname "$0")/lib.sh"
pictures=${1:-$work}
need curl
browser=${BROWSER_PROGRAM:-$(command -v chromium || command -v google-chrome || true)}
[ -n "$browser" ] || skip "there is no chromium"

# browse gives the page to the browser, with more options for what to do with it.
browse() {
  timeout 60 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$(mktemp -d -p "$work")" "$@" 2>>"$work/browser.log"
}

# has fails unless the page has a row with these cells in the part of a vendor.
checks=0
has() {
  local vendor=$1 row=$2
  checks=$((checks + 1))
  sed -n "/<h2 id=\"$vendor\"/,/<h2 id=/p" "$work/dom.html" | tr -d '\n' | grep -qF -- "$row" || { echo "$vendor: no $row"; exit 1; }
}

start_simulator "$work/record.jsonl" -seed 5
browse --dump-dom "$STATUS_URL" >"$work/dom.html"
for vendor in ChargeDesk Chargeback Chargehound; do
  has "$vendor" "Calls: 0"
  has "$vendor" "Not called yet."
done

long=$(printf 'ch_%0190d' 7)
desk() { curl -s -o /dev/null -u sk_test_fake: "$@"; }
for _ in 1 2 3; do desk "$DESK_URL/v1/charges?count=2"; done
desk "$DESK_URL/v1/charges/$long"
desk "$DESK_URL/v1/charges/%3Cscript%3Ealert(1)%3C%2Fscript%3E"
desk -X POST "$DESK_URL/v1/gateway/charges/ch_1/refund"
desk -X POST "$DESK_URL/v1/customers" -d customer_id=ada
curl -s -o /dev/null -u sk_wrong: "$DESK_URL/v1/charges"
curl -s -o /dev/null -u pk_test_fake:sk_test_fake "$BACK_URL/api/v1/orders"
for _ in $(seq 60); do curl -s -o /dev/null -u test_fake: "$HOUND_URL/v1/disputes"; done

browse --dump-dom "$STATUS_URL" >"$work/dom.html"
has ChargeDesk "Calls: 8"
has ChargeDesk '<td>GET 200</td><td class="n">3</td>'
has ChargeDesk '<td>GET 404</td><td class="n">2</td>'
has ChargeDesk '<td>GET 401</td><td class="n">1</td>'
has ChargeDesk '<td>POST 200</td><td class="n">2</td>'
has ChargeDesk '<td>charges</td><td class="n">5</td>'
has ChargeDesk '<td>customers</td><td class="n">7</td>'
has ChargeDesk "GET /v1/charges/$long"
has ChargeDesk '%3Cscript%3E'
has Chargeback "Calls: 1"
has Chargeback '<td>orders</td><td class="n">5</td>'
has Chargehound "Calls: 60"
has Chargehound '<td>GET 200</td><td class="n">60</td>'
has Chargehound '<td>disputes</td><td class="n">5</td>'
[ "$(grep -o 'GET /v1/disputes' "$work/dom.html" | wc -l)" = 50 ] || { echo "not the newest 50 calls"; exit 1; }

# A browser's window can't be as narrow as a phone, so the page goes into a frame,
# and a script in the page around it measures what is wider than that.
framed() {
  local width=$1
  echo "<!doctype html><meta charset=utf-8><body style='margin:0'><iframe id=f style='border:0;width:${width}px;height:2000px' srcdoc=\""
  grep -v 'http-equiv="refresh"' "$work/dom.html" | sed 's/&/\&amp;/g; s/"/\&quot;/g'
  echo '"></iframe><script>f.onload = () => {
    const page = f.contentDocument.documentElement
    document.body.dataset.wider = page.scrollWidth - page.clientWidth
    document.body.dataset.at = page.clientWidth
  }</script>'
}
for width in 1280 390 320; do
  framed "$width" >"$work/frame.html"
  browse --window-size="$width,2000" --dump-dom "file://$work/frame.html" >"$work/measured.html"
  wider=$(sed -n 's/.*data-wider="\([0-9]*\)".*/\1/p' "$work/measured.html")
  [ "$wider" = 0 ] || { echo "the page is ${wider:-not measured or} pixels too wide for a screen of $width"; exit 1; }
  checks=$((checks + 1))
  browse --window-size="$width,2000" --screenshot="$pictures/status-$width.png" "file://$work/frame.html" >/dev/null
  [ -s "$pictures/status-$width.png" ] || { echo "no picture"; exit 1; }
done
stop_simulator
echo "$checks checks of the page as expected in $("$browser" --version 2>/dev/null)"
