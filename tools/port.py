"""
Say before anything is built that the port is taken: `python tools/port.py 8000`.

It runs before anything is installed, with the Python of the machine alone, and asks in both
languages for nobody has chosen one yet.
"""

import socket
import sys

TAKEN = """Port {port} cannot be used: {reason}. Choose another one: make {goal} PORT={other}
端口 {port} 不可用：{reason}。请换一个：make {goal} PORT={other}"""


def refusal(port: str, goal: str = "demo") -> str:
    """Say why nothing can listen at a port of this machine; nothing if it can."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", int(port)))
        except (OSError, OverflowError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            other = int(port) + 1 if port.isdecimal() and 1024 <= int(port) < 65535 else 8001
            return TAKEN.format(port=port, reason=reason, goal=goal, other=other)
    return ""


if __name__ == "__main__":
    if said := refusal(*sys.argv[1:]):
        sys.exit(said)
