#!/usr/bin/python3
"""The dashboard of an agency: 300 numbers, 60 flows, menus and schedules, 400 recordings, 100,000 calls. How long every page takes,
and how large it is.

    dashboard.py [--build .build/release] [--calls 100000] [--folder FOLDER] [--only TEXT] [--pages FOLDER]

Exit status 1 when a page takes 150 ms or more, or has more than 100 KB. With --folder the project is kept, and not made again.
A debug build is slower than a release build, so its figures are an upper bound.
"""

import argparse
import html
import random
import re
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path

MILLISECONDS = 150
BYTES = 100_000
CUSTOMERS = 60
NUMBERS = 300
RECORDINGS = 400


def configuration() -> str:
    """Five numbers, a flow, a menu and a schedule for each of 60 customers."""
    chance = random.Random(17)
    lines = [
        "public-url: https://phone.example.com", "time-zone: Europe/Berlin", "webhook: { signature: off }",
        'server: { listen: "127.0.0.1:0", admin: "127.0.0.1:0" }', "log: { keep: 3650d }", "numbers:",
    ]
    for number in range(NUMBERS):
        # The calls of fill-log are to the first ten.
        lines.append(f"  +49 211 12345{60 + number:02}: reception-{number % CUSTOMERS:02}" if number < 10 else
                     f"  +49 30 40{number:04}: reception-{number % CUSTOMERS:02}")
    lines.append("flows:")
    for customer in range(CUSTOMERS):
        lines += [
            f"  reception-{customer:02}:", f"    - check: office-{customer:02}", f"      open: {{ menu: main-{customer:02} }}",
            f"      closed: [ {{ play: closed-{customer:03} }}, voicemail ]",
        ]
    lines.append("menus:")
    for customer in range(CUSTOMERS):
        lines += [
            f"  main-{customer:02}:", f"    prompt: menu-{customer:03}", "    choices:",
            f"      1: {{ dial: +49 30 90{customer:04} }}", "      2: voicemail",
            f"      3: [ {{ play: offer-{customer:03} }}, hangup ]",
        ]
    lines.append("schedules:")
    for customer in range(CUSTOMERS):
        end = chance.choice(["12:30", "17:00", "18:30"])
        lines += [
            f"  office-{customer:02}:", f"    hours: {{ mon-fri: 09:00-{end}, sat: 10:00-14:00 }}",
            "    seasons: { 07-01..08-31: { mon-fri: 08:00-15:00 } }", "    holidays: DE-NW",
            "    days: { 2026-12-24: 09:00-12:00, 2026-12-31: closed, 12-27..12-30: 10:00-13:00 }",
        ]
    return "\n".join(lines) + "\n"


def recording(path: Path, number: int) -> None:
    """A quarter of a second at 8 kHz, another one for each number."""
    chance = random.Random(number)
    sound = struct.pack("<2000h", *(chance.randrange(-6000, 6000) for _ in range(2000)))
    path.write_bytes(
        struct.pack("<4sI8sIHHIIHH4sI", b"RIFF", 36 + len(sound), b"WAVEfmt ", 16, 1, 1, 8000, 16000, 2, 16, b"data", len(sound))
        + sound)


def project(folder: Path, build: Path, calls: int) -> None:
    (folder / "media").mkdir()
    (folder / "state").mkdir(mode=0o700)
    (folder / "announce.yaml").write_text(configuration())
    names = [f"{kind}-{customer:03}" for kind in ("closed", "menu", "offer") for customer in range(CUSTOMERS)]
    names += [f"spare-{number:03}" for number in range(RECORDINGS - len(names))]
    for number, name in enumerate(names):
        recording(folder / "media" / f"{name}.wav", number)
    subprocess.run([build / "fill-log", folder / "state" / "calls.sqlite", "--calls", str(calls)], check=True)


@contextmanager
def dashboard(build: Path, folder: Path):
    """`announce serve` of the project, with everything published; yields the dashboard's address."""
    server = subprocess.Popen(
        [build / "announce", "serve", "--state", "state"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True)
    try:
        port = re.search(r"admin on \S+:(\d+)", server.stdout.readline())[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def read(address: str, language: str) -> tuple[str, str]:
    """The text of a page and its type; of one that redirects that of the page it leads to."""
    request = urllib.request.Request(address, headers={"Accept-Language": language})
    with urllib.request.urlopen(request) as answer:
        return answer.read().decode(errors="replace"), answer.headers["Content-Type"] or ""


def kind(path: str) -> str:
    """Pages of one kind differ in names and ids."""
    path, _, query = path.partition("?")
    parts = path.split("/")
    fields = sorted(urllib.parse.parse_qs(query))
    return f"{parts[1]}/{len(parts)}/{parts[-1] if len(parts) > 3 and parts[-1] in ('edit', 'hours', 'switch', 'close') else ''}?{fields}"


def pages(address: str) -> list[str]:
    """A page of each kind, found by following links from Home."""
    waiting, seen, found = ["/"], set(), []
    while waiting:
        path = waiting.pop(0)
        if kind(path) in seen:
            continue
        seen.add(kind(path))
        text, type_ = read(address + path, "de")
        if not type_.startswith("text/html"):
            continue
        found.append(path)
        links = [html.unescape(link) for link in re.findall(r'<a [^>]*?href="(/[^"]*)"', text)]
        waiting += [link.split("#")[0] for link in links if not re.match(r"/(language|media|assets)/", link)]
    return found


def measure(address: str) -> tuple[float, int, str]:
    """Milliseconds, the median of five after one to warm up; bytes; the page."""
    took = []
    for _ in range(6):
        start = time.monotonic()
        text, _ = read(address, "de")
        took.append((time.monotonic() - start) * 1000)
    return statistics.median(took[1:]), len(text.encode()), text


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--build", type=Path, default=Path(__file__).parent.parent / ".build/release")
parser.add_argument("--calls", type=int, default=100_000)
parser.add_argument("--folder", type=Path)
parser.add_argument("--only", default="", help="only pages whose path contains this")
parser.add_argument("--pages", type=Path, help="keep the pages in this folder")
options = parser.parse_args()
build = options.build.resolve()

with tempfile.TemporaryDirectory() as temporary:
    folder = options.folder or Path(temporary) / "project"
    if not (folder / "announce.yaml").exists():
        folder.mkdir(parents=True, exist_ok=True)
        project(folder, build, options.calls)
    failed = []
    with dashboard(build, folder) as address:
        # Home and Numbers speak of what is published; until all is, they are about to change.
        while "offer-059" not in read(f"{address}/announcements?q=offer-059", "en")[0]:
            time.sleep(0.5)
        for path in pages(address):
            if options.only not in path:
                continue
            milliseconds, size, text = measure(address + path)
            line = f"{milliseconds:7.1f} ms  {size / 1000:7.1f} KB  {path}"
            isBad = milliseconds >= MILLISECONDS or size > BYTES
            print(line + ("  <--" if isBad else ""), flush=True)
            if isBad:
                failed.append(path)
            if options.pages:
                options.pages.mkdir(exist_ok=True)
                (options.pages / (re.sub(r"\W+", "-", path).strip("-") + ".html")).write_text(text)
    if failed:
        sys.exit(f"{len(failed)} pages take {MILLISECONDS} ms or more, or have more than {BYTES // 1000} KB")
