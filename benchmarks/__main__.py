"""
Measure everything, one after the other: `python -m benchmarks [--data DIR] [--database URL]`.

`--data` is a folder with one folder for each kind of data; what finds none is left out. Each
writes its table and `NAME.json` into `--into`. Ends with 1 if a bar fails.
"""

import argparse
import subprocess
import sys
from pathlib import Path

# Name, and where its data lies.
ALL = (
    ("live", ""),
    ("pages", ""),
    ("work", ""),
    ("deals", ""),
    ("insight", ""),
    ("control", ""),
    ("reports", ""),
    ("grown", ""),
    ("intake", ""),
    ("faults", ""),
    ("matching", "matching"),
    ("apache", "health/apache"),
    ("ingest", "git"),
    ("logs", "health/apache"),
    ("sales", "sales"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--database", default="", help="postgresql://…; a SQLite file without")
    parser.add_argument("--into", type=Path, default=Path("var/benchmarks"))
    chosen = parser.parse_args()
    chosen.into.mkdir(parents=True, exist_ok=True)
    failed = []
    for name, folder in ALL:
        command = [sys.executable, "-m", f"benchmarks.{name}"]
        command += ["--json", str(chosen.into / f"{name}.json")]
        if chosen.database:
            command += ["--database", chosen.database]
        if folder:
            if chosen.data is None or not (chosen.data / folder).is_dir():
                print(f"== {name}: no data")
                continue
            command += ["--data", str(chosen.data / folder)]
        print(f"== {name}", flush=True)
        if subprocess.run(command, check=False).returncode:
            failed.append(name)
    if failed:
        sys.exit(f"A bar does not hold: {', '.join(failed)}")


if __name__ == "__main__":
    main()
