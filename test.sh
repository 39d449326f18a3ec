#!/usr/bin/env bash
# Builds and tests everything. The last line is always "N passed, N failed", with ", N skipped" where tests were.
#
#   ./test.sh           all but the tests marked Category=Long      (below half an hour on two cores)
#   ./test.sh --quick   also without those marked Category=Slow     (below two minutes)
#   ./test.sh --long    everything, and MINGUS_TEST_LONG=1 for tests that repeat more often when there is time
#
# PostgreSQL, Chromium and Node are installed by apt where they are absent; --quick needs no Chromium. Tests find
# them through MINGUS_POSTGRES_BIN (the folder of initdb and postgres) and MINGUS_CHROMIUM (the program), which may
# also be set from outside. Output of every step is kept in artifacts/test-logs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

passed=0 failed=0 skipped=0 finished=no
logs="$PWD/artifacts/test-logs"

main() {
    local mode=default
    case "${1:-}" in
        "") ;;
        --quick) mode=quick ;;
        --long) mode=long ;;
        *) stop "unknown option $1: use --quick, --long or nothing" ;;
    esac
    rm -rf "$logs"
    mkdir -p "$logs"
    settle_home
    check_sdk
    install_missing "$mode"
    step restore-tools dotnet tool restore || stop "dotnet tools were not restored"
    step restore dotnet restore Mingus.slnx --locked-mode ||
        stop "packages were not restored; after NU1004 run 'dotnet restore' and commit the packages.lock.json files"
    step format dotnet csharpier check . || fail "some files are not formatted: run 'dotnet csharpier format .'"
    step build dotnet build Mingus.slnx -c Release --no-restore || stop "the build failed"
    run_web "$mode"
    run_tests "$mode"
    if [[ $mode != quick ]]; then run_browser; fi
    search_canaries
    if ((passed + failed == 0)); then fail "no test ran"; fi
    finished=yes
}

# The closing line is printed whatever ends the script; ending early is a failure, even if no test had failed.
close() {
    local status=$?
    if [[ $finished == no && $failed == 0 ]]; then failed=1; fi
    # Once more at the end, where whoever reads a long output looks first.
    grep -hoE '^ *✘ .*|^failed .*|^ *FAIL .*' "$logs"/*.log 2>/dev/null | sort -u | head -n 40 || true
    local line="$passed passed, $failed failed"
    if ((skipped > 0)); then line+=", $skipped skipped"; fi
    echo
    echo "$line"
    if ((failed > 0 && status == 0)); then status=1; fi
    exit "$status"
}

fail() {
    echo "FAILED: $1"
    failed=$((failed + 1))
}

stop() {
    fail "$1"
    exit 1
}

# The tools want a home to write to; a checkout without one brings its own.
settle_home() {
    if [[ -z "${HOME:-}" || ! -d "$HOME" || ! -w "$HOME" ]]; then
        export HOME="$PWD/artifacts/home"
        mkdir -p "$HOME"
        echo "HOME is missing or not writable: using artifacts/home."
    fi
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
    # A build that leaves servers behind would keep the script's output open after its end.
    export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
}

check_sdk() {
    local wanted
    wanted=$(grep -o '"version": *"[^"]*"' global.json | cut -d'"' -f4)
    command -v dotnet >/dev/null || stop ".NET SDK $wanted or later is needed: https://dotnet.microsoft.com/download"
    if ! dotnet --version >"$logs/sdk.log" 2>&1; then
        cat "$logs/sdk.log"
        stop ".NET SDK $wanted or a later 10.0 is needed (global.json): https://dotnet.microsoft.com/download"
    fi
    echo ".NET SDK $(cat "$logs/sdk.log")"
}

install_missing() {
    local missing=()
    [[ -n "$(find_postgres)" ]] || missing+=(postgresql)
    command -v node >/dev/null || missing+=(nodejs)
    command -v npm >/dev/null || missing+=(npm)
    [[ $1 == quick || -n "$(find_chromium)" ]] || missing+=(chromium fonts-dejavu-core)
    if ((${#missing[@]} > 0)); then apt_install "${missing[@]}"; fi

    MINGUS_POSTGRES_BIN=$(find_postgres)
    MINGUS_CHROMIUM=$(find_chromium)
    export MINGUS_POSTGRES_BIN MINGUS_CHROMIUM
    echo "PostgreSQL in $MINGUS_POSTGRES_BIN, Chromium ${MINGUS_CHROMIUM:-not needed}, Node $(node --version)"
}

apt_install() {
    local root=()
    command -v apt-get >/dev/null || stop "please install $* (there is no apt-get here)"
    if ((EUID != 0)); then
        command -v sudo >/dev/null || stop "please install $* (neither root nor sudo here)"
        root=(sudo -n)
    fi
    step apt-update "${root[@]}" apt-get update || stop "apt-get update failed; please install $*"
    step apt-install "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "$@" || stop "please install $*"
}

find_postgres() {
    local folder
    for folder in "${MINGUS_POSTGRES_BIN:-}" "$(dirname "$(readlink -f "$(command -v initdb || echo /none)")")" \
        $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
        if [[ -n $folder && -x "$folder/initdb" && -x "$folder/postgres" ]]; then
            echo "$folder"
            return
        fi
    done
}

find_chromium() {
    local name
    for name in "${MINGUS_CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [[ -n $name ]] && command -v "$name"; then return; fi
    done
}

# step NAME COMMAND...: runs it with its output in a log, which is shown when it fails.
step() {
    local name=$1 begun=$SECONDS
    shift
    if "$@" >"$logs/$name.log" 2>&1 </dev/null; then
        printf '%-28s %4d s\n' "$name" $((SECONDS - begun))
    else
        printf '%-28s %4d s  failed\n' "$name" $((SECONDS - begun))
        # A build repeats each error; its errors alone say more than its end.
        { grep -E ': error ' "$logs/$name.log" | sort -u || tail -n 40 "$logs/$name.log"; } | head -n 60
        return 1
    fi
}

run_tests() {
    local project limit filter=()
    case $1 in
        quick) limit=100 filter=(--filter-not-trait "Category=Slow" "Category=Long") ;;
        long) limit=10800 && export MINGUS_TEST_LONG=1 ;;
        *) limit=2400 filter=(--filter-not-trait "Category=Long") ;;
    esac
    for project in test/*/*.csproj; do
        # A library that test projects share is no test project.
        if grep -qE '<OutputType>Library<|<IsTestProject>false<' "$project"; then continue; fi
        run_project "$project" "$limit" "${filter[@]}"
    done
}

# Counts come from the report that the runner writes; a run without one, or one that ends badly, is a failure.
run_project() {
    local name report begun=$SECONDS status=0 p=0 f=0 s=0
    name=$(basename "$1" .csproj)
    report="$logs/$name.xml"
    timeout --kill-after=10 "$2" "$(dirname "$1")/bin/Release/net10.0/$name" "${@:3}" --no-ansi --progress off \
        --ignore-exit-code 8 --results-directory "$logs" --report-xunit-xml --report-xunit-xml-filename "$name.xml" \
        >"$logs/$name.log" 2>&1 </dev/null || status=$?
    if [[ -f $report ]]; then
        p=$(attribute passed "$report")
        f=$(($(attribute failed "$report") + $(attribute errors "$report")))
        s=$(attribute skipped "$report")
    fi
    if ((status != 0 && f == 0)) || [[ ! -f $report ]]; then f=$((f + 1)); fi
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    printf '%-28s %4d s  %d passed, %d failed, %d skipped\n' "$name" $((SECONDS - begun)) "$p" "$f" "$s"
    if [[ ! -f $report ]]; then echo "$name ended with code $status and without a report."; fi
    if ((status == 124 || status == 137)); then echo "$name was stopped after $2 s."; fi
    if ((f > 0)); then show_failures "$logs/$name.log"; fi
}

# What each failed test said, without what the product logged between; of a run that names none, its end.
show_failures() {
    if ! grep -q '^failed ' "$1"; then
        tail -n 60 "$1"
        return
    fi
    awk '
        /^failed / { told = 1; lines = 0 }
        /^(trce|dbug|info|warn|fail|crit): |^(passed|skipped) |^Test run summary/ { told = 0 }
        told && lines++ < 80 { print substr($0, 1, 2000) }
    ' "$1" | head -n 400
}

# The web's own tests: its packages in Node; but with --quick also against the built server, in a browser, and by size.
run_web() {
    if [[ $1 == quick ]]; then export MINGUS_WEB_QUICK=1; fi
    step web-restore node web/build/build.mjs --restore || {
        fail "the web's packages were not restored"
        return
    }
    step web-types npm run --prefix web --silent check || fail "the web's types do not agree"
    run_script web 900 web npm test --silent
}

# Journeys through the built server in Chromium, with packages of their own.
run_browser() {
    step browser-restore npm ci --prefix web/browser --no-audit --no-fund --loglevel=error || {
        fail "the packages of the journeys were not restored"
        return
    }
    run_script browser 1800 web/browser npm test --silent
    grep -h '^Note: ' "$logs/browser.log" || true
}

# What CanaryTests plants as secrets stands in nothing that the whole run logged, as it is or coded.
search_canaries() {
    local canary hex base found=0
    while read -r canary; do
        hex=$(printf %s "$canary" | od -An -v -tx1 | tr -d ' \n')
        base=$(printf %s "$canary" | base64 -w0 | sed 's/.=*$//')
        if grep -raFil -e "$canary" -e "$hex" -e "$base" -e "${canary// /%20}" "$logs"; then found=1; fi
    done < <(grep -oP 'private const string \w+ = "\K[^"]+' test/Mingus.Scenarios/CanaryTests.cs)
    if ((found > 0)); then fail "a planted canary stands in the logs named above"; else passed=$((passed + 1)); fi
}

# run_script NAME SECONDS FOLDER COMMAND...: tests that write a JUnit report to $MINGUS_WEB_REPORT.
run_script() {
    local name=$1 limit=$2 folder=$3 report="$logs/$1.xml" begun=$SECONDS status=0 p=0 f=0 s=0
    shift 3
    (cd "$folder" && MINGUS_WEB_REPORT="$report" \
        MINGUS_SERVER="$OLDPWD/src/Mingus.Server/bin/Release/net10.0/Mingus.Server" \
        timeout --kill-after=10 "$limit" "$@") >"$logs/$name.log" 2>&1 </dev/null || status=$?
    if [[ -f $report ]]; then
        f=$(($(suites failures "$report") + $(suites errors "$report")))
        s=$(suites skipped "$report")
        p=$(($(suites tests "$report") - f - s))
    fi
    if ((status != 0 && f == 0)) || ((p + f == 0)); then f=$((f + 1)); fi
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    printf '%-28s %4d s  %d passed, %d failed, %d skipped\n' "$name" $((SECONDS - begun)) "$p" "$f" "$s"
    if ((status == 124 || status == 137)); then echo "$name was stopped after $limit s."; fi
    if ((f > 0)); then tail -n 400 "$logs/$name.log"; fi
}

# The value of an attribute of a JUnit report, summed over its suites.
suites() {
    grep -o '<testsuite [^>]*>' "$2" | grep -o " $1=\"[0-9]*\"" | cut -d'"' -f2 | awk '{ n += $1 } END { print n + 0 }'
}

# The value of an attribute, summed over the assemblies of a report.
attribute() {
    grep -o '<assembly [^>]*>' "$2" | grep -o " $1=\"[0-9]*\"" | cut -d'"' -f2 | awk '{ n += $1 } END { print n + 0 }'
}

trap close EXIT
trap 'exit 130' INT TERM
main "$@"
