#!/usr/bin/env bash
# fetch_meta_model.sh DIR: puts metaModel.json, the machine-readable LSP specification that every message of the tests is
# checked against, into DIR. Does nothing when it is there.
#
# npm's protocol package has only the model's schema; the model itself is in Debian's source package lsprotocol
# (Microsoft's, MIT), fetched by apt with lists of its own. meta_model.sha256 names the one file that is accepted, so the
# release that it comes from may move. ROWTYPE_LSP_META_MODEL names a copy that is already here.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
target=${1:?usage: fetch_meta_model.sh DIR}
read -r expected_sum _ <"$here/meta_model.sha256"

main() {
    if is_right "$target/metaModel.json"; then return; fi
    mkdir -p "$target"
    work=$(mktemp -d "$target/.work.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    fetch
    is_right "$work/metaModel.json" || fail "the model that was found is not the one that meta_model.sha256 names; it is not used"
    mv "$work/metaModel.json" "$target/metaModel.json"
}

is_right() {
    [ -e "$1" ] && [ "$(sha256sum <"$1" | cut -d ' ' -f 1)" = "$expected_sum" ]
}

fetch() {
    if [ -n "${ROWTYPE_LSP_META_MODEL:-}" ]; then
        cp "$ROWTYPE_LSP_META_MODEL" "$work/metaModel.json"
        return
    fi
    command -v apt-get >/dev/null || fail "there is no apt here; set ROWTYPE_LSP_META_MODEL to a copy of metaModel.json"
    local mirror suite
    while read -r mirror; do
        for suite in forky sid; do
            if fetch_from "$mirror" "$suite" >"$work/apt.log" 2>&1 && is_right "$work/metaModel.json"; then return; fi
        done
    done < <(mirrors)
    [ ! -e "$work/apt.log" ] || tail -n 5 "$work/apt.log" >&2
    fail "apt has no source package lsprotocol with that model; set ROWTYPE_LSP_META_MODEL to a copy of metaModel.json"
}

# The Debian mirrors that this machine already uses, the security archive (which has no such package) left out.
mirrors() {
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 2>/dev/null | grep -v security | sort -u
}

fetch_from() {
    local apt=$work/apt-$2
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/state" "$apt/source"
    : >"$apt/state/status"
    echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $1 $2 main" >"$apt/sources.list"
    local options=(-o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::preferencesparts=/dev/null
        -o "Dir::State=$apt/state" -o "Dir::State::lists=$apt/lists" -o "Dir::State::status=$apt/state/status" -o "Dir::Cache=$apt/cache"
        -o Debug::NoLocking=true -o "APT::Sandbox::User=$(id -un)" -o Acquire::Retries=3)
    apt-get "${options[@]}" -qq update
    (cd "$apt/source" && apt-get "${options[@]}" -qq source --download-only --tar-only lsprotocol)
    tar -xzf "$apt"/source/lsprotocol_*.orig.tar.gz -O --wildcards '*/generator/lsp.json' >"$work/metaModel.json"
}

fail() {
    echo "LSP meta model: $1" >&2
    exit 1
}

main
