#!/usr/bin/python3
"""A call log of a million calls: how long it takes to fill, how large it is, how long the dashboard's questions take, and how
long its pages do, asked for as a browser would.

    calllog.py [--release .build/release] [--calls 1000000] [--state FOLDER]

Exit status 1 when a question or a page takes 200 ms or more. With --state the folder is kept, and not filled again.
"""

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

LIMIT = 200  # milliseconds
PAGES = [
    "/calls", "/calls?number=36544", "/calls?number=%2B493654435761", "/calls?q=menu+shop", "/calls?q=nobody",
    "/calls?outcome=abandoned", "/calls?outcome=rejected", "/calls?number=49211&outcome=rejected", "/today",
]


@contextmanager
def dashboard(release: Path, state: Path, folder: Path):
    """`announce serve` with that log; yields the dashboard's address."""
    (folder / "media").mkdir()
    (folder / "announce.yaml").write_text(
        "public-url: https://phone.example.com\ntime-zone: Europe/Berlin\nwebhook: { signature: off }\n"
        "log: { keep: 3650d }\nserver: { listen: \"127.0.0.1:0\", admin: \"127.0.0.1:0\" }\n"
        "numbers: { +49 211 1234567: hangup }\n")
    server = subprocess.Popen(
        [release.resolve() / "announce", "serve", "--state", state.resolve()], cwd=folder, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True)
    try:
        port = re.search(r"admin on \S+:(\d+)", server.stdout.readline())[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def page(address: str) -> tuple[float, int]:
    """Milliseconds, the median of five, and bytes."""
    took = []
    for _ in range(6):
        start = time.monotonic()
        with urllib.request.urlopen(address) as answer:
            size = len(answer.read())
        took.append((time.monotonic() - start) * 1000)
    return statistics.median(took[1:]), size


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--release", type=Path, default=Path(__file__).parent.parent / ".build/release")
parser.add_argument("--calls", type=int, default=1_000_000)
parser.add_argument("--state", type=Path)
options = parser.parse_args()

with tempfile.TemporaryDirectory() as temporary:
    state = options.state or Path(temporary) / "state"
    state.mkdir(mode=0o700, exist_ok=True)
    log = state / "calls.sqlite"
    fill = options.release / "fill-log"
    if not log.exists():
        start = time.monotonic()
        subprocess.run([fill, log, "--calls", str(options.calls)], check=True)
        print(f"{options.calls} calls written in {time.monotonic() - start:.0f} s,", end=" ")
        print(f"{log.stat().st_size / options.calls:.0f} bytes each")
    lines = subprocess.run([fill, log, "--measure"], check=True, capture_output=True, text=True).stdout.splitlines()
    with dashboard(options.release, state, Path(temporary)) as address:
        with urllib.request.urlopen(f"{address}/calls") as answer:
            call = re.search(r'href="(/calls/\d+)"', answer.read().decode())[1]
        for path in [*PAGES, call]:
            milliseconds, size = page(address + path)
            lines.append(f"{milliseconds:.1f} ms  {path}  ({size} bytes)")
    print("\n".join(lines))
    slow = [line for line in lines if float(line.split()[0]) >= LIMIT]
    if slow:
        sys.exit(f"{len(slow)} questions take {LIMIT} ms or more")
