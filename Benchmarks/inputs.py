#!/usr/bin/python3
"""Makes the recordings that performance.py converts: once, into a cache folder.

    inputs.py [--folder DIR] [--seconds N] [NAME ...]

Synthetic speech (espeak-ng, English and German) over chords and a noise floor, different in every channel and
in every ten seconds: nothing an encoder could squeeze to nothing and nothing a downmix could cancel. The random
numbers are seeded, so every machine gets the same material. All names together take about 3.5 GB.
"""

import argparse
import io
import os
import struct
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np

VERSION = "1"  # raise when the material changes: old caches are then left behind
PROMPTS = 1000
PROMPT_SECONDS = 5
BLOCK = 10  # seconds synthesised at a time
LONG = 24  # the long files are so many times as long: ten minutes become four hours

TEXTS = {
    "en-gb": "Welcome. You are calling outside our office hours. Press one for sales, two for support, or stay on the "
    "line to leave a message after the tone. Calls may be recorded for training purposes.",
    "en-us": "Thank you for waiting. All of our agents are busy helping other callers; the next free one is yours. "
    "Did you know that most questions are answered on our web site?",
    "de": "Guten Tag. Leider rufen Sie außerhalb unserer Geschäftszeiten an. Drücken Sie die Eins für den Verkauf, "
    "die Zwei für die Technik, oder sprechen Sie nach dem Signalton.",
}

# name: (rate, channels, bits)
WAVES = {
    "44k-stereo-16.wav": (44100, 2, 16),
    "48k-stereo-16.wav": (48000, 2, 16),
    "192k-stereo-24.wav": (192000, 2, 24),
    "96k-5.1-24.wav": (96000, 6, 24),
    "22k-mono-16.wav": (22050, 1, 16),
    "16k-mono-16.wav": (16000, 1, 16),
    "11k-mono-16.wav": (11025, 1, 16),
}

# name: (source, what ffmpeg is told)
ENCODED = {
    "44k-stereo-16.flac": ("44k-stereo-16.wav", "-c:a flac"),
    "44k-stereo-128k.mp3": ("44k-stereo-16.wav", "-c:a libmp3lame -b:a 128k"),
    "44k-stereo-q5.ogg": ("44k-stereo-16.wav", "-c:a libvorbis -q:a 5"),
    "48k-stereo-96k.opus": ("48k-stereo-16.wav", "-c:a libopus -b:a 96k"),
    "16k-mono-24k-voip.opus": ("16k-mono-16.wav", "-c:a libopus -b:a 24k -application voip"),
    "44k-stereo-128k.m4a": ("44k-stereo-16.wav", "-c:a aac -b:a 128k"),
    "prompt.mp3": ("44k-stereo-16.wav", f"-t {PROMPT_SECONDS} -c:a libmp3lame -b:a 128k"),
    "long-16k-mono.mp3": ("long-16k-mono.wav", "-c:a libmp3lame -b:a 48k -compression_level 9"),
}

NAMES = [*WAVES, "long-16k-mono.wav", *ENCODED, "prompts"]


class Material:
    """Sound at one sample rate: `block(k)` is the k-th ten seconds, frames x channels, within +-1."""

    CHORDS = 12

    def __init__(self, rate: int, channels: int):
        self.rate, self.channels = rate, channels
        self.speech = np.concatenate([self._resampled(clip) for clip in spoken()])
        self.chords = [self._chord(k) for k in range(self.CHORDS)]

    def _resampled(self, clip: np.ndarray) -> np.ndarray:
        frames = len(clip) * self.rate // SPEECH_RATE
        spectrum = np.fft.rfft(clip)[: frames // 2 + 1]
        return np.fft.irfft(spectrum, frames).astype(np.float32) * np.float32(frames / len(clip))

    def _chord(self, number: int) -> np.ndarray:
        """Four plucked notes with partials up to 18 kHz."""
        random = np.random.default_rng([7, number])
        time = np.arange(BLOCK * self.rate, dtype=np.float32) / self.rate
        sound = np.zeros_like(time)
        for note in random.uniform(110, 880, 4):
            pluck = np.exp(-((time * random.uniform(0.5, 1.5)) % 2.0))
            for partial in (1, 2, 3, 5, 9, 17):
                frequency = note * partial * random.uniform(0.999, 1.001)
                if frequency < min(18000, 0.45 * self.rate):
                    phase = np.float32(2 * np.pi) * ((time * np.float32(frequency)) % 1)
                    sound += np.float32(0.05 / partial**0.7) * np.sin(phase) * pluck
        return sound

    def block(self, number: int, frames: int | None = None) -> np.ndarray:
        random = np.random.default_rng([self.channels, number])
        frames = frames or BLOCK * self.rate
        start = random.integers(len(self.speech))
        speech = np.take(self.speech, start + np.arange(frames), mode="wrap")
        chord = self.chords[number % self.CHORDS]
        out = 0.004 * random.standard_normal((frames, self.channels), dtype=np.float32)
        for channel in range(self.channels):
            # Another stretch of the same chord in every channel: related, not equal, like a real room.
            out[:, channel] += random.uniform(0.4, 1) * speech
            out[:, channel] += random.uniform(0.5, 1) * np.roll(chord, channel * self.rate // 7)[:frames]
        return np.clip(out, -0.99, 0.99)


SPEECH_RATE = 22050


def spoken() -> list[np.ndarray]:
    clips = []
    for voice, text in TEXTS.items():
        for speed, pitch in ((150, 35), (175, 60)):
            command = ["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "--stdout", text]
            with wave.open(io.BytesIO(subprocess.run(command, check=True, capture_output=True).stdout)) as file:
                if file.getframerate() != SPEECH_RATE:
                    sys.exit(f"espeak-ng spoke at {file.getframerate()} Hz, expected {SPEECH_RATE}")
                clip = np.frombuffer(file.readframes(2**29), "<i2").astype(np.float32)
            clips.append(0.45 * clip / np.abs(clip).max())
    return clips


def header(rate: int, channels: int, bits: int, frames: int) -> bytes:
    """RIFF header; WAVE_FORMAT_EXTENSIBLE for more than two channels or 16 bits, as the format wants it."""
    width = channels * bits // 8
    plain = channels <= 2 and bits == 16
    fmt = struct.pack("<HHIIHH", 1 if plain else 0xFFFE, channels, rate, rate * width, width, bits)
    if not plain:
        speakers = {1: 0x4, 2: 0x3, 6: 0x3F}[channels]
        pcm = bytes.fromhex("0100000000001000800000aa00389b71")
        fmt += struct.pack("<HHI", 22, bits, speakers) + pcm
    size = frames * width
    chunks = b"WAVEfmt " + struct.pack("<I", len(fmt)) + fmt + b"data" + struct.pack("<I", size)
    return b"RIFF" + struct.pack("<I", len(chunks) + size) + chunks


def packed(block: np.ndarray, bits: int) -> bytes:
    whole = np.rint(block.astype(np.float64) * (2 ** (bits - 1) - 1)).astype("<i4")
    if bits == 16:
        return whole.astype("<i2").tobytes()
    return whole.reshape(-1, 1).view(np.uint8)[:, :3].tobytes()


def write_wave(target: Path, seconds: int, rate: int, channels: int, bits: int):
    material = Material(rate, channels)
    with target.open("wb") as file:
        file.write(header(rate, channels, bits, seconds * rate))
        for number, start in enumerate(range(0, seconds, BLOCK)):
            frames = min(BLOCK, seconds - start) * rate
            file.write(packed(material.block(number, frames), bits))


def write_long(target: Path, source: Path, seconds: int):
    data = source.read_bytes()[44:]
    with target.open("wb") as file:
        file.write(header(16000, 1, 16, LONG * seconds * 16000))
        for _ in range(LONG):
            file.write(data)


def write_prompts(target: Path):
    rate, channels, bits = 44100, 2, 16
    material = Material(rate, channels)
    frames = PROMPT_SECONDS * rate
    target.mkdir(exist_ok=True)
    for number in range(PROMPTS):
        data = packed(material.block(number, frames), bits)
        (target / f"prompt-{number:03}.wav").write_bytes(header(rate, channels, bits, frames) + data)


def make(name: str, folder: Path, seconds: int):
    """Makes one input, and first what it is made from. A file that is there under its name is whole."""
    target = folder / name
    if target.exists():
        return
    source = {"long-16k-mono.wav": "16k-mono-16.wav"}.get(name) or ENCODED.get(name, (None,))[0]
    if source:
        make(source, folder, seconds)
    print(f"making {target}", file=sys.stderr)
    part = folder / f"part-{name}"  # left over from a killed run: written anew
    if name in WAVES:
        write_wave(part, seconds, *WAVES[name])
    elif name == "prompts":
        write_prompts(part)
    elif name == "long-16k-mono.wav":
        write_long(part, folder / source, seconds)
    else:
        command = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", folder / source, *ENCODED[name][1].split(), part]
        subprocess.run(command, check=True)
    part.rename(target)


def cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "announce-bench"


def main():
    parser = argparse.ArgumentParser(description="make the recordings for performance.py")
    parser.add_argument("--folder", type=Path, default=cache(), help="cache (default: %(default)s)")
    parser.add_argument("--seconds", type=int, default=600, help="length of a recording (default: %(default)s)")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"default: all of {', '.join(NAMES)}")
    options = parser.parse_args()
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"no such input: {', '.join(sorted(unknown))}")
    if options.seconds < PROMPT_SECONDS:
        parser.error(f"--seconds: at least {PROMPT_SECONDS}")
    folder = options.folder / f"v{VERSION}-{options.seconds}s"
    folder.mkdir(parents=True, exist_ok=True)
    for name in options.names or NAMES:
        make(name, folder, options.seconds)
    print(folder)


if __name__ == "__main__":
    main()
