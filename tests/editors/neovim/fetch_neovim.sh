#!/usr/bin/env bash
# fetch_neovim.sh DIR: unpacks real Neovims with all their libraries into folders of DIR, for the tests; does nothing where one is there.
#
#   DIR/bookworm   0.7.2, older than what the plugin needs: the tests look at what it says then
#   DIR/trixie     0.10.4, the oldest that the plugin supports
#   DIR/forky      0.12 or newer. Debian's testing moves: that it could not be fetched is said here and by the test, and is no failure
#
# Debian's packages, fetched by apt with lists and a cache of their own: nothing is installed, the machine's own apt and dpkg stay as
# they are. Packages of another release bring their own C library, which patchelf makes the program use.
set -euo pipefail

target=${1:?usage: fetch_neovim.sh DIR}

main() {
    need bookworm
    need trixie
    (need forky) || echo "Neovim: forky's could not be fetched; the tests of Neovim 0.11 and later are skipped" >&2
}

need() {
    local suite=$1
    [ ! -e "$target/$suite/.complete" ] || return 0
    command -v apt-get >/dev/null || fail "there is no apt here; the tests run Debian's Neovim packages"
    mkdir -p "$target"
    # Two clones that start at once fetch it once.
    (flock 9 && { [ -e "$target/$suite/.complete" ] || fetch "$suite"; }) 9>"$target/$suite.lock"
}

fetch() {
    local suite=$1 mirror work
    work=$(mktemp -d "$target/.work.XXXXXX")
    # shellcheck disable=SC2064 # the folder of now
    trap "rm -rf '$work'" EXIT
    echo "-- Fetching the Neovim of Debian $suite"
    while read -r mirror; do
        if fetch_from "$mirror" "$suite" "$work" >"$work/log" 2>&1; then
            rm -rf "${target:?}/$suite"
            mv "$work/root" "$target/$suite"
            return
        fi
    done < <(mirrors)
    [ ! -e "$work/log" ] || tail -n 5 "$work/log" >&2
    fail "apt could not fetch the package neovim of Debian $suite"
}

# The Debian mirrors that this machine already uses, the security archive (which holds updates only) left out.
mirrors() {
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 2>/dev/null | grep -v security | sort -u
}

# Every command with `||`: called from a condition, so that `set -e` does not hold in here.
fetch_from() {
    local mirror=$1 suite=$2 apt=$3/apt root=$3/root package libraries program
    rm -rf "$apt" "$root" || return
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/state" "$root" || return
    : >"$apt/state/status"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$apt/sources.list"
    local options=(-o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::preferencesparts=/dev/null
        -o "Dir::State=$apt/state" -o "Dir::State::lists=$apt/lists" -o "Dir::State::status=$apt/state/status" -o "Dir::Cache=$apt/cache"
        -o APT::Install-Recommends=false -o Debug::NoLocking=true -o "APT::Sandbox::User=$(id -un)" -o Acquire::Retries=3)
    apt-get "${options[@]}" -qq update || return
    apt-get "${options[@]}" -y -qq --download-only install neovim || return
    for package in "$apt"/cache/archives/*.deb; do dpkg -x "$package" "$root" || return; done
    libraries=$(dirname "$(find "$root" -name 'ld-linux*.so.*' -path '*/lib/*-linux-gnu*' | head -n 1)") || return
    program=$root/usr/bin/nvim
    # The paths are those of the folder's last home.
    local home=$target/$suite${libraries#"$root"}
    patchelf --set-interpreter "$home/$(basename "$libraries"/ld-linux*.so.*)" --force-rpath --set-rpath \
        "$home:$target/$suite/usr/lib/${libraries##*/}" "$program" || return
    touch "$root/.complete" || return
}

fail() {
    echo "Neovim: $1" >&2
    exit 1
}

main
