import Support
import SystemPackage
import Testing

@testable import Corpora

/// The forms that speech people's tools write, and what they must never do.
struct ManifestReaderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Every item of a manifest: `id path` for entries, else why there is none.
    private func items(_ text: String, name: String = "m", root: FilePath? = nil) throws -> [String] {
        try items(Array(text.utf8), name: name, root: root)
    }

    private func items(_ bytes: [UInt8], name: String = "m", root: FilePath? = nil) throws -> [String] {
        let reader = try ManifestReader(folder.write(bytes, to: name), root: root)
        var items: [String] = []
        while let item = try reader.next() {
            switch item {
            case .header: items.append("header")
            case .entry(let entry):
                let path = entry.path.string.replacing(folder.path.string, with: "FOLDER")
                items.append("\(entry.line): \(entry.id) \(path)")
            case .refused(let line, let reason): items.append("\(line): \(reason)")
            }
        }
        return items
    }

    @Test(
        "the recordings of each form",
        arguments: [
            ("utt1 /a/1.wav\nutt2\t b c.wav \n", ["1: utt1 /a/1.wav", "2: utt2 b c.wav"]),
            ("\u{FEFF}utt1 a.wav\r\n\r\nutt2 b.wav", ["1: utt1 a.wav", "3: utt2 b.wav"]),
            (
                #"{"audio_filepath": "/a/ä\u00e4\"\ud83d\ude00.wav", "duration": 1.5, "text": "{[}"}"#,
                [#"1: /a/ää"😀.wav /a/ää"😀.wav"#]
            ),
            (#"{"text":"","audio_filepath":"x.wav"}"#, ["1: x.wav FOLDER/x.wav"]),
            (#"{"key":"k1","wav":"/w.wav","txt":"hello"}"#, ["1: k1 /w.wav"]),
            (
                #"{"id":"rec","sources":[{"type":"file","channels":[0],"source":"r.wav"}],"sampling_rate":16000}"#,
                ["1: rec r.wav"]
            ),
            (
                #"{"id":"cut","start":0,"recording":{"id":"rec","sources":[{"type":"file","source":"/r.wav"}]}}"#,
                ["1: rec /r.wav"]
            ),
            ("id,path\nu1,/a.wav\n\"u,2\",\"/b\"\"c.wav\"\n", ["header", "2: u1 /a.wav", #"3: u,2 /b"c.wav"#]),
            ("path\tsentence\n/a.mp3\the said \"no\n", ["header", "2: /a.mp3 /a.mp3"]),
            (
                "wav_filename;transcript\n/a.wav;\"two\nlines\"\n/b.wav;x\n",
                ["header", "2: /a.wav /a.wav", "4: /b.wav /b.wav"]
            ),
            ("", []), ("\n\n", []),
        ])
    func forms(_ text: String, _ expected: [String]) throws {
        #expect(try items(text) == expected)
    }

    @Test("relative paths begin where the form's tools look, or where the user says") func roots() throws {
        let nemo = #"{"audio_filepath":"x.wav"}"#
        #expect(try items(nemo, root: "/data") == ["1: x.wav /data/x.wav"])
        #expect(try items("u x.wav", root: "/data") == ["1: u /data/x.wav"])
        #expect(try items("u x.wav") == ["1: u x.wav"])
        #expect(try items("path\nx.wav\n") == ["header", "2: x.wav FOLDER/x.wav"])
    }

    @Test(
        "lines that name no recording are refused with their number, and the others stand",
        arguments: [
            (
                "u1 a.wav\nu2 sox b.flac -t wav - |\nu3 c.wav",
                "2: this is a command, which announce does not run: sox b.flac -t wav - |"
            ),
            ("u1 a.wav\nu2 | cat\nu3 c.wav", "2: this is a command"),
            ("u1 a.wav\nu2\nu3 c.wav", "2: an ID and the path"),
            ("u1,a.wav,x\nid,path,t\n", ""),
            (
                "{\"audio_filepath\":\"a\"}\n{\"audio_filepath\":\n{\"audio_filepath\":\"b\"}",
                "2: this is not a JSON object (byte 19)."
            ),
            (
                "{\"audio_filepath\":\"a\"}\n{\"text\":1}\n{\"audio_filepath\":\"b\"}",
                "2: no member names an audio file"
            ),
            (
                "{\"audio_filepath\":\"a\"}\n{\"audio_filepath\":[\"x\"]}\n{\"audio_filepath\":\"b\"}",
                "2: no member names"
            ),
            (
                "{\"audio_filepath\":\"a\"}\n{\"audio_filepath\":\"\\ud800\"}\n{\"audio_filepath\":\"b\"}",
                "2: no member names"
            ),
            (
                "{\"audio_filepath\":\"a\"}\n{\"id\":\"r\",\"sources\":[{\"type\":\"command\",\"source\":\"rm -rf /\"}]}\n"
                    + "{\"audio_filepath\":\"b\"}", "2: this is a command, which announce does not run: rm -rf /"
            ),
            (
                "{\"audio_filepath\":\"a\"}\n{\"id\":\"r\",\"sources\":[{\"type\":\"url\",\"source\":\"https://x\"}]}\n"
                    + "{\"audio_filepath\":\"b\"}", "2: the recording is a url, not a file."
            ),
            (
                "{\"audio_filepath\":\"a\"}\n{\"id\":\"r\",\"sources\":[{\"source\":\"x\"},{\"source\":\"y\"}]}\n"
                    + "{\"audio_filepath\":\"b\"}", "2: the recording has 2 files"
            ),
            ("{\"audio_filepath\":\"a\"}\n{\"id\":\"m\",\"tracks\":[]}\n{\"audio_filepath\":\"b\"}", "2: a mixed cut"),
            ("path,id\n/a,1\n/b\n/c,3\n", "3: there are 1 fields, and 2 in the header."),
        ])
    func refusals(_ text: String, _ refusal: String) throws {
        guard !refusal.isEmpty else {
            #expect(throws: ManifestError.unknownForm) { try items(text) }
            return
        }
        let found = try items(text).filter { $0 != "header" }
        #expect(found.count == 3)
        #expect(found[1].hasPrefix(refusal), "\(found[1])")
    }

    @Test(
        "what is no manifest is named as such",
        arguments: [
            ("[{\"audio_filepath\":\"a\"}]", "m.json", ManifestError.jsonArray),
            ("a,b\n1,2\n", "m.csv", .noPathColumn(["a", "b"])), ("word\n", "m", .unknownForm),
        ])
    func noManifest(_ text: String, _ name: String, _ expected: ManifestError) throws {
        #expect(throws: expected) { try items(text, name: name) }
        #expect(throws: ManifestError.system(.noSuchFileOrDirectory)) {
            try ManifestReader(folder.file("missing"), root: nil)
        }
    }

    @Test("gzip of several members reads as one, and damage is reported") func gzip() throws {
        let lines = (0..<4000).map { "utt\($0) /data/\($0).wav\n" }
        let parts = [lines[..<1500], lines[1500...]].map { part in
            let plain = Array(part.joined().utf8)
            return GzipWriter()?.pack(plain, isLast: true) ?? []
        }
        #expect(try items(parts[0] + parts[1]).count == 4000)
        // Of its own program as well.
        try folder.write(lines.joined().utf8, to: "plain")
        let packed = try Tool.require("gzip", ["-c", folder.file("plain").string]).output
        #expect(try items(packed).last == "4000: utt3999 /data/3999.wav")
        #expect(throws: ManifestError.damagedGzip) { try items(Array(packed.dropLast(100))) }
        var damaged = packed
        for place in damaged.count / 2..<damaged.count / 2 + 50 { damaged[place] ^= 0xFF }
        #expect(throws: ManifestError.damagedGzip) { try items(damaged) }
    }

    @Test("a line without an end, and brackets without an end, cost a refusal and no more") func hostile() throws {
        let deep = #"{"audio_filepath":"a"}"# + "\n" + String(repeating: "[{\"a\":", count: 200_000)
        #expect(try items(deep).count == 2)
        let long = Array("u1 a.wav\n".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: LineReader.longest + 70_000)
        #expect(throws: ManifestError.longLine(2)) { try items(long) }
        #expect(try items(Array("u1 a.wav\nu2 ".utf8) + [0xFF, 0x0A]).last == "2: this is not UTF-8.")
        let quote = "path,text\na.wav,\"open\n" + String(repeating: "b.wav,x\n", count: 100_000)
        #expect(throws: ManifestError.openQuote(2)) { try items(quote) }
    }

    @Test(
        "a line is given back with the new file, rate, length and channels, and everything else as it was",
        arguments: [
            ("utt1   /old path.wav", "utt1 /new/a.wav"),
            (
                #"{"duration": 1.5, "audio_filepath":"/old.wav","text":"Grüße  \u00fc","sample_rate":16000 }"#,
                #"{"duration": 1.000125, "audio_filepath":"/new/a.wav","text":"Grüße  \u00fc","sample_rate":8000 }"#
            ),
            (
                #"{"audio_filepath":"/old.wav","offset":3.5,"duration":1.5}"#,
                #"{"audio_filepath":"/new/a.wav","offset":3.5,"duration":1.5}"#
            ),
            (
                #"{"id":"r","sources":[{"type":"file","channels":[0,1],"source":"/old.wav"}],"sampling_rate":16000,"num_samples":16002,"duration":1.000125,"channel_ids":[0,1]}"#,
                #"{"id":"r","sources":[{"type":"file","channels":[0],"source":"/new/a.wav"}],"sampling_rate":8000,"num_samples":8001,"duration":1.000125,"channel_ids":[0]}"#
            ),
            (
                #"{"id":"c","start":0.5,"duration":0.25,"channel":1,"supervisions":[{"duration":0.25}],"recording":{"id":"r","sources":[{"type":"file","channels":[1],"source":"/old.wav"}],"sampling_rate":16000,"duration":9}}"#,
                #"{"id":"c","start":0.5,"duration":0.25,"channel":0,"supervisions":[{"duration":0.25}],"recording":{"id":"r","sources":[{"type":"file","channels":[0],"source":"/new/a.wav"}],"sampling_rate":8000,"duration":1.000125}}"#
            ),
            ("id,duration,wav,text\nu1,1.5,/old.wav,\"a, b\"", "u1,1.000125,/new/a.wav,\"a, b\""),
            ("wav_filename,wav_filesize,transcript\n/old.wav,1,hi", "/new/a.wav,16046,hi"),
        ])
    func rewriting(_ text: String, _ expected: String) throws {
        let reader = try ManifestReader(folder.write(Array(text.utf8), to: "m"), root: nil)
        while let item = try reader.next() { if case .entry = item { break } }
        let line = reader.rewritten(ConvertedRecording(path: "/new/a.wav", samples: 8001, size: 16_046))
        #expect(String(decoding: line, as: UTF8.self) == expected)
    }
}
