#!/usr/bin/env bash
# fetch_code_server.sh DIR: puts VS Code's own server and workbench, as the npm package code-server carries them, into
# DIR/code-server-VERSION. Does nothing when they are there.
#
# 4.100.3 is VS Code 1.100.3, the newest that runs on Node 20. No package's scripts run: what they would build (terminal, logging) is not
# needed, and ripgrep is the system's.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${1:?usage: fetch_code_server.sh DIR}
read -r expected_sum archive <"$here/code_server.sha256"
target=$cache/${archive%.tgz}

main() {
    if [ "$(cat "$target/.complete" 2>/dev/null)" = "$expected_sum" ]; then return; fi
    mkdir -p "$cache"
    # Two clones that start at once fetch it once.
    exec 9>"$target.lock"
    flock 9
    if [ "$(cat "$target/.complete" 2>/dev/null)" = "$expected_sum" ]; then return; fi
    echo "-- VS Code for the tests, once"
    work=$(mktemp -d "$target.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    log=$work/npm.log
    (cd "$work" && npm pack --silent "$(package_of "$archive")") >"$log" 2>&1 || fail "npm could not fetch $archive"
    [ "$(sha256sum <"$work/$archive" | cut -d ' ' -f 1)" = "$expected_sum" ] || fail "$archive is not the one that code_server.sha256 names"
    tar -xzf "$work/$archive" -C "$work"
    local vscode=$work/package/lib/vscode
    # `npm install` obeys the package's own npm-shrinkwrap.json; `npm ci` refuses its form.
    (cd "$vscode" && npm install --omit=dev --ignore-scripts --no-audit --no-fund) >"$log" 2>&1 || fail "npm could not install what $archive needs"
    mkdir -p "$vscode/node_modules/@vscode/ripgrep/bin"
    ln -sf "$(command -v rg)" "$vscode/node_modules/@vscode/ripgrep/bin/rg"
    echo "$expected_sum" >"$work/package/.complete"
    rm -rf "$target"
    mv "$work/package" "$target"
}

# code-server-4.100.3.tgz: code-server@4.100.3
package_of() {
    sed -E 's/^(.*)-([0-9.]+)\.tgz$/\1@\2/' <<<"$1"
}

fail() {
    tail -n 15 "$log" >&2
    echo "VS Code for the tests: $1" >&2
    exit 1
}

main
