#!/usr/bin/python3
"""Times `announce convert` against sox, ffmpeg and mpg123: whole processes, side by side, and their peak memory.

    performance.py [--converter .build/release/announce] [--only REGEX] [--rounds 5] [--json FILE]

Prints a Markdown table. Exit status 1 when a row misses its "at least".
"""

import argparse
import datetime
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True  # no __pycache__ in the sources
from rows import MEMORY, MEMORY_LIMIT, ROWS, Goal, Row

class Bench:
    """Where inputs and outputs lie, and how a command is run there."""

    def __init__(self, converter: str, inputs: Path, work: Path, seconds: int):
        self.converter, self.inputs, self.work, self.seconds = converter, inputs, work, seconds

    def run(self, row: Row, tool: str, prefix: tuple[str, ...] = ()) -> dict[str, float]:
        """One process from start to end: user + system and wall seconds, its children included."""
        output = self.emptied(row)
        argv = [*prefix, *row.argv(tool, self.converter, str(self.inputs / row.input), str(output))]
        messages = self.work / "stderr"
        files = [
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, str(messages), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        ]
        start = time.perf_counter()
        child = os.posix_spawnp(argv[0], argv, os.environ, file_actions=files)
        _, status, usage = os.wait4(child, 0)
        wall = time.perf_counter() - start
        if status != 0:
            code = os.waitstatus_to_exitcode(status)
            sys.exit(f"\n{' '.join(argv)}\nstatus {code}: {messages.read_text(errors='replace').strip()}")
        return {"cpu": row.scale(tool) * (usage.ru_utime + usage.ru_stime), "wall": row.scale(tool) * wall}

    def emptied(self, row: Row) -> Path:
        """Everyone writes new files: replacing old ones makes some file systems flush, for some ways of replacing."""
        output = self.work / ("out" if row.folder else "out.wav")
        if row.folder:
            shutil.rmtree(output, ignore_errors=True)
            output.mkdir()
        else:
            output.unlink(missing_ok=True)
        return output

    def rounds(self, row: Row, count: int) -> dict[str, dict[str, list[float]]]:
        """tool -> measure -> seconds round by round: A B C A B C ..., after one round that only warms up."""
        tools = ["announce", *row.peers.split()]
        times = {tool: {"cpu": [], "wall": []} for tool in tools}
        for tool in tools:
            progress(f"{row.name}: warming up, {tool}")
            self.run(row, tool)
            self.check(row, tool)
        for number in range(1, count + 1):
            # A run of a few milliseconds is repeated, and the tools take turns inside the round too.
            runs = {tool: [] for tool in tools}
            for _ in range(row.repeat):
                for tool in tools:
                    progress(f"{row.name}: round {number} of {count}, {tool}")
                    runs[tool].append(self.run(row, tool))
            for tool in tools:
                for measure, values in times[tool].items():
                    values.append(statistics.median(run[measure] for run in runs[tool]))
        progress("")
        return times

    def check(self, row: Row, tool: str):
        """A command that converted nothing is not fast: every output must hold what the input promises."""
        files, wanted = [self.work / "out.wav"], 1
        if row.folder:
            files = list((self.work / "out").rglob("*.wav"))
            wanted = len(list((self.inputs / row.input).iterdir())) // row.scale(tool)
        if len(files) != wanted:
            sys.exit(f"\n{row.name}: {tool} made {len(files)} files, expected {wanted}")
        seconds = row.seconds or self.seconds
        for file in files:
            made = file.stat().st_size / 16000
            if abs(made - seconds) > 0.01 * seconds + 0.1:  # sox leaves an MP3's padding in
                sys.exit(f"\n{row.name}: {tool} made {made:.2f} s of sound, expected {seconds} s")

    def peak(self, row: Row, tool: str) -> float:
        """Peak resident memory of one run, in MiB.

        GNU time does the asking: a process that this script starts never reports less than this script itself uses.
        """
        progress(f"memory: {row.name}, {tool}")
        report = self.work / "peak"
        self.run(row, tool, prefix=("time", "-q", "-f", "%M", "-o", str(report)))
        progress("")
        return int(report.read_text()) / 1024


def progress(text: str):
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def ratios(times: dict, peer: str, measure: str) -> list[float]:
    return [theirs / ours for theirs, ours in zip(times[peer][measure], times["announce"][measure])]


def seconds_text(value: float) -> str:
    return f"{1000 * value:.1f} ms" if value < 0.1 else f"{value:.3f} s" if value < 10 else f"{value:.1f} s"


def verdict(goal: Goal, medians: dict[str, float]) -> str:
    if any(medians[tool] < least for tool, least in goal.least.items()):
        return "**MISSED**"
    if goal.aim and all(medians[tool] >= aim for tool, aim in goal.aim.items()):
        return "aim"
    return "ok" if goal.least else ""


def figures(named: dict[str, float], tools: list[str]) -> str:
    return ", ".join(f"{named[tool]:g} × {tool}" for tool in tools if tool in named)


def lines(row: Row, times: dict) -> list[dict]:
    """The row's lines of the table, one a measure, as values."""
    made = []
    for goal in row.goals:
        spread = {peer: ratios(times, peer, goal.measure) for peer in row.peers.split()}
        medians = {peer: statistics.median(values) for peer, values in spread.items()}
        made.append(
            {
                "input": row.name,
                "measure": goal.measure,
                "seconds": {tool: values[goal.measure] for tool, values in times.items()},
                "ratios": medians,
                "spread": {peer: [min(values), max(values)] for peer, values in spread.items()},
                "least": goal.least,
                "aim": goal.aim,
                "verdict": verdict(goal, medians),
            }
        )
    return made


def print_line(line: dict):
    cells = [line["input"], line["measure"], seconds_text(statistics.median(line["seconds"]["announce"]))]
    for tool in ("sox", "ffmpeg", "mpg123"):
        cells.append(f"{line['ratios'][tool]:.2f}" if tool in line["ratios"] else "")
    peers = list(line["ratios"])
    cells += [figures(line["least"], peers), figures(line["aim"], peers), line["verdict"]]
    print(f"| {' | '.join(cells)} |", flush=True)


def first_line(*argv: str) -> str:
    try:
        done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    except OSError:
        return "missing"
    return (done.stdout.strip() or "unknown").splitlines()[0]


def machine(converter: str) -> dict[str, str]:
    cpu = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    system = re.search(r'^PRETTY_NAME="(.*)"$', Path("/etc/os-release").read_text(), re.MULTILINE)
    return {
        "date": str(datetime.date.today()),
        "machine": f"{cpu[1] if cpu else os.uname().machine}, {os.cpu_count()} cores",
        "system": system[1] if system else os.uname().sysname,
        "announce": first_line(converter, "--version"),
        "sox": first_line("sox", "--version").split()[-1],
        "ffmpeg": re.sub(r"^ffmpeg version (\S+).*", r"\1", first_line("ffmpeg", "-version")),
        "mpg123": first_line("mpg123", "--version").split()[-1],
    }


def print_performance(bench: Bench, rows: list[Row], rounds: int) -> list[dict]:
    print("\n| input | measure | announce | × sox | × ffmpeg | × mpg123 | at least | aim | |")
    print("|---|---|--:|--:|--:|--:|---|---|---|")
    made = []
    for row in rows:
        for line in lines(row, bench.rounds(row, rounds)):
            print_line(line)
            made.append(line)
    return made


def print_memory(bench: Bench, rows: list[Row]) -> list[dict]:
    print("\n| peak memory, MiB | announce | sox | ffmpeg | at most | |\n|---|--:|--:|--:|---|---|")
    made = []
    for row in rows:
        peaks = {tool: bench.peak(row, tool) for tool in ("announce", *row.peers.split())}
        kept = "ok" if peaks["announce"] <= MEMORY_LIMIT else "**MISSED**"
        cells = [f"{peaks[tool]:.1f}" if tool in peaks else "" for tool in ("announce", "sox", "ffmpeg")]
        print(f"| {row.name} | {' | '.join(cells)} | {MEMORY_LIMIT} | {kept} |", flush=True)
        made.append({"input": row.name, "peaks": peaks, "verdict": kept})
    return made


def made_inputs(rows: list[Row], seconds: int, folder: Path | None) -> Path:
    """inputs.py is a process of its own: it needs numpy, and this one is to stay small."""
    script = Path(__file__).with_name("inputs.py")
    argv = [sys.executable, script, "--seconds", str(seconds), *(["--folder", folder] if folder else [])]
    done = subprocess.run([*argv, *{row.input: None for row in rows}], stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit("the recordings could not be made")
    os.sync()  # gigabytes on their way to the disk would slow the first rows
    return Path(done.stdout.strip())


def main():
    parser = argparse.ArgumentParser(description="time announce against sox, ffmpeg and mpg123")
    parser.add_argument("--converter", default=".build/release/announce", help="default: %(default)s")
    parser.add_argument("--only", default="", metavar="REGEX", help="only rows it finds, as 'MP3' or '^memory: '")
    parser.add_argument("--rounds", type=int, default=5, help="default: %(default)s, and one to warm up")
    parser.add_argument("--seconds", type=int, default=600, help="length of the recordings, default: %(default)s")
    parser.add_argument("--folder", type=Path, help="for the recordings, default: ~/.cache/announce-bench")
    parser.add_argument("--json", type=Path, help="also write every figure to this file")
    options = parser.parse_args()
    needed = ("sox", "ffmpeg", "mpg123", "espeak-ng", "time", options.converter)
    if missing := [tool for tool in needed if not shutil.which(tool)]:
        parser.error(f"not found: {', '.join(missing)}")
    if options.rounds < 1:
        parser.error("--rounds: at least 1")
    rows = [row for row in ROWS if re.search(options.only, row.name)]
    memory = [row for row in MEMORY if re.search(options.only, f"memory: {row.name}")]

    inputs = made_inputs(rows + memory, options.seconds, options.folder)
    with tempfile.TemporaryDirectory(prefix="out-", dir=inputs) as work:
        bench = Bench(options.converter, inputs, Path(work), options.seconds)
        about = machine(options.converter)
        print(f"## Performance, {about['date']}\n\n{about['machine']}, {about['system']}; announce {about['announce']},")
        print(f"sox {about['sox']}, ffmpeg {about['ffmpeg']}, mpg123 {about['mpg123']}. {options.seconds} seconds of sound")
        print(f"unless said otherwise; seconds and ratios are medians of {options.rounds} rounds. Load {os.getloadavg()[0]:.2f}.")
        timed = print_performance(bench, rows, options.rounds) if rows else []
        peaks = print_memory(bench, memory) if memory else []
    if options.json:
        report = {"about": about, "performance": timed, "memory": peaks}
        options.json.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    missed = [f"{line['input']} ({line.get('measure', 'memory')})" for line in timed + peaks if "MISSED" in line["verdict"]]
    if missed:
        print("\nMissed: " + "; ".join(missed))
        sys.exit(1)


if __name__ == "__main__":
    main()
