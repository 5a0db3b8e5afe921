"""What is written to the log: never a key with which anybody could come in."""

import logging
import re

# Keys of inbound addresses stand in their addresses; tokens could be in a message.
KEY = re.compile(r"\b(tw[it]_)[A-Za-z0-9_-]+")


class KeylessFormatter(logging.Formatter):
    """Write a line, with its traceback, without the keys that stand in it."""

    def format(self, record: logging.LogRecord) -> str:
        return KEY.sub(r"\1…", super().format(record))
