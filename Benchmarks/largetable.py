#!/usr/bin/python3
"""A million numbers in a table: how long `announce serve` takes to start with them, what memory they cost, and how long an edit
of the table takes to reach callers, with calls coming in meanwhile.

    largetable.py [--announce .build/release/announce] [--rows 1000000] [--names]

With --names each row has a name of some 20 characters of its own, whose memory is to be added.
Exit status 1 when the table costs 50 MB (90 MB with names) or 2 s, or a call meanwhile took a second.
"""

import argparse
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from serving import free_port, post_body

FLOWS = 200


def configuration(folder: Path, port: int, numbers: str) -> None:
    (folder / "media").mkdir(exist_ok=True)
    flows = "".join(f"  flow-{i}: [ {{ menu: menu-{i} }} ]\n" for i in range(FLOWS))
    menus = "".join(
        f"  menu-{i}: {{ prompt: hello, choices: {{ 1: {{ dial: +49 30 12345 }}, 2: voicemail }} }}\n" for i in range(FLOWS))
    (folder / "announce.yaml").write_text(
        "public-url: https://phone.example.com\ntime-zone: Europe/Berlin\nwebhook: { signature: off }\nlog: off\n"
        f"server: {{ listen: \"127.0.0.1:{port}\", admin: \"127.0.0.1:0\" }}\nnumbers:\n{numbers}\nflows:\n{flows}menus:\n{menus}")
    # A second of silence.
    subprocess.run(["sox", "-n", "-r", "8000", folder / "media/hello.wav", "trim", "0", "1"], check=True)


def table(folder: Path, numbers: list[int], flow, has_names: bool) -> None:
    draft = folder / "numbers.csv.new"
    with draft.open("w") as file:
        file.write("number,flow,name\n" if has_names else "number,flow\n")
        file.writelines(
            f"+49 211 {10_000_000 + number},{flow(number)}" + (f",Desk {number} in hall {number % 90}\n" if has_names else "\n")
            for number in numbers)
    draft.rename(folder / "numbers.csv")


def memory(process: subprocess.Popen, key: str) -> int:
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(rf"{key}:\s+(\d+) kB", status)[1]) // 1000


@contextmanager
def serving(announce: Path, folder: Path):
    start = time.monotonic()
    process = subprocess.Popen(
        [announce, "serve", "--state", folder / "state"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    lines = []
    while "Listening" not in (line := process.stdout.readline()):
        lines.append(line)
        if not line:
            sys.exit("announce does not start:\n" + "".join(lines[-20:]))
    took = time.monotonic() - start
    threading.Thread(target=lambda: [None for _ in process.stdout], daemon=True).start()
    try:
        yield process, took
    finally:
        process.terminate()
        process.wait(60)


def answer(port: int, number: int) -> bytes:
    return post_body(port, f"event=newCall&direction=in&from=4930555&to=49211{10_000_000 + number}&callId=1".encode())


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--announce", type=Path, default=Path(__file__).parent.parent / ".build/release/announce")
parser.add_argument("--rows", type=int, default=1_000_000)
parser.add_argument("--names", action="store_true")
options = parser.parse_args()
announce = options.announce.resolve()
numbers = list(range(options.rows))
random.Random(1).shuffle(numbers)

with tempfile.TemporaryDirectory() as name:
    folder, port = Path(name), free_port()
    configuration(folder, port, "\n".join(f"  +49 211 {10_000_000 + i}: flow-{i % FLOWS}" for i in range(10)))
    with serving(announce, folder) as (process, few):
        time.sleep(1)
        at_rest = memory(process, "VmRSS")
    configuration(folder, port, "  file: numbers.csv")
    table(folder, numbers, lambda number: f"flow-{number % FLOWS}", options.names)
    size = (folder / "numbers.csv").stat().st_size / 1e6
    with serving(announce, folder) as (process, many):
        time.sleep(1)
        resident, peak = memory(process, "VmRSS"), memory(process, "VmHWM")
        print(f"{options.rows} rows, {size:.0f} MB: ready after {many:.2f} s, with ten numbers after {few:.2f} s")
        print(f"memory: {resident} MB, {peak} MB at the peak, with ten numbers {at_rest} MB")
        assert b"Gather" in answer(port, numbers[0])
        slowest, calls, ended = 0.0, 0, False

        def call() -> None:
            global slowest, calls
            while not ended:
                start = time.monotonic()
                assert b"Gather" in answer(port, random.choice(numbers))
                slowest, calls = max(slowest, time.monotonic() - start), calls + 1

        caller = threading.Thread(target=call)
        caller.start()
        new = options.rows + 7
        table(folder, numbers + [new], lambda number: f"flow-{number % FLOWS}", options.names)
        start = time.monotonic()
        while b"Gather" not in answer(port, new):
            if time.monotonic() - start > 60:
                sys.exit("the edit does not arrive")
            time.sleep(0.01)
        edit = time.monotonic() - start
        ended = True
        caller.join()
        time.sleep(1)
        print(f"an edit of the table is in effect after {edit:.2f} s; {calls} calls meanwhile, the slowest {slowest * 1000:.0f} ms")
        print(f"memory after it: {memory(process, 'VmRSS')} MB, {memory(process, 'VmHWM')} MB at the peak")
    sys.exit(0 if many - few < 2 and resident - at_rest < (90 if options.names else 50) and slowest < 1 else 1)
