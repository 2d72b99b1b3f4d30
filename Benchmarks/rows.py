"""What performance.py measures: command lines, recordings (made by inputs.py) and the figures they are held to."""

from dataclasses import dataclass, field

FAITHFUL = {
    "announce": "{announce} convert {input} -o {output} --force --quiet",
    "sox": "sox {input} -r 8000 -c 1 -b 16 {output}",
    "ffmpeg": "ffmpeg -nostdin -v error -y -i {input} -ac 1 -ar 8000 -c:a pcm_s16le {output}",
    "mpg123": "mpg123 -q --rate 8000 --mono -w {output} {input}",
}
LEVELLED = {
    "announce": FAITHFUL["announce"] + " --level",
    "sox": FAITHFUL["sox"] + " norm",
    "ffmpeg": "ffmpeg -nostdin -v error -y -i {input} -af loudnorm -ac 1 -ar 8000 -c:a pcm_s16le {output}",
}
# What a person would type for a folder. ffmpeg gets a tenth of the prompts, and its times are multiplied by ten.
LOOP = 'for f in "$0"/prompt-{which}.wav; do {command} || exit; done'
LOOPS = {
    "announce": FAITHFUL["announce"],
    "sox": LOOP.format(which="*", command='sox "$f" -r 8000 -c 1 -b 16 "$1/${f##*/}"'),
    "ffmpeg": LOOP.format(
        which="0*", command='ffmpeg -nostdin -v error -i "$f" -ac 1 -ar 8000 -c:a pcm_s16le "$1/${f##*/}"'
    ),
}
SCALES = {"ffmpeg": 10}


@dataclass(frozen=True)
class Goal:
    """What the ratios of one measure ("cpu" or "wall") are held to, peer by peer."""

    measure: str
    least: dict[str, float] = field(default_factory=dict)
    aim: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    name: str
    input: str
    peers: str
    goals: tuple[Goal, ...] = ()
    commands: dict[str, str] = field(default_factory=lambda: FAITHFUL)
    repeat: int = 1  # runs a round, for what is over in milliseconds
    seconds: int | None = None  # of sound in a file, where it is not the length of the recordings

    @property
    def folder(self) -> bool:
        return self.commands is LOOPS

    def argv(self, tool: str, announce: str, source: str, target: str) -> list[str]:
        command = self.commands[tool]
        if self.folder and tool != "announce":
            return ["sh", "-c", command, source, target]
        return [word.format(announce=announce, input=source, output=target) for word in command.split()]

    def scale(self, tool: str) -> int:
        return SCALES.get(tool, 1) if self.folder else 1


def goals(cpu=(), wall=(), cpu_aim=(), wall_aim=()) -> tuple[Goal, ...]:
    """Figures in the order sox, ffmpeg, mpg123; None where there is none."""

    def named(figures):
        return {tool: figure for tool, figure in zip(("sox", "ffmpeg", "mpg123"), figures) if figure is not None}

    return Goal("cpu", named(cpu), named(cpu_aim)), Goal("wall", named(wall), named(wall_aim))


WAV = goals(cpu=(4.5, 3.5), cpu_aim=(7, 5.5))
BIG = goals(cpu=(4, 6), cpu_aim=(6, 9))
SMALL = goals(cpu=(3.5, 2.3), cpu_aim=(6, 4))
MP3 = goals(cpu=(2.8, 1.45, 1.2), cpu_aim=(3.3, 1.65, 1.45), wall=(4.9, 2.6, 2.1))
OPUS = goals(cpu_aim=(None, 1.35), wall_aim=(None, 2.5))

ROWS = [
    Row("44.1 kHz stereo 16-bit WAV", "44k-stereo-16.wav", "sox ffmpeg", WAV),
    Row("48 kHz stereo 16-bit WAV", "48k-stereo-16.wav", "sox ffmpeg", WAV),
    Row("192 kHz stereo 24-bit WAV", "192k-stereo-24.wav", "sox ffmpeg", BIG),
    Row("96 kHz 5.1 24-bit WAV", "96k-5.1-24.wav", "sox ffmpeg", BIG),
    Row("22.05 kHz mono WAV", "22k-mono-16.wav", "sox ffmpeg", SMALL),
    Row("16 kHz mono WAV", "16k-mono-16.wav", "sox ffmpeg", SMALL),
    Row("11.025 kHz mono WAV", "11k-mono-16.wav", "sox ffmpeg", SMALL),
    Row(
        "FLAC 16-bit",
        "44k-stereo-16.flac",
        "sox ffmpeg",
        goals(cpu=(1.9, 1.8), cpu_aim=(2.2, 2.2), wall=(None, 3), wall_aim=(None, 3.6)),
    ),
    Row("MP3 128k", "44k-stereo-128k.mp3", "sox ffmpeg mpg123", MP3),
    Row("Vorbis q5", "44k-stereo-q5.ogg", "sox ffmpeg", goals(wall=(None, 1.4), wall_aim=(None, 1.8))),
    Row("Opus 96k stereo", "48k-stereo-96k.opus", "ffmpeg", OPUS),
    Row("Opus 24k mono, voip", "16k-mono-24k-voip.opus", "ffmpeg", OPUS),
    Row("M4A 128k (decoded by ffmpeg)", "44k-stereo-128k.m4a", "ffmpeg", goals()),
    Row(
        "1,000 WAV prompts of 5 s",
        "prompts",
        "sox ffmpeg",
        goals(wall=(4, 30), wall_aim=(8, 60)),
        commands=LOOPS,
        seconds=5,
    ),
    Row("one MP3 prompt of 5 s", "prompt.mp3", "sox ffmpeg", goals(wall=(1,), wall_aim=(2,)), repeat=20, seconds=5),
    Row(
        "44.1 kHz stereo WAV, with --level",
        "44k-stereo-16.wav",
        "sox ffmpeg",
        goals(cpu=(5, 80), cpu_aim=(7, 120)),
        commands=LEVELLED,
    ),
]

MEMORY_LIMIT = 24  # MiB
MEMORY = [
    *(row for row in ROWS if row.input.endswith((".wav", ".flac", ".mp3", ".ogg", ".opus")) and row.commands is FAITHFUL),
    Row("44.1 kHz stereo WAV, with --level", "44k-stereo-16.wav", "sox", commands=LEVELLED),
    Row("4 hours of 16 kHz mono WAV", "long-16k-mono.wav", "sox ffmpeg"),
    Row("4 hours of 16 kHz mono WAV, with --level", "long-16k-mono.wav", "", commands=LEVELLED),
    Row("4 hours of MP3", "long-16k-mono.mp3", ""),
    Row("1,000 WAV prompts", "prompts", "", commands=LOOPS),
]
