"""How the command line speaks: to people on a terminal, plainly into a pipe."""

from rich.console import Console

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """Say what was done."""
    out.print(text, markup=False)


def fail(text: str) -> None:
    """Say what was not done, and why."""
    err.print("✗ ", style="red", end="")
    err.print(text, markup=False)
