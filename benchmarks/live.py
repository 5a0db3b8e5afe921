"""How long after one person's change another's open page hears of it; idle pages beside."""

import threading
import time

import httpx

from benchmarks.company import served, signed_in, token_of
from benchmarks.report import Bar, arguments, finish, spread


def listen(client: httpx.Client, heard: dict[str, float], ready: threading.Event) -> None:
    """Note when each kind of change with its subject was heard of."""
    with client.stream("GET", "/live", timeout=None) as stream:
        for line in stream.iter_lines():
            ready.set()
            if line.startswith("data:"):
                heard.setdefault(line, time.monotonic())


def main() -> None:
    options = arguments(changes=100, idle=200)
    with served(options.database) as company:
        url = company.url
        sales, rnd = signed_in(url, "zhao"), signed_in(url, "lin")
        for _each in range(options.idle):
            client = httpx.Client(base_url=url, cookies=rnd.cookies, timeout=30)
            threading.Thread(
                target=listen, args=(client, {}, threading.Event()), daemon=True
            ).start()
        heard: dict[str, float] = {}
        ready = threading.Event()
        threading.Thread(target=listen, args=(rnd, heard, ready), daemon=True).start()
        ready.wait(20)
        page = sales.get("/feedback/new/")
        first = page.text.split('name="customer"')[1].split('value="')[2].split('"')[0]
        product = page.text.split('name="product"')[1].split('value="')[2].split('"')[0]
        form = {
            "csrfmiddlewaretoken": token_of(page),
            "customer": first,
            "product": product,
            "kind": "complaint",
            "severity": "major",
        }
        told: list[float] = []
        handed: list[float] = []
        for number in range(options.changes):
            heard.clear()
            answer = sales.post(
                "/feedback/new/", data=form | {"verbatim": f"Said {number}"}, follow_redirects=False
            )
            answered = time.monotonic()
            assert answer.status_code == 302, answer.text
            _until(heard, "handoff.made")
            told.append(max(0.0, _when(heard, "feedback.recorded") - answered))
            handed.append(max(0.0, _when(heard, "handoff.made") - answered))
        idle = f"{options.idle} idle pages"
        bars = [
            Bar(
                bar=f"feedback on the other's page, p50 ms, {idle}",
                figure=spread(told)[0],
                limit=1000,
            ),
            Bar(
                bar=f"feedback on the other's page, p95 ms, {idle}",
                figure=spread(told)[1],
                limit=1000,
            ),
            Bar(
                bar=f"behind a requirement by itself, p50 ms, {idle}",
                figure=spread(handed)[0],
                limit=1000,
            ),
            Bar(
                bar=f"behind a requirement by itself, p95 ms, {idle}",
                figure=spread(handed)[1],
                limit=1000,
            ),
        ]
    finish("live", bars, options)


def _when(heard: dict[str, float], kind: str) -> float:
    return next(at for line, at in list(heard.items()) if f'"{kind}"' in line)


def _until(heard: dict[str, float], kind: str) -> None:
    end = time.monotonic() + 20
    while not any(f'"{kind}"' in line for line in list(heard)):
        if time.monotonic() > end:
            raise TimeoutError(kind)
        time.sleep(0.001)


if __name__ == "__main__":
    main()
