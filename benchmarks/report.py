"""The table and the JSON that every benchmark gives."""

import argparse
import json
import platform
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A figure and the limit it has to keep; `more` where more is better."""

    bar: str
    figure: float
    limit: float
    more: bool = False

    @property
    def holds(self) -> bool:
        return self.figure >= self.limit if self.more else self.figure <= self.limit


def arguments(**defaults: int) -> argparse.Namespace:
    """Read the options that all benchmarks share, and a benchmark's own numbers."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", type=Path)
    parser.add_argument("--database", default="", help="postgresql://…; a SQLite file without")
    for name, value in defaults.items():
        parser.add_argument(f"--{name}", type=int, default=value)
    return parser.parse_args()


def spread(seconds: list[float]) -> tuple[float, float]:
    """Give median and 95th percentile in milliseconds."""
    ordered = sorted(seconds)
    return median(ordered) * 1000, ordered[int(len(ordered) * 0.95)] * 1000


def finish(
    name: str,
    bars: list[Bar],
    options: argparse.Namespace,
    *,
    baselines: dict[str, float] | None = None,
) -> None:
    """Print the table, write the JSON, and end with 1 if a bar does not hold."""
    for bar in bars:
        sign = "≥" if bar.more else "≤"
        figure = f"{bar.figure:9.3f}" if bar.limit <= 1 else f"{bar.figure:9.1f}"
        print(f"{bar.bar:58} {figure} {sign} {bar.limit:<8.5g} {'yes' if bar.holds else 'NO'}")
    for what, value in (baselines or {}).items():
        print(f"{what:58} {value:9.3f}")
    if options.json:
        machine = f"{platform.machine()} {platform.system()} Python {platform.python_version()}"
        told = {
            "name": name,
            "bars": [asdict(bar) | {"holds": bar.holds} for bar in bars],
            "baselines": baselines or {},
            "machine": machine,
        }
        options.json.write_text(json.dumps(told, ensure_ascii=False, indent=1))
    sys.exit(0 if all(bar.holds for bar in bars) else 1)
