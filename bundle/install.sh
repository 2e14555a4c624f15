#!/bin/sh
# Installs Rubin from this folder, without a network. Устанавливает Рубин из этой папки, без сети.
#   sh install.sh [--prefix FOLDER] [--python PYTHON]
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
prefix=${XDG_DATA_HOME:-$HOME/.local/share}/rubin-tui
bin=$HOME/.local/bin
python=

case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in ru*|be*|uk*|kk*) ru=1 ;; *) ru= ;; esac
say() { if [ "$ru" ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi; }
stop() { say "$@" >&2; exit 2; }

while [ $# -gt 0 ]; do
    case "$1" in
        --prefix) [ $# -gt 1 ] || stop "--prefix needs a folder." "После --prefix нужна папка."
                  prefix=$2; bin=$2/bin; shift 2 ;;
        --python) [ $# -gt 1 ] || stop "--python needs a program." "После --python нужна программа."
                  python=$2; shift 2 ;;
        *) stop "Unknown option: $1. Use: sh install.sh [--prefix FOLDER] [--python PYTHON]" \
                "Неизвестный параметр: $1. Нужно: sh install.sh [--prefix ПАПКА] [--python PYTHON]" ;;
    esac
done

[ "$(uname -s)" = Linux ] && [ "$(uname -m)" = x86_64 ] || stop \
    "This bundle is for Linux on x86_64, and this is $(uname -s) on $(uname -m)." \
    "Этот набор — для Linux x86_64, а здесь $(uname -s) $(uname -m)."

fits() { "$1" -c 'import sys, venv; raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }
if [ "$python" ]; then
    fits "$python" || stop "$python is not Python 3.11, 3.12 or 3.13." "$python — не Python 3.11, 3.12 или 3.13."
else
    for one in python3.13 python3.12 python3.11 python3; do
        if command -v "$one" >/dev/null 2>&1 && fits "$one"; then python=$one; break; fi
    done
    [ "$python" ] || stop \
        "No Python 3.11, 3.12 or 3.13 was found. Install one, or name it: sh install.sh --python /path/to/python3.12" \
        "Python 3.11, 3.12 или 3.13 не найден. Установите его или укажите: sh install.sh --python /путь/к/python3.12"
fi

if command -v sha256sum >/dev/null 2>&1; then
    (cd "$here" && sha256sum --quiet -c SHA256SUMS) || stop \
        "The bundle is damaged: copy the archive again." "Набор повреждён: скопируйте архив ещё раз."
fi

mkdir -p "$prefix" "$bin" || stop "Cannot write to $prefix. Choose another folder: --prefix FOLDER" \
                                  "Нет доступа на запись в $prefix. Выберите другую папку: --prefix ПАПКА"
# Beside the old one, which stays whole until this is done.
new=$prefix/venv.new
rm -rf "$new"
"$python" -m venv --without-pip "$new"
pip=$(ls "$here"/wheels/pip-*.whl)
PYTHONPATH=$pip PIP_CONFIG_FILE=/dev/null "$new/bin/python" -m pip install -q --no-index --no-cache-dir \
    --disable-pip-version-check --find-links "$here/wheels" -c "$here/constraints.txt" rubin-tui
rm -rf "$prefix/venv.old"
[ ! -e "$prefix/venv" ] || mv "$prefix/venv" "$prefix/venv.old"
mv "$new" "$prefix/venv"
rm -rf "$prefix/venv.old"
# Scripts name their Python by its path: the folder was moved, so `rubin` starts it itself.
rm -f "$bin/rubin"
printf '#!/bin/sh\nexec "%s/venv/bin/python" -m rubin_tui "$@"\n' "$prefix" >"$bin/rubin"
chmod 755 "$bin/rubin"
version=$("$bin/rubin" --version)
say "$version is installed: $bin/rubin" "$version: установлено, $bin/rubin"
case ":$PATH:" in
    *":$bin:"*) ;;
    *) say "Put it into the PATH: export PATH=\"$bin:\$PATH\"" "Добавьте в PATH: export PATH=\"$bin:\$PATH\"" ;;
esac
