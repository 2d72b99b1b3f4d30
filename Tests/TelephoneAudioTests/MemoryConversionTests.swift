import Foundation
import Support
import SystemPackage
import TelephoneAudio
import Testing

/// Bytes in and out, URLs, and progress as a sequence: what programs that are not command lines use.
@Suite struct MemoryConversionTests {
    private static let media = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../media")
        .standardizedFileURL
    private static let recordings =
        (try? FileManager.default.contentsOfDirectory(atPath: media.path).filter {
            !$0.hasSuffix(".md") && !$0.hasSuffix(".sh")
        }) ?? []

    @Test("bytes give the same announcement as their file", arguments: recordings) func bytes(name: String) async throws
    {
        let folder = try TemporaryFolder()
        let url = Self.media.appending(path: name)
        let announcement = folder.file("a.wav")
        let report = try await Conversion().convert(
            .file(url), to: .file(URL(filePath: announcement.string), replacing: false))
        let inMemory = try await Conversion().announcement(from: .data(Data(contentsOf: url)))
        #expect(inMemory.data == (try Data(contentsOf: URL(filePath: announcement.string))))
        #expect(inMemory.report == report)
        #expect(inMemory.bytes.count == 44 + 2 * report.samples)
    }

    @Test("the URL of anything but a file is an error with the reason") func otherURLs() throws {
        let url = try #require(URL(string: "https://example.com/a.wav"))
        #expect(throws: RecordingError.system(errno: EPROTONOSUPPORT, action: .open)) {
            try RecordingInput.file(url)
        }
        #expect(throws: OutputError.system(errno: EPROTONOSUPPORT, action: .create, path: "https://example.com/a.wav"))
        {
            try AnnouncementOutput.file(url, replacing: true)
        }
    }

    @Test("a file URL with spaces, percent signs and umlauts is its file") func awkwardURL() async throws {
        let folder = try TemporaryFolder()
        let url = URL(filePath: folder.file("Grüße 100%25 #1?.flac").string)
        try FileManager.default.copyItem(at: Self.media.appending(path: "welcome.flac"), to: url)
        #expect(try await Conversion().announcement(from: .file(url)).report.samples > 8000)
    }

    @Test(
        "nothing and nonsense are errors that say so, in English and to Foundation",
        arguments: [
            (Data(), "the file is empty. Was it copied completely?"),
            (Data("hello".utf8), "this is text, not a recording."),
        ]) func nonsense(bytes: Data, sentence: String) async throws
    {
        let error = await #expect(throws: RecordingError.self) {
            try await Conversion().announcement(from: .data(bytes))
        }
        #expect(error.map { "\($0)" } == sentence)
        #expect(error?.localizedDescription == sentence)
    }

    @Test("progress grows to the whole recording, and the report comes last") func updates() async throws {
        let folder = try TemporaryFolder()
        var steps: [ConversionProgress] = []
        var reports: [ConversionReport] = []
        let recording = RecordingInput.file(Self.media.appending(path: "music-on-hold.flac").path)
        for try await update in Conversion().updates(recording, to: .file(folder.file("a.wav"), replacing: false)) {
            switch update {
            case .progress(let progress):
                #expect(reports.isEmpty)
                steps.append(progress)
            case .finished(let report): reports.append(report)
            }
        }
        #expect(reports.count == 1)
        #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.converted <= $1.converted })
        #expect(steps.allSatisfy { $0.expected == reports.first?.recordedDuration })
    }

    @Test("an error ends the sequence, and leaving it early cancels the conversion") func endings() async throws {
        let folder = try TemporaryFolder()
        await #expect(throws: RecordingError.empty) {
            for try await _ in Conversion().updates(.bytes([]), to: .file(folder.file("a.wav"), replacing: false)) {}
        }
        let pipe = Pipe()
        pipe.fileHandleForWriting.write(Data(count: 44))
        let recording = RecordingInput.descriptor(pipe.fileHandleForReading.fileDescriptor)
        let listening = Task {
            for try await _ in Conversion().updates(recording, to: .file(folder.file("b.wav"), replacing: false)) {}
        }
        listening.cancel()
        try pipe.fileHandleForWriting.close()
        _ = await listening.result
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path.string).isEmpty)
    }
}
