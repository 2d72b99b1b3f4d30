import Support
import SystemPackage
import Testing

@testable import TelephoneAudio

/// Gaps in the time stamps of films, which ffmpeg decodes as if they were not there.
@Suite(.enabled(if: Tool.isInstalled("ffmpeg"), "ffmpeg")) struct TimestampGapTests {
    private static let quiet = ["-nostdin", "-v", "error", "-y"]

    /// What browsers and telephones write: WebM, MP4 with a table, and MP4 in fragments.
    static let kinds: [(name: String, codec: [String], container: [String])] = [
        ("webm", ["-c:a", "libopus", "-b:a", "24k"], []), ("m4a", ["-c:a", "aac"], []), ("mov", ["-c:a", "aac"], []),
        (
            "mp4", ["-c:a", "aac"],
            ["-movflags", "frag_custom+empty_moov+default_base_moof", "-frag_duration", "200000"]
        ),
    ]

    /// Two seconds, of which the second comes late.
    private static func recording(
        _ kind: (name: String, codec: [String], container: [String]), late seconds: Int, in folder: TemporaryFolder
    ) throws -> FilePath {
        let wave = try folder.write(WaveBytes.pcm16(TestSound.voice(frames: 96000), rate: 48000), to: "in.wav")
        let (even, late) = (folder.file("even.\(kind.name)"), folder.file("late.\(kind.name)"))
        try Tool.require("ffmpeg", quiet + ["-i", wave.string] + kind.codec + [even.string])
        let shift = "setts=ts='if(gt(PTS*TB,1),PTS+\(seconds)/TB,PTS)'"
        try Tool.require(
            "ffmpeg", quiet + ["-i", even.string, "-c", "copy", "-bsf:a", shift] + kind.container + [late.string])
        return late
    }

    @Test("a recording that stalled gets a warning", arguments: 0..<4, [0, 2])
    func stalled(_ kind: Int, late seconds: Int) async throws {
        let folder = try TemporaryFolder()
        let file = try Self.recording(Self.kinds[kind], late: seconds, in: folder)
        let findings = try await Converted(file: file).report.findings
        if seconds == 0 {
            #expect(findings.isEmpty, "\(Self.kinds[kind].name)")
        } else if case .timestampGap(let at, let lost)? = findings.first {
            #expect(abs(at - 1) < 0.06 && abs(lost - 2) < 0.06 && findings.count == 1, "\(at) \(lost)")
        } else {
            Issue.record("\(Self.kinds[kind].name): \(findings)")
        }
    }

    @Test("damage in any byte of the boxes ends the walk", arguments: [1, 3]) func damage(_ kind: Int) throws {
        let folder = try TemporaryFolder()
        let file = try Self.recording(Self.kinds[kind], late: 2, in: folder)
        let bytes = try folder.bytes(of: file.lastComponent?.string ?? "")
        for index in bytes.indices.filter({ $0 < 2000 || $0 > bytes.count - 2000 }) {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                var damaged = bytes
                damaged[index] = value
                _ = try MovieTimes(ByteSource.of(damaged))
            }
        }
        for end in stride(from: 0, to: bytes.count, by: 7) { _ = try MovieTimes(ByteSource.of(Array(bytes[..<end]))) }
    }
}
