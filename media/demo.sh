#!/usr/bin/env bash
# Makes the recordings of `announce init --demo` again: those that announce.yaml plays, as small as they can be (Opus,
# 24 kbit/s, mono), in Swift source. The text of the demo is announce.yaml itself.
set -euo pipefail
cd "$(dirname "$0")"
target=../Sources/announce/Init/Demo/DemoRecordings.swift
recordings="closed.m4a enter-code.au holiday.ogg main-menu.mp3 main-menu-short.mp3 no-anonymous.opus nothing-heard.wav welcome.flac wrong-key.aiff"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
{
    echo '// swift-format-ignore-file'
    echo '// Made by media/demo.sh.'
    echo
    echo '/// The recordings of the demo project: Opus files in base64. A string literal compiles a hundred times faster than an'
    echo '/// array of bytes.'
    echo 'enum DemoRecordings {'
    echo '    static let base64: [(name: String, content: String)] = ['
    for recording in $recordings; do
        name=${recording%.*}.opus
        ffmpeg -v error -bitexact -i "$recording" -f wav -ac 1 -map_metadata -1 - |
            opusenc --quiet --bitrate 24 --comp 10 --serial 1 --discard-comments --discard-pictures --padding 0 - "$folder/$name" 2>/dev/null
        echo "        (\"$name\", \"\"\""
        base64 -w 118 "$folder/$name" | sed 's/^/        /'
        echo '        """),'
    done
    echo '    ]'
    echo '}'
} > "$folder/source"
mv "$folder/source" "$target"
