#!/usr/bin/env bash
# The calls of Chargehound's own Node client, and the same ones of our Go client,
# against the simulator: are the requests the same?
source "$(dirname "$0")/lib.sh"
need node npm

export KEY=test_fake TEMPLATE=unrecognized PREFIX=dp_
install_npm chargehound@2.2.0
build houndcalls houndcompare

start_simulator "$work/node.jsonl" -chargehound-key "$KEY"
HOST=127.0.0.1 PORT=${HOUND_URL##*:} NODE_PATH="$work/node_modules" node "$peers/chargehound-node.mjs"
stop_simulator

start_simulator "$work/go.jsonl" -chargehound-key "$KEY"
HOUND_URL=$HOUND_URL "$work/houndcalls"
stop_simulator

"$work/houndcompare" "$work/node.jsonl" "$work/go.jsonl"
