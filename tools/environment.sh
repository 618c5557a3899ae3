#!/bin/sh
# Makes .venv from a hash-locked requirements file: tools/environment.sh LOCK
# Run by the Makefile when the lock is newer than what is installed. Only Python and a shell are assumed.
set -eu

SUPPORTED='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

refuse() {
    printf '%s\n' "$@" >&2
    exit 1
}

find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
        if "$candidate" -c "$SUPPORTED" >/dev/null 2>&1; then
            printf '%s' "$candidate"
            return
        fi
    done
    refuse \
        'Python 3.11, 3.12 또는 3.13이 필요합니다. 설치한 뒤 다시 실행하거나 위치를 알려 주십시오: make demo PYTHON=/경로/python3.12' \
        'Python 3.11, 3.12 or 3.13 is needed: install one and run this again, or say where it is: make demo PYTHON=/path/to/python3.12'
}

if ! .venv/bin/python -c "$SUPPORTED; import pip" >/dev/null 2>&1; then
    python=$(find_python)
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    "$python" -c 'import venv, ensurepip' 2>/dev/null || refuse \
        "Python ${version}에 venv 모듈이 없습니다. 설치한 뒤 다시 실행하십시오: sudo apt install python${version}-venv" \
        "Python ${version} lacks its venv module: install it (sudo apt install python${version}-venv) and run this again."
    "$python" -m venv --clear .venv
fi
exec .venv/bin/python tools/install.py "$1"
