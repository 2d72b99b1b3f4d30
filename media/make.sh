#!/bin/bash
# Makes every recording in this folder (or in the folder given as first argument) from scratch.
#
# Needs these Debian packages: espeak-ng flite sox libsox-fmt-all ffmpeg lame vorbis-tools opus-tools
#
# The same tools on the same machine give the same bytes: noise has a fixed seed (sox -R), nothing is dithered (sox -D),
# Ogg serial numbers are fixed, and ffmpeg writes no dates. What each recording is for is told in README.md.
set -eu -o pipefail

out=$(realpath "${1:-$(dirname "$0")}")
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

for tool in espeak-ng flite sox ffmpeg lame oggenc opusenc; do
    command -v "$tool" >/dev/null && continue
    echo "make.sh: $tool is missing; the packages are named at the top" >&2
    exit 1
done

sox() { command sox -R -D "$@"; }
ffmpeg() { command ffmpeg -nostdin -v error -y "$@"; }
exact=(-map_metadata -1 -fflags +bitexact -flags:a +bitexact)

# german TEXT, english TEXT, flite_voice VOICE TEXT: speech in voice.wav, mono, 16 bit, 48 kHz,
# peak at -3 dBFS, 0.1 s of silence before and 0.2 s after.
german() { espeak-ng -v de -s 155 -p 42 -w raw.wav "$1" && dress; }
english() { espeak-ng -v en-gb -s 155 -p 42 -w raw.wav "$1" && dress; }
flite_voice() { flite -voice "$1" -t "$2" -o raw.wav && dress; }
dress() {
    sox raw.wav voice.wav gain -6 highpass 60 \
        silence 1 0.01 0.3% fade 0.01 reverse silence 1 0.01 0.3% fade 0.01 reverse rate 48000 gain -n -3 pad 0.1 0.2
}

# --- What the callers of a small joinery hear, in German --------------------------------------------------------------

german "Guten Tag. Sie sind mit der Schreinerei Lindgrün verbunden."
sox voice.wav -b 16 "$out/welcome.flac" rate 44100 remix 1 1v0.8

german "Für die Werkstatt wählen Sie die Eins, für eine Nachricht die Zwei, mit Zugangscode die Drei."
sox voice.wav menu.wav rate 44100
lame --quiet -m m -b 64 --cbr --id3v2-only --tt "Main menu" --ta "Schreinerei" menu.wav "$out/main-menu.mp3"

german "Werkstatt: die Eins. Nachricht: die Zwei. Zugangscode: die Drei."
# No Xing header (-t), and no lead-in: the first frame is large, so whoever guesses the length from it guesses short.
sox voice.wav short.wav trim 0.1 rate 44100 remix 1 1
lame --quiet -V 5 -t short.wav "$out/main-menu-short.mp3"

german "Unser Büro ist zurzeit geschlossen. Sie erreichen uns werktags ab neun Uhr."
ffmpeg -i voice.wav -c:a aac -b:a 48k "${exact[@]}" "$out/closed.m4a"

german "Heute ist Feiertag, und unser Büro ist geschlossen."
sox voice.wav holiday.wav rate 32000
oggenc --quiet -q 3 -s 1 holiday.wav -o "$out/holiday.ogg"

german "Anrufe ohne Rufnummer nehmen wir nicht an. Bitte rufen Sie mit Rufnummer wieder an."
opusenc --quiet --bitrate 24 --serial 1 voice.wav "$out/no-anonymous.opus"

german "Wir haben keine Eingabe erhalten."
sox voice.wav -b 16 -e signed-integer -t wavpcm "$out/nothing-heard.wav" rate 8000

german "Diese Taste ist nicht belegt."
sox voice.wav -b 16 "$out/wrong-key.aiff" rate 22050

german "Bitte geben Sie Ihren vierstelligen Code ein."
sox voice.wav -e mu-law "$out/enter-code.au" rate 8000

# --- The same house in English ----------------------------------------------------------------------------------------

flite_voice slt "Good afternoon. You have reached Lindgreen Joinery."
sox voice.wav -b 16 "$out/welcome-en.caf" rate 16000

# One breath without a pause: sox always lets AMR drop silent frames (DTX), which ffmpeg 5 cannot fill.
english "We are closed now and open again on the next working day at nine."
sox voice.wav -C 7 "$out/closed-en.amr-nb" rate 8000 trim 0 -0.1
mv "$out/closed-en.amr-nb" "$out/closed-en.amr"

flite_voice rms "Thank you for calling. Goodbye."
sox voice.wav goodbye.wav rate 24000
lame --quiet -V 4 goodbye.wav "$out/goodbye-en.mp3"

# --- Not speech -------------------------------------------------------------------------------------------------------

# Two plucked chords; the sawtooth bell above them reaches far beyond what a telephone carries.
sox -n -r 96000 -b 16 "$out/music-on-hold.flac" \
    synth 1.4 pluck C3 pluck E4 synth 1.4 sawtooth mix 1046.5 sawtooth mix 783.99 fade q 0.02 1.4 1 gain -n -6

# An empty room: brown noise with a touch of mains hum, different in both ears.
sox -n -r 44100 noise.wav synth 1.5 brownnoise brownnoise vol -40dB
sox -n -r 44100 -c 2 hum.wav synth 1.5 sine 50 vol -50dB
sox -m -v 1 noise.wav -v 1 hum.wav -b 16 room.wav
ffmpeg -i room.wav -c:a flac "${exact[@]}" -f ogg "$out/room-tone.oga"

sox -n -r 11025 -b 8 -e unsigned-integer -c 1 "$out/silence.wav" trim 0 1.5

# --- Speech with something wrong --------------------------------------------------------------------------------------

german "Diese Stimme ist sehr leise."
sox voice.wav -b 24 "$out/quiet-voice.flac" gain -52

german "Diese Aufnahme ist übersteuert."
command sox -V1 -R -D voice.wav -b 16 "$out/clipped-voice.wav" rate 44100 gain 18

german "Hier ist mehr als alles."
sox voice.wav whole.wav rate 24000
ffmpeg -i whole.wav -af volume=9dB:precision=float -c:a pcm_f32le "${exact[@]}" "$out/over-full-scale.wav"

german "Hier liegt Gleichspannung an."
sox voice.wav -b 24 -t wavpcm "$out/dc-offset.wav" rate 22050 gain -6 dcshift 0.2

german "Rechts ist das Gegenteil von links."
sox voice.wav -b 16 "$out/antiphase.wav" rate 22050 remix 1 1i

# Voice in the centre, a loud 50 Hz rumble in the LFE channel, nothing elsewhere.
german "Guten Tag."
sox voice.wav -b 16 center.wav trim 0.1 -0.1 gain -3
sox -n -r 48000 -b 16 rumble.wav synth "$(soxi -s center.wav)s" sine 50 vol 0.5
sox -M center.wav rumble.wav -b 24 "$out/surround.wav" remix 0 0 1 2 0 0

german "Entschuldigung, jetzt spreche ich."
sox voice.wav late.wav pad 1.4 1
ffmpeg -i late.wav -c:a libopus -b:a 24k -vbr off "${exact[@]}" "$out/late-start.webm"

# Key 5 (770 and 1336 Hz) held down for 0.3 s while the voice speaks: a DTMF detector may take it for the caller's.
german "Hier piept eine Taste dazwischen."
sox -n -r 8000 key.wav synth 0.3 sine 770 sine 1336 remix 1,2 vol 0.5 pad 0.9
sox voice.wav spoken.wav rate 8000
sox -m -v 0.7 spoken.wav -v 0.7 key.wav -e a-law "$out/touch-tone.wav"
