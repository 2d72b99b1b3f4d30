#!/usr/bin/python3
"""A call log of a million calls: how long it takes to fill, how large it is, and how long the dashboard's questions take.

    calllog.py [--announce .build/release/announce] [--calls 1000000] [--state FOLDER]

Exit status 1 when a question takes 200 ms or more. With --state the folder is kept, and not filled again.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT = 200  # milliseconds

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--announce", default=Path(__file__).parent.parent / ".build/release/announce")
parser.add_argument("--calls", type=int, default=1_000_000)
parser.add_argument("--state", type=Path)
options = parser.parse_args()

with tempfile.TemporaryDirectory() as temporary:
    state = options.state or Path(temporary)
    if not (state / "calls.sqlite").exists():
        start = time.monotonic()
        subprocess.run([options.announce, "fill-log", "--state", state, "--calls", str(options.calls)], check=True)
        seconds = time.monotonic() - start
        size = (state / "calls.sqlite").stat().st_size
        print(f"{options.calls} calls written in {seconds:.0f} s, {size / options.calls:.0f} bytes each")
    lines = subprocess.run(
        [options.announce, "fill-log", "--measure", "--state", state], check=True, capture_output=True, text=True
    ).stdout
    print(lines, end="")
    slow = [line for line in lines.splitlines() if float(line.split()[0]) >= LIMIT]
    if slow:
        sys.exit(f"{len(slow)} questions take {LIMIT} ms or more")
