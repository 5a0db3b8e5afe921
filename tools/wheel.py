"""The wheel: `build` makes it with everything built in, `try` installs it where nothing else is."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parents[1]
STATIC = ROOT / "twintrack" / "config" / "static"
DIST = ROOT / "dist"
UV = str(Path(sys.executable).parent / "uv")
STOP_SECONDS = 10


def build() -> None:
    """Collect, hash and compress the static files into the package, and build the wheel."""
    shutil.rmtree(STATIC, ignore_errors=True)
    shutil.rmtree(DIST, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        around = os.environ | {
            "DJANGO_SETTINGS_MODULE": "twintrack.config.settings.production",
            "TWINTRACK_DATA_DIR": folder,
        }
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"]
        try:
            subprocess.run(collect, cwd=ROOT, env=around, check=True)
            shutil.copytree(Path(folder) / "static", STATIC)
            build_wheel = [UV, "build", "--quiet", "--wheel", "--out-dir", str(DIST)]
            subprocess.run(build_wheel, cwd=ROOT, check=True)
        finally:
            # A checkout that has it would go on serving what was built then.
            shutil.rmtree(STATIC, ignore_errors=True)
    print(next(DIST.glob("*.whl")))


def try_it() -> None:
    """Install the wheel with the locked packages and nothing else, and serve an empty folder."""
    wheel = next(DIST.glob("*.whl"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python = _installed(wheel, folder)
        command = str(python.parent / "twintrack")
        around = {
            "PATH": str(python.parent),
            "HOME": name,
            "LC_ALL": "en_GB.UTF-8",
            "TWINTRACK_DATA_DIR": str(folder / "data"),
        }
        port = _free_port()
        serve = [command, "serve", "--port", str(port), "--workers", "1"]
        with subprocess.Popen(serve, cwd=name, env=around, stdout=subprocess.PIPE, text=True) as it:
            try:
                assert it.stdout
                assert str(port) in it.stdout.readline()
                _look_at(f"http://127.0.0.1:{port}")
                subprocess.run([command, "doctor"], cwd=name, env=around, check=True)
                began = time.monotonic()
                it.send_signal(signal.SIGTERM)
                assert it.wait(STOP_SECONDS) == 0
                print(f"served, and ended in {time.monotonic() - began:.1f} s")
            finally:
                it.kill()


def _installed(wheel: Path, folder: Path) -> Path:
    python = folder / "venv" / "bin" / "python"
    wanted = folder / "requirements.txt"
    export = [UV, "export", "--quiet", "--frozen", "--no-dev", "--no-emit-project"]
    subprocess.run([*export, "-o", str(wanted)], cwd=ROOT, check=True)
    for words in (
        ["venv", "--quiet", "--python", sys.executable, str(folder / "venv")],
        ["pip", "install", "--quiet", "--python", str(python), "-r", str(wanted)],
        ["pip", "install", "--quiet", "--python", str(python), "--no-deps", str(wheel)],
    ):
        subprocess.run([UV, *words], cwd=folder, check=True)
    return python


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _look_at(url: str) -> None:
    """Fetch the first page and its style sheet, which must come hashed, small and for keeps."""
    with urlopen(f"{url}/", timeout=20) as answer:
        page = answer.read().decode()
    found = re.search(r'href="(/static/ui/dist/app\.[0-9a-f]+\.css)"', page)
    assert found, page[:2000]
    with urlopen(Request(url + found[1], headers={"Accept-Encoding": "br"}), timeout=20) as style:
        assert style.headers["Content-Encoding"] == "br"
        assert "immutable" in style.headers["Cache-Control"]


if __name__ == "__main__":
    commands = {"build": build, "try": try_it}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit("usage: wheel.py build|try")
    commands[sys.argv[1]]()
