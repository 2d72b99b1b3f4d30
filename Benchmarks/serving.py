#!/usr/bin/python3
"""Loads `announce serve` with wrk, beside Node.js (webhook) and nginx (recordings): ratios within one run.

    serving.py [--announce .build/release/announce] [--seconds 6] [--rounds 3] [--only REGEX]

Server on one core, wrk on the other. Prints a Markdown table; exit status 1 when a figure is missed.
"""

import argparse
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import wave
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

sys.dont_write_bytecode = True
HERE = Path(__file__).parent
BODY = urlencode({
    "event": "newCall", "direction": "in", "from": "4915799912345", "to": "492111000000",
    "callId": "E7C2A9D04B15F3886A1D0C9B7E5F42A1", "xcid": "1234567890ABCDEF", "user[]": "Alice", "userId[]": "w0",
    "fullUserId[]": "1234567w0",
})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def post(port: int) -> bytes:
    return post_body(port, BODY.encode())


def post_body(port: int, body: bytes) -> bytes:
    """An event on a connection of its own; raises where nobody listens."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as call:
        call.sendall(
            f"POST /sipgate HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode() + body)
        answer = b""
        while chunk := call.recv(65536):
            answer += chunk
        return answer


def wait_for(port: int, process: subprocess.Popen, until=b"200") -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if until in post(port):
                return
        except OSError:
            pass
        time.sleep(0.005)
    sys.exit(f"{process.args} does not answer")


@contextmanager
def running(argv: list[str], port: int, log: Path, ready=b"200"):
    """A server on core 0, until the block ends."""
    with log.open("wb") as messages:
        process = subprocess.Popen(["taskset", "-c", "0", *argv], stdout=messages, stderr=messages)
    try:
        wait_for(port, process, ready)
        yield process
    finally:
        process.terminate()
        process.wait(10)


def load(url: str, seconds: int, script: bool, signature: str | None = None) -> tuple[float, float]:
    """Requests a second and the 99th percentile in ms."""
    environment = dict(os.environ, CALL_BODY=BODY)
    if signature:
        environment["CALL_SIGNATURE"] = signature
    if not script:
        environment["CALL_BODY"] = ""
    lua = HERE / "serving" / ("newcall.lua" if script else "get.lua")
    result = subprocess.run(
        ["taskset", "-c", "1", "wrk", "-t", "1", "-c", "32", "-d", f"{seconds}s", "--latency", "-s", str(lua), url],
        capture_output=True, text=True, env=environment, check=True)
    rate, p99, errors = re.search(r"FIGURES (\S+) (\S+) (\d+)", result.stdout).groups()
    if int(errors):
        sys.exit(f"{url}: {errors} errors\n{result.stdout}")
    return float(rate), float(p99)


def pace(port: int, rate: int, seconds: int, name: str) -> list[float]:
    """Calls at a steady rate over eight connections; how long each answer took, in ms, from when it was due."""
    took: list[float] = []
    begin = time.monotonic() + 0.2

    def caller(number: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as call:
            for turn in range(number, rate * seconds, 8):
                body = BODY.replace("E7C2A9D0", f"{name}{turn:08X}")
                due = begin + turn / rate
                time.sleep(max(0, due - time.monotonic()))
                call.sendall(
                    f"POST /sipgate HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n"
                    f"Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}".encode())
                answer = b""
                while b"</Response>\n" not in answer:
                    answer += call.recv(65536)
                took.append((time.monotonic() - due) * 1000)

    callers = [threading.Thread(target=caller, args=(number,)) for number in range(8)]
    for thread in callers:
        thread.start()
    for thread in callers:
        thread.join()
    return took


def metric(admin: int, name: str) -> int:
    text = urllib.request.urlopen(f"http://127.0.0.1:{admin}/metrics").read().decode()
    return int(float(re.search(rf"^{name} (\S+)$", text, re.M)[1]))


def resident(process: subprocess.Popen) -> float:
    """Resident memory now, in MB."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())[1]) / 1000


def rss(process: subprocess.Popen) -> float:
    """Peak resident memory in MB."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())[1]) / 1000


def recording(path: Path, seconds: float, seed: int) -> None:
    """A telephone WAV unlike any other."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = int(seconds * 8000)
    pattern = bytes((17 * seed + 31 * n >> 2) & 0x7F for n in range(251)) + seed.to_bytes(4, "little")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes((pattern * (2 * count // len(pattern) + 1))[: 2 * count])


def configuration(
    folder: Path, port: int, numbers: int, menus: int, signature: str = "off", keys: str = "", log: str = "off",
    admin: int = 0,
) -> Path:
    """Numbers that share menus of three choices; the first number leads to the first menu."""
    lines = [
        f"public-url: http://127.0.0.1:{port}", "time-zone: Europe/Berlin", f"log: {log}",
        "recordings: { folder: media }", f"webhook: {{ signature: {signature}{keys} }}",
        f"server: {{ listen: '127.0.0.1:{port}', admin: '127.0.0.1:{admin or free_port()}' }}", "numbers:",
    ]
    lines += [f"  +49 211 {1000000 + n}: {{ menu: menu-{n % menus} }}" for n in range(numbers)]
    lines.append("menus:")
    for n in range(menus):
        lines += [
            f"  menu-{n}:", "    prompt: menu", "    timeout: 4s", "    choices:",
            f"      1: {{ dial: +49 157 {10000000 + n} }}", "      2: voicemail",
            f"      3: {{ menu: menu-{(n + 1) % menus} }}", "      '0815': hangup",
        ]
    file = folder / "announce.yaml"
    file.write_text("\n".join(lines) + "\n")
    return file


class Table:
    def __init__(self):
        self.missed = False
        print("| what | measured | at least |\n|---|---|---|")

    def row(self, what: str, measured: str, limit: str = "", met: bool = True) -> None:
        self.missed |= not met
        print(f"| {what} | {measured}{'' if met else ' **missed**'} | {limit} |", flush=True)


class Bench:
    def __init__(self, options):
        self.announce = str(Path(options.announce).resolve())
        self.seconds, self.rounds = options.seconds, options.rounds
        self.work = Path(tempfile.mkdtemp(prefix="announce-serving-"))
        self.table = Table()

    def serve(self, file: Path, port: int, ready=b"<Gather"):
        argv = [self.announce, "serve", "--config", str(file), "--state", str(self.work / "state")]
        return running(argv, port, self.work / "announce.log", ready)

    def folder(self, name: str) -> Path:
        folder = self.work / name
        recording(folder / "media" / "menu.wav", 5, 1)
        return folder

    def webhook(self) -> None:
        """Both log their calls; plain `http` on Node.js, which logs nothing, is there for comparison."""
        port, express_port, plain_port = free_port(), free_port(), free_port()
        file = configuration(self.folder("webhook"), port, 10, 10)
        figures = []
        with self.serve(file, port), self.node("express", express_port), self.node("http", plain_port):
            for count in range(self.rounds + 1):
                ours = load(f"http://127.0.0.1:{port}/sipgate", self.seconds, True)
                express = load(f"http://127.0.0.1:{express_port}/sipgate", self.seconds, True)
                plain = load(f"http://127.0.0.1:{plain_port}/sipgate", self.seconds, True)
                if count:  # the first warms up
                    figures.append((ours[0], express[0], plain[0], ours[1]))
        ratio = statistics.median(ours / express for ours, express, _, _ in figures)
        plain_ratio = statistics.median(ours / plain for ours, _, plain, _ in figures)
        ours, express, plain, tail = (statistics.median(column) for column in zip(*figures))
        self.table.row("newCall → menu, requests/s against Express on Node.js 20, both logging", f"{ratio:.1f} × ({ours:.0f} : {express:.0f})", "5 ×", ratio >= 5)
        self.table.row("against the least that plain `http` on Node.js can do", f"{plain_ratio:.2f} × ({ours:.0f} : {plain:.0f})")
        self.table.row("its 99th percentile", f"{tail:.2f} ms", "5 ms", tail <= 5)

    def node(self, name: str, port: int):
        argv = ["node", str(HERE / "serving" / f"{name}.js"), str(port), "https://phone.example.com/sipgate"]
        os.environ |= {"NODE_PATH": "/usr/share/nodejs", "NODE_ENV": "production"}
        return running(argv, port, self.work / f"{name}.log")

    def signed(self) -> None:
        """With the signature check on, by a key pair of our own."""
        port = free_port()
        folder = self.folder("signed")
        key = folder / "key.pem"
        subprocess.run(["openssl", "genrsa", "-out", str(key), "4096"], check=True, capture_output=True)
        subprocess.run(["openssl", "rsa", "-in", str(key), "-pubout", "-out", str(folder / "public.pem")], check=True, capture_output=True)
        signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", str(key)], input=BODY.encode(), capture_output=True, check=True)
        import base64
        signature = base64.b64encode(signature.stdout).decode()
        off = configuration(self.folder("unsigned"), port, 10, 10)
        with self.serve(off, port):
            load(f"http://127.0.0.1:{port}/sipgate", 2, True)
            plain = load(f"http://127.0.0.1:{port}/sipgate", self.seconds, True)
        on = configuration(folder, port, 10, 10, "required", ", keys: [public.pem]")
        with self.serve(on, port, b"403"):
            load(f"http://127.0.0.1:{port}/sipgate", 2, True, signature)
            checked = load(f"http://127.0.0.1:{port}/sipgate", self.seconds, True, signature)
        share = 1 - checked[0] / plain[0]
        self.table.row(
            "the same with signatures checked (RSA 4096)",
            f"{checked[0]:.0f}/s, 99th percentile {checked[1]:.2f} ms; the check is {100 * share:.0f} % of the work")

    def media(self) -> None:
        """100 KB from a library of 1,000."""
        port, nginx_port = free_port(), free_port()
        folder = self.work / "thousand"
        for n in range(1000):
            recording(folder / "media" / f"prompt-{n:04}.wav", 6.4, n + 1)
        recording(folder / "media" / "menu.wav", 6.4, 5000)
        file = configuration(folder, port, 10, 10)
        ratios, figures = [], []
        with self.serve(file, port) as process:
            path = re.search(rb"<Url>http://[^/]+(/[^<]+)</Url>", post(port))[1].decode()
            self.nginx(nginx_port, folder)
            with running(["nginx", "-c", str(self.work / "nginx.conf"), "-g", "daemon off;"], nginx_port, self.work / "nginx.log", b"40"):
                for count in range(self.rounds + 1):
                    ours = load(f"http://127.0.0.1:{port}{path}", self.seconds, False)
                    theirs = load(f"http://127.0.0.1:{nginx_port}/menu.wav", self.seconds, False)
                    if count:
                        ratios.append(ours[0] / theirs[0])
                        figures.append((ours[0], theirs[0]))
            memory = rss(process)
        ratio = statistics.median(ratios)
        ours, theirs = (statistics.median(column) for column in zip(*figures))
        self.table.row("GET of a 100 KB recording against nginx", f"{ratio:.2f} × ({ours:.0f} : {theirs:.0f})", "0.5 ×", ratio >= 0.5)
        self.table.row("peak memory meanwhile, 1,000 announcements", f"{memory:.0f} MB", "80 MB", memory < 80)

    def nginx(self, port: int, folder: Path) -> None:
        (self.work / "nginx.conf").write_text(f"""
            worker_processes 1; pid {self.work}/nginx.pid; error_log stderr; user root;
            events {{ worker_connections 512; }}
            http {{ access_log off; sendfile on; tcp_nopush off; keepalive_requests 100000000; types {{ audio/wav wav; }}
                client_body_temp_path {self.work}/nb; proxy_temp_path {self.work}/np; fastcgi_temp_path {self.work}/nf;
                uwsgi_temp_path {self.work}/nu; scgi_temp_path {self.work}/ns;
                server {{ listen 127.0.0.1:{port}; root {folder}/media; }} }}
            """)

    def large(self) -> None:
        """10,000 numbers and 2,000 menus."""
        port, small_port = free_port(), free_port()
        file = configuration(self.folder("large"), port, 10_000, 2_000)
        small = configuration(self.folder("small"), small_port, 10, 10)
        check = [self.announce, "check", "--config", str(file), "--state", str(self.work / "state")]
        times = []
        for _ in range(4):
            start = time.perf_counter()
            subprocess.run(check, check=True, capture_output=True)
            times.append(time.perf_counter() - start)
        took = statistics.median(times[1:])
        self.table.row("announce check, 10,000 numbers, 2,000 menus", f"{took:.2f} s", "2 s", took < 2)
        ratios = []
        argv = [self.announce, "serve", "--config", str(small), "--state", str(self.work / "state-2")]
        with self.serve(file, port), running(argv, small_port, self.work / "small.log", b"<Gather"):
            for count in range(self.rounds + 1):
                many = load(f"http://127.0.0.1:{port}/sipgate", self.seconds, True)
                few = load(f"http://127.0.0.1:{small_port}/sipgate", self.seconds, True)
                if count:
                    ratios.append(many[1] / few[1])
        ratio = statistics.median(ratios)
        self.table.row("webhook's 99th percentile with it, against ten numbers", f"{ratio:.2f} ×", "at most 1.2 ×", ratio <= 1.2)

    def logged(self) -> None:
        """500 calls a second with the call log, in turns with a server that keeps none."""
        port, admin, bare_port = free_port(), free_port(), free_port()
        file = configuration(self.folder("logged"), port, 10, 10, log="{ keep: 90d }", admin=admin)
        bare = configuration(self.folder("bare"), bare_port, 10, 10)
        argv = [self.announce, "serve", "--config", str(bare), "--state", str(self.work / "state-4")]
        ratios, calls, seconds = [], 0, max(20, self.seconds * 3)
        with self.serve(file, port) as process, running(argv, bare_port, self.work / "bare.log", b"<Gather"):
            pace(port, 500, 5, "W")
            start = resident(process)
            for count in range(self.rounds):
                with_log = sorted(pace(port, 500, seconds, f"{count}-"))
                without = sorted(pace(bare_port, 500, seconds, f"{count}-"))
                calls += len(with_log)
                ratios.append((with_log[len(with_log) * 99 // 100] / without[len(without) * 99 // 100], with_log[len(with_log) * 99 // 100]))
            grown = resident(process) - start
            time.sleep(2)
            written, dropped, waiting = (metric(admin, f"announce_log_{name}") for name in ("written", "dropped", "waiting"))
        ratio, tail = statistics.median(ratios)
        self.table.row(
            f"500 calls/s with the call log for {seconds * self.rounds} s: 99th percentile against none",
            f"{ratio:.2f} × ({tail:.2f} ms)", "at most 1.3 ×", ratio <= 1.3)
        whole = dropped == 0 and waiting == 0 and written >= calls
        self.table.row("entries lost, memory grown meanwhile", f"{dropped} of {written}, {grown:.0f} MB", "none, flat", whole and grown < 16)

    def restart(self) -> None:
        """5,000 recordings, all known from the run before."""
        port = free_port()
        folder = self.work / "many"
        for n in range(5000):
            recording(folder / "media" / f"prompt-{n:04}.wav", 0.5, n + 1)
        recording(folder / "media" / "menu.wav", 5, 1)
        file = configuration(folder, port, 10, 10)
        survey = [self.announce, "check", "--config", str(file), "--state", str(self.work / "state-3")]
        subprocess.run(survey, check=True, capture_output=True)
        times = []
        for _ in range(4):
            start = time.perf_counter()
            argv = [self.announce, "serve", "--config", str(file), "--state", str(self.work / "state-3")]
            with running(argv, port, self.work / "restart.log", b"<Gather"):
                times.append(time.perf_counter() - start)
        took = statistics.median(times[1:])
        self.table.row("start to first answer, 5,000 recordings unchanged", f"{took:.2f} s", "2 s", took < 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--announce", default=".build/release/announce")
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="rows by regular expression: webhook, signed, media, large, logged, restart")
    bench = Bench(parser.parse_args())
    only = parser.parse_args().only
    try:
        for part in (bench.webhook, bench.signed, bench.media, bench.large, bench.logged, bench.restart):
            if re.search(only, part.__name__):
                part()
    finally:
        shutil.rmtree(bench.work, ignore_errors=True)
    sys.exit(bench.table.missed)


if __name__ == "__main__":
    main()
