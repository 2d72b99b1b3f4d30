import Corpora
import SystemPackage

extension FuzzTarget {
    /// Manifests of corpora: no command is taken for a file, and a line that is given back is read as it was meant.
    static let manifest = FuzzTarget(
        name: "manifest",
        corpus: {
            [
                "utt1 /a/1.wav\nutt2 sox x.flac -t wav - |\n",
                #"{"audio_filepath":"/a\u00e4.wav","duration":1.5,"offset":null,"text":"x"}"# + "\n",
                #"{"id":"c","channel":0,"recording":{"id":"r","sources":[{"type":"file","channels":[0],"source":"/a"}],"sampling_rate":16000,"num_samples":1,"duration":1.0,"channel_ids":[0],"transforms":[]}}"#,
                "id,path,duration,text\nu1,/a.wav,1.5,\"a, \"\"b\"\"\nc\"\nu2,/b.wav,2,x\n",
                "path\tsentence\n/a.mp3\tsaid \"no\n",
            ].map { Array($0.utf8) }
        },
        tokens: [
            "\"", "\\", "\\u", "\\ud83d", "{", "}", "[", "]", ",", ":", "|", "\n", "\r\n", "\t", "null", "\"source\":",
            "\"type\":\"command\"", "\"audio_filepath\":", "\"wav\":", "\"key\":", "\u{FEFF}", "\u{1F}\u{8B}",
        ],
        run: { bytes in
            try scratch.replace(bytes)
            guard let reader = try? ManifestReader(scratch.path, root: nil) else { return }
            var header: [UInt8] = []
            var rewritten: [(id: String, line: [UInt8])] = []
            while let item = try? reader.next() {
                switch item {
                case .header: header = reader.line + [0x0A]
                case .refused: break
                case .entry(let entry):
                    // `|/` ends a path, from which the slash is taken, and no command.
                    let end = reader.line.last { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
                    let isCommand = entry.path.string.utf8.last == UInt8(ascii: "|") && end == UInt8(ascii: "|")
                    try require(!isCommand || bytes.contains(UInt8(ascii: "{")), "a command")
                    let new = ConvertedRecording(path: "/new/a b.wav", samples: 8001, size: 1)
                    if rewritten.count < 4 { rewritten.append((entry.id, reader.rewritten(new))) }
                }
            }
            // The first line shows the form: one of a `wav.scp` that begins with a bracket is none without another before it.
            let heads = header.isEmpty ? [[], Array("utt0 /new/0.wav\n".utf8)] : [header]
            for (id, line) in rewritten {
                let isReadBack = try heads.contains { head in
                    try scratch.replace(head + line)
                    guard let again = try? ManifestReader(scratch.path, root: nil) else { return false }
                    if !head.isEmpty { _ = try? again.next() }
                    guard case .entry(let entry)? = try? again.next() else { return false }
                    return entry.path == "/new/a b.wav" && (entry.id == id || entry.id == "/new/a b.wav")
                }
                try require(isReadBack, "a line that was given back is read as another one")
            }
        })

    /// Lines of results, which a crash may have left in any state.
    static let results = FuzzTarget(
        name: "results",
        corpus: {
            let outcomes: [RecordingResult.Outcome] = [
                .converted(output: "/8k/3f/a.wav", samples: 8001, findings: ["silent", "clipped"]),
                .failed(code: "empty", message: "the file \"x\" is empty.\n"),
            ]
            return outcomes.map { outcome in
                RecordingResult(
                    id: "utt1", input: "/in/a.wav", stamp: InputStamp(size: 1, modified: 2), recipe: "2 pcm16",
                    outcome: outcome
                ).line.dropLast()
            }
        },
        tokens: ["\"", "\\", "{", "}", "[", "]", ",", ":", "\"status\":\"failed\"", "\"id\":", "99999999999999999999"],
        run: { bytes in
            guard let result = RecordingResult(bytes) else { return }
            try require(RecordingResult(result.line.dropLast()) == result, "another line was written")
        })

    private static let scratch = ScratchFile()
}
