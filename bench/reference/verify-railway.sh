#!/bin/sh
# The original's way to look at a deployment: three requests, one after another, and python3 for the JSON.
# usage: verify-railway.sh BASE_URL
set -u
base=$1
liveness=$(curl -s "$base/api/health")
echo "liveness: $(printf '%s' "$liveness" | python3 -c 'import json,sys; print(json.load(sys.stdin)["status"])')"
status=$(curl -s -o /dev/null -w '%{http_code}' "$base/api/health/ready")
readiness=$(curl -s "$base/api/health/ready")
echo "readiness: $status $(printf '%s' "$readiness" | python3 -c 'import json,sys; print(json.load(sys.stdin)["status"])')"
exit 0
