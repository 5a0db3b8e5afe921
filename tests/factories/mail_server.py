"""A mail server on this machine that says what a test wants it to say."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mails, or answers a step (`RCPT`, `DATA`, `END`) with a code, or hangs up there."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails: list[str] = []
        self.answers: dict[str, str] = {}

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline():
            word = line.decode().strip().split(" ")[0].split(":")[0].upper()
            if word == "QUIT":
                return self._say("221 bye")
            answer = self.server.answers.get(word, "354 go on" if word == "DATA" else "250 ok")
            self._say(answer)
            if word == "DATA" and answer.startswith("354") and not self._read_mail():
                return None
        return None

    def _read_mail(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.decode())
        answer = self.server.answers.get("END", "250 taken")
        if answer.startswith("250") or answer == "hang up":
            self.server.mails.append("".join(lines))
        if answer == "hang up":
            return False
        self._say(answer)
        return True

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(5)
