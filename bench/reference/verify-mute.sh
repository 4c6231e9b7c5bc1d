#!/bin/sh
# The original's way to look at the mutes: four requests, one after another, and grep for the answers; it undoes nothing.
# usage: TOKEN=… verify-mute.sh BASE_URL
set -u
base=$1/api/users/personalization
before=$(curl -s "$base/" -H "Authorization: Bearer $TOKEN")
echo "$before" | grep -q muted_sources && echo 'preferences: ok'
source=$(curl -s -X POST "$base/mute-source" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"source_id":"00000000-0000-4000-a000-000000000001"}')
echo "$source" | grep -q message && echo 'mute source: ok'
theme=$(curl -s -X POST "$base/mute-theme" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"theme":"tech"}')
echo "$theme" | grep -q message && echo 'mute theme: ok'
after=$(curl -s "$base/" -H "Authorization: Bearer $TOKEN")
echo "$after" | grep -q tech && echo 'theme is listed: ok'
exit 0
