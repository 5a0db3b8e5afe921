"""Serves the pages at 127.0.0.1:8000 with the worker beside them, until one of both ends."""

import os
import signal
import subprocess
import sys
import time

SERVER = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1"]
SERVER += ["--port", os.environ.get("TWINTRACK_PORT", "8000"), "--workers", "1"]
SERVER += ["--no-log", "twintrack.config.asgi:application"]
WORKER = [sys.executable, "manage.py", "worker"]


def stop(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def main() -> int:
    signal.signal(signal.SIGTERM, stop)
    children = [subprocess.Popen(command) for command in (WORKER, SERVER)]
    print(f"Twintrack is at http://127.0.0.1:{os.environ.get('TWINTRACK_PORT', '8000')}")
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
    except KeyboardInterrupt:
        return 0
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(10)
    return 1


if __name__ == "__main__":
    sys.exit(main())
