#!/usr/bin/python3
"""Measures what a conversion to 8 kHz does to the sound, from the outside: float32 test signals in, 16-bit files out.

    quality.py [--converter .build/release/announce] [--rates 44100,48000] [--json FILE]

Nothing here shares code or constants with the converter. sox and ffmpeg are measured the same way, beside it.
Exit status 1 when the converter misses a limit.
"""

import argparse
import datetime
import json
import re
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

RATES = [11025, 16000, 22050, 32000, 44100, 48000, 96000, 192000]
OUT = 8000
LEVEL = 10 ** (-1 / 20)  # of every tone: -1 dBFS
MARGIN = 0.1  # seconds at both ends of a tone that are not looked at: filters ring there, and the tone fades

COMMANDS = {
    "announce": "{announce} convert {input} -o {output} --force --quiet",
    "sox": "sox {input} -r 8000 -c 1 -b 16 {output}",
    "sox -D": "sox -D {input} -r 8000 -c 1 -b 16 {output}",
    "ffmpeg": "ffmpeg -nostdin -v error -y -i {input} -ac 1 -ar 8000 -c:a pcm_s16le {output}",
}


@dataclass(frozen=True)
class Measure:
    """One line of the table. `worst` picks the worse of two values; `limit` is what the converter must keep."""

    name: str
    form: str
    worst: type(max) = min
    limit: float | None = None
    aim: float | None = None

    def holds(self, value: float) -> bool:
        if self.limit is None:
            return True
        return value >= self.limit if self.worst is min else value <= self.limit

    def wanted(self) -> str:
        sign = "≥" if self.worst is min else "≤"
        texts = [] if self.limit is None else [f"{sign} {self.limit:g}"]
        return ", ".join(texts + ([] if self.aim is None else [f"aim {self.aim:g}"]))


MEASURES = [
    Measure("100–3400 Hz, largest deviation, dB", "{:.4f}", max, 0.01),
    Measure("3.6 kHz, dB", "{:.3f}", min, -0.01),
    Measure("3.7 kHz, dB", "{:.3f}"),
    Measure("3.8 kHz, dB", "{:.2f}", min, -3, -1.2),
    Measure("3.9 kHz, dB", "{:.1f}"),
    Measure("alias of 4.06–4.2 kHz, dB", "{:.1f}", max, -100),
    Measure("alias of 4.2–4.4 kHz, dB", "{:.1f}", max, -100),
    Measure("alias of 4.4–4.6 kHz, dB", "{:.1f}", max, -100),
    Measure("alias of 4.6 kHz and up, dB", "{:.1f}", max, -100),
    Measure("SINAD 100 Hz, dB", "{:.1f}", min, 96.0),
    Measure("SINAD 997 Hz, dB", "{:.1f}", min, 96.5),
    Measure("SINAD 3300 Hz, dB", "{:.1f}", min, 96.5),
    Measure("delay, µs", "{:.3f}", max, 1),
    Measure("pulses 3 ms from the ends, error, dB", "{:.1f}", max, -80),
    Measure("length, frames off", "{:.0f}", max, 0),
]


class Converter:
    """A command that turns one file into another, as a function from samples to samples."""

    def __init__(self, command: str, announce: str, folder: Path):
        self.command, self.announce = command, announce
        self.input, self.output = folder / "in.wav", folder / "out.wav"

    def __call__(self, signal: np.ndarray, rate: int) -> np.ndarray:
        write_float_wave(self.input, signal, rate)
        self.output.unlink(missing_ok=True)
        words = {"announce": self.announce, "input": self.input, "output": self.output}
        argv = [word.format(**words) for word in self.command.split()]
        done = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if done.returncode != 0:
            message = done.stderr.decode(errors="replace").strip()
            sys.exit(f"{' '.join(argv)}\nstatus {done.returncode} at {rate} Hz, {len(signal)} frames: {message}")
        return read_telephone_wave(self.output)


def write_float_wave(target: Path, signal: np.ndarray, rate: int):
    data = signal.astype("<f4").tobytes()
    fmt = struct.pack("<HHIIHHH", 3, 1, rate, 4 * rate, 4, 32, 0)
    chunks = b"WAVEfmt " + struct.pack("<I", len(fmt)) + fmt
    chunks += b"fact" + struct.pack("<II", 4, len(signal)) + b"data" + struct.pack("<I", len(data))
    target.write_bytes(b"RIFF" + struct.pack("<I", len(chunks) + len(data)) + chunks + data)


def read_telephone_wave(source: Path) -> np.ndarray:
    """The samples, full scale = 1. Stops the run unless the file is mono 16-bit PCM at 8 kHz."""
    data, place = source.read_bytes(), 12
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        sys.exit(f"{source}: not a WAV file")
    while place + 8 <= len(data):
        size = struct.unpack_from("<I", data, place + 4)[0]
        body = data[place + 8 : place + 8 + size]
        if data[place : place + 4] == b"fmt " and struct.unpack_from("<HHIIHH", body) != (1, 1, OUT, 2 * OUT, 2, 16):
            sys.exit(f"{source}: not mono 16-bit PCM at 8 kHz: {body.hex()}")
        if data[place : place + 4] == b"data":
            return np.frombuffer(body, "<i2") / 32768
        place += 8 + size + size % 2
    sys.exit(f"{source}: no data chunk")


def tones(frequencies: list[float], rate: int, turns: list[float] | None = None) -> np.ndarray:
    """One tone after the other, a second each, with soft edges; `turns` are their phases at the start of the file."""
    ramp = np.sin(np.linspace(0, np.pi / 2, rate // 50)) ** 2
    envelope = np.ones(rate)
    envelope[: len(ramp)], envelope[-len(ramp) :] = ramp, ramp[::-1]
    parts = []
    for number, (frequency, turn) in enumerate(zip(frequencies, turns or [0] * len(frequencies))):
        time = np.arange(number * rate, (number + 1) * rate) / rate
        parts.append(LEVEL * envelope * np.sin(2 * np.pi * ((frequency * time + turn) % 1)))
    return np.concatenate(parts)


def stretch(output: np.ndarray, number: int) -> tuple[np.ndarray, np.ndarray]:
    """The steady part of the number-th tone: the times of its samples and the samples."""
    first, last = round((number + MARGIN) * OUT), round((number + 1 - MARGIN) * OUT)
    if len(output) < last:
        sys.exit(f"the output ends after {len(output)} frames, in the middle of the test signal")
    return np.arange(first, last) / OUT, output[first:last]


def fitted(time: np.ndarray, samples: np.ndarray, frequency: float) -> tuple[complex, np.ndarray]:
    """Least squares: the tone's amplitude and phase (1 = an unchanged input), and what is left without it."""
    angle = 2 * np.pi * ((frequency * time) % 1)
    basis = np.stack([np.sin(angle), np.cos(angle)], axis=1)
    (sine, cosine), *_ = np.linalg.lstsq(basis, samples, rcond=None)
    return complex(sine, cosine) / LEVEL, samples - basis @ (sine, cosine)


def decibels(ratio: float) -> float:
    return 20 * np.log10(max(ratio, 1e-15))


def passband(convert: Converter, rate: int) -> list[float]:
    """Deviation, the four edge points, and the delay from the phases (µs)."""
    flat, edge = [100 * k for k in range(1, 35)], [3600, 3700, 3800, 3900]
    output = convert(tones(flat + edge, rate), rate)
    gains = [fitted(*stretch(output, k), frequency)[0] for k, frequency in enumerate(flat + edge)]
    levels = [decibels(abs(gain)) for gain in gains]
    coarse = -np.angle(gains[0]) / (2 * np.pi * flat[0])
    omega = 2 * np.pi * np.array(flat)
    rest = -np.angle(np.array(gains[: len(flat)]) * np.exp(1j * omega * coarse))
    delay = coarse + np.sum(rest * omega) / np.sum(omega**2)
    return [max(map(abs, levels[: len(flat)])), *levels[len(flat) :], 1e6 * abs(delay)]


def stopband(rate: int) -> list[float]:
    """Every 20 Hz where filters end, then coarser; below Nyquist by more than a filter's own edge needs."""
    grid = [*range(4060, 5000, 20), *range(5000, 8000, 100), *range(8037, 24000, 500), *range(24037, 96000, 3000)]
    return [frequency for frequency in grid if frequency < 0.49 * rate]


def aliases(convert: Converter, rate: int) -> list[float]:
    """The strongest line anywhere in the output while a tone above 4 kHz plays, relative to the tone, per band.

    A 16-bit file hides lines below half a step. So the tones lie in white noise that reaches the output with 0.6
    steps rms: that makes the quantiser linear, and 0.8 s of it has its own strongest bin at -113 dB.
    """
    frequencies = stopband(rate)
    random = np.random.default_rng(rate)
    signal = tones(frequencies, rate)
    signal += 0.6 / 32768 * np.sqrt(rate / OUT) * random.standard_normal(len(signal))
    output = convert(signal, rate)
    bands = {4200: -np.inf, 4400: -np.inf, 4600: -np.inf, np.inf: -np.inf}
    for number, frequency in enumerate(frequencies):
        _, samples = stretch(output, number)
        window = np.hanning(len(samples) + 1)[:-1]
        lines = np.abs(np.fft.rfft(samples * window, 32768)) * 2 / np.sum(window) / LEVEL
        lines[0] /= 2
        band = next(end for end in bands if frequency < end)
        bands[band] = max(bands[band], decibels(lines.max()))
    return list(bands.values())


def sinads(convert: Converter, rate: int) -> list[float]:
    """Signal to everything else, DC included: the powers of sixteen phases of each tone, summed.

    At 100 and 3300 Hz a 16-bit file repeats the same 80 samples, and a perfect quantiser comes out anywhere between
    95.7 and 98.9 dB as the phase falls. All phases together give 97.1 to 97.3 dB, which is what its noise is.
    """
    values = []
    for frequency in (100, 997, 3300):
        turns = [number * (np.sqrt(5) - 1) / 2 for number in range(16)]
        output = convert(tones([frequency] * len(turns), rate, turns), rate)
        signal = noise = 0.0
        for number in range(len(turns)):
            gain, rest = fitted(*stretch(output, number), frequency)
            signal += (abs(gain) * LEVEL) ** 2 / 2
            noise += np.mean(rest**2)
        values.append(decibels(np.sqrt(signal / noise)))
    return values


def pulses(convert: Converter, rate: int) -> float:
    """Largest difference to the same two pulses sampled at 8 kHz, relative to their peak.

    Gaussian, 0.4 ms, on 1.7 kHz: under -100 dB beyond 3.6 kHz, and all of it inside the file.
    """
    frames = round(0.2503 * rate)
    centres = (0.003, (frames - 1) / rate - 0.003)

    def sampled(at: int, count: int) -> np.ndarray:
        time = np.arange(count) / at
        return sum(
            LEVEL * np.exp(-(((time - centre) / 0.0004) ** 2) / 2) * np.cos(2 * np.pi * 1700 * (time - centre))
            for centre in centres
        )

    output = convert(sampled(rate, frames), rate)
    return decibels(np.abs(output - sampled(OUT, len(output))).max() / LEVEL)


def length_error(convert: Converter, rate: int) -> float:
    """Largest deviation from floor(frames * 8000 / rate + 1/2), clips of a few samples included."""
    worst = 0
    for frames in (57, 1000, 1601, rate // 7, rate // 3 + 1, rate, rate + 1, 3 * rate + rate // 2 - 1):
        output = convert(0.25 * np.sin(np.arange(frames) * 0.05), rate)
        worst = max(worst, abs(len(output) - (2 * frames * OUT + rate) // (2 * rate)))
    return worst


def measured(convert: Converter, rate: int) -> list[float]:
    *levels, delay = passband(convert, rate)
    values = levels + aliases(convert, rate) + sinads(convert, rate)
    return [float(value) for value in (*values, delay, pulses(convert, rate), length_error(convert, rate))]


def print_table(title: str, results: dict[str, list[float]]):
    print(f"\n### {title}\n\n| | {' | '.join(results)} | limit | |\n|---|{'--:|' * len(results)}---|---|")
    for number, measure in enumerate(MEASURES):
        cells = []
        for values in results.values():
            value = values[number]
            text = "–" if np.isinf(value) else measure.form.format(value)
            cells.append(re.sub(r"^-(?=[0.]*$)", "", text))
        verdict = "" if measure.limit is None else "ok" if measure.holds(results["announce"][number]) else "**MISSED**"
        print(f"| {measure.name} | {' | '.join(cells)} | {measure.wanted()} | {verdict} |")


def main():
    parser = argparse.ArgumentParser(description="measure the quality of conversions to 8 kHz")
    parser.add_argument("--converter", default=".build/release/announce", help="default: %(default)s")
    parser.add_argument("--rates", default=",".join(map(str, RATES)), help="in Hz, default: %(default)s")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    rates = [int(text) for text in options.rates.split(",")]
    if min(rates) < OUT:
        parser.error(f"--rates: from {OUT} Hz up")

    results = {}
    with tempfile.TemporaryDirectory(prefix="announce-quality-") as folder:
        for rate in rates:
            results[rate] = {}
            for tool, command in COMMANDS.items():
                print(f"measuring {tool} at {rate} Hz", file=sys.stderr)
                results[rate][tool] = measured(Converter(command, options.converter, Path(folder)), rate)

    print(f"## Quality of mono 16-bit 8 kHz, from float32, {datetime.date.today()}")
    if len(rates) > 1:
        worst = {
            tool: [measure.worst(results[rate][tool][k] for rate in rates) for k, measure in enumerate(MEASURES)]
            for tool in COMMANDS
        }
        print_table(f"The worst of {len(rates)} rates, {min(rates)} to {max(rates)} Hz", worst)
    for rate in rates:
        print_table(f"{rate} Hz", results[rate])
    if options.json:
        names = [measure.name for measure in MEASURES]
        figures = {
            rate: {tool: dict(zip(names, (None if np.isinf(v) else v for v in values))) for tool, values in row.items()}
            for rate, row in results.items()
        }
        options.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    missed = [
        f"{rate} Hz: {measure.name}"
        for rate in rates
        for measure, value in zip(MEASURES, results[rate]["announce"])
        if not measure.holds(value)
    ]
    if missed:
        print("\nMissed: " + "; ".join(missed))
        sys.exit(1)


if __name__ == "__main__":
    main()
