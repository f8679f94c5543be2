#!/bin/sh
# Mutation testing of the retry decision: changes internal/transport/retry.go in
# many small ways and counts how many of them its tests notice. Works on a copy
# with those tests alone, so it takes a minute and leaves the tree as it is.
# Usage: .ci/mutation.sh [least percentage that must be noticed, 90 by default]
set -eu
least=${1:-90}
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

GOBIN="$work" go install github.com/go-gremlins/gremlins/cmd/gremlins@v0.6.0
mkdir "$work/src"
cp -R go.mod go.sum internal "$work/src"
cd "$work/src"
find internal/transport -name '*_test.go' ! -name 'retry_test.go' ! -name 'retry_random_test.go' -delete

others=$(cd internal/transport && ls *.go | grep -v -e '^retry\.go$' -e '_test\.go$' | sed 's/\.go$//' | paste -sd '|')
"$work/gremlins" unleash ./internal/transport --exclude-files "(^|/)($others)\.go$" \
	--invert-logical --invert-negatives --invert-assignments --remove-self-assignments --invert-loopctrl \
	--workers 1 --timeout-coefficient 20 --threshold-efficacy "$least"
