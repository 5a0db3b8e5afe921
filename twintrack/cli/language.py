"""The language of the person at the terminal."""

from collections.abc import Mapping

VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_from(environment: Mapping[str, str]) -> str:
    """Choose Chinese or English as the terminal does; the installation's where it says nothing."""
    for name in VARIABLES:
        value = environment.get(name, "")
        if value and value.split(".")[0] not in {"C", "POSIX"}:
            return "zh-hans" if value.startswith("zh") else "en"
    return "zh-hans" if environment.get("TWINTRACK_LANGUAGE", "").startswith("zh") else "en"
