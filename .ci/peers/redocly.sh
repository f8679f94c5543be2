#!/usr/bin/env bash
# Redocly's linter on the descriptions, with its recommended rules.
source "$(dirname "$0")/lib.sh"
need node npm
install_npm @redocly/cli@2.77.0
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
"$work/node_modules/.bin/redocly" lint testdata/openapi/*.yaml
