import Foundation
import Support
import SystemPackage
import TelephoneAudio
import Testing

/// The examples of the documentation, word for word: they compile and run.
@Suite struct DocumentationTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..")

    @Test("every example of the documentation is in this file") func verbatim() throws {
        let code = Self.withoutSpaces(try String(contentsOfFile: #filePath, encoding: .utf8)[...])
        let catalogue = Self.root.appending(path: "Sources/TelephoneAudio/TelephoneAudio.docc")
        let pages = try FileManager.default.contentsOfDirectory(at: catalogue, includingPropertiesForKeys: nil)
        var count = 0
        for page in pages + [Self.root.appending(path: "docs/library.md")] {
            for block in try String(contentsOf: page, encoding: .utf8).split(separator: "```swift\n").dropFirst() {
                let example = block.prefix(upTo: try #require(block.firstRange(of: "```")).lowerBound)
                // Examples of the other library have a test of their own.
                guard page.lastPathComponent != "library.md" || example.contains("import TelephoneAudio") else {
                    continue
                }
                let lines = Self.withoutSpaces(example.replacing("import TelephoneAudio\n", with: ""))
                #expect(code.contains(lines), "\(page.lastPathComponent): \(example)")
                count += 1
            }
        }
        #expect(count >= pages.count)
    }

    private static func withoutSpaces(_ text: Substring) -> String { text.filter { !$0.isWhitespace } }

    /// A recording of `media/` in a folder of its own, and the path of an announcement beside it.
    private func paths(of recording: String) throws -> (TemporaryFolder, recording: String, announcement: String) {
        let folder = try TemporaryFolder()
        let path = folder.file(recording).string
        try FileManager.default.copyItem(atPath: Self.root.appending(path: "media/\(recording)").path, toPath: path)
        return (folder, path, folder.file("announcement.wav").string)
    }

    @Test("the first example") func first() async throws {
        let (folder, recording, announcement) = try paths(of: "welcome.flac")
        let report = try await Conversion().convert(.file(recording), to: .file(announcement, replacing: false))
        #expect(report.samples > 8000)
        await #expect(throws: OutputError.exists(FilePath(announcement))) {
            try await Conversion().convert(.file(recording), to: .file(announcement, replacing: false))
        }
        withExtendedLifetime(folder) {}
    }

    @Test("the example of docs/library.md") func libraryPage() async throws {
        let (folder, recording, announcement) = try paths(of: "quiet-voice.flac")
        let upload = try Data(contentsOf: URL(filePath: recording))
        let conversion = Conversion(Recipe(level: LevelRecipe(target: .telephone)))
        let report = try await conversion.convert(.file(recording), to: .file(announcement, replacing: false))
        let inMemory = try await conversion.announcement(from: .data(upload))
        #expect(inMemory.report == report)
        withExtendedLifetime(folder) {}
    }

    @Test("converting a recording") func converting() async throws {
        let (folder, recording, announcement) = try paths(of: "main-menu.mp3")
        let printed = Printed()
        let print = printed.print
        let report = try await Conversion().convert(
            .file(recording), to: .file(announcement, replacing: true))
        print("\(report.duration) s of sound")
        #expect(report.duration > 1 && printed.lines.count == 1)
        withExtendedLifetime(folder) {}
    }

    @Test("converting an upload") func upload() async throws {
        let upload = try Data(contentsOf: Self.root.appending(path: "media/closed.m4a"))
        var body = Data()
        func respond(with data: Data, type: String) { body = data }
        let limits = ReadingOptions(longest: 600)
        let announcement = try await Conversion(Recipe(reading: limits)).announcement(from: .data(upload))
        respond(with: announcement.data, type: "audio/wav")
        let inspection = try Inspector().inspect(.data(body))
        #expect(inspection.playability.isKnownToPlay)
        #expect(inspection.sound?.duration == announcement.report.duration)
    }

    @Test("showing progress") func progress() async throws {
        let (folder, recording, announcement) = try paths(of: "main-menu.mp3")
        let bar = Bar()
        for try await update in Conversion().updates(.file(recording), to: .file(announcement, replacing: true)) {
            switch update {
            case .progress(let progress): bar.show(progress.fraction ?? 0)
            case .finished(let report): bar.end("\(report.duration) s")
            }
        }
        #expect(bar.ends.count == 1)
        withExtendedLifetime(folder) {}
    }

    @Test("level, silence and channels") func level() async throws {
        let (folder, recording, _) = try paths(of: "welcome.flac")
        let printed = Printed()
        let print = printed.print
        let recipe = Recipe(
            channels: .only(1), level: LevelRecipe(target: try LevelTarget("-19 dBm0"), highPass: true, trim: true))
        let levelled = try await Conversion(recipe).announcement(from: .file(recording))
        print("the gain was \(levelled.report.level?.gain ?? 0) dB")
        #expect(levelled.report.level?.levelAfter.map { abs($0 + 22) < 0.1 } == true)
        let polished = try await Conversion(Recipe(level: LevelRecipe(polish: true)))
            .announcement(from: .file(recording))
        if let report = polished.report.level?.polish, report.outcome == .polished {
            print("consonants +\(report.presence) dB")
        }
        withExtendedLifetime(folder) {}
    }

    @Test("looking before publishing") func inspecting() throws {
        let (folder, announcement, _) = try paths(of: "main-menu.mp3")
        let printed = Printed()
        let print = printed.print
        let inspection = try Inspector().inspect(.file(announcement))
        for obstacle in inspection.playability.obstacles {
            print("would be skipped: \(obstacle)")
        }
        let keys = inspection.sound?.dtmf.map(\.key) ?? []
        #expect(keys.isEmpty && printed.lines.first == "would be skipped: MP3 instead of WAV", "\(printed.lines)")
        withExtendedLifetime(folder) {}
    }

    @Test("telling people what is wrong") func findings() async throws {
        let folder = try TemporaryFolder()
        let (recording, announcement) = (folder.file("letter.pdf").string, folder.file("letter.wav").string)
        try Data("%PDF-1.7\n%\u{e2}\u{e3}\n1 0 obj\n".utf8).write(to: URL(filePath: recording))
        let printed = Printed()
        let print = printed.print
        do {
            let report = try await Conversion().convert(.file(recording), to: .file(announcement, replacing: true))
            for finding in report.findings where finding.severity == .warning {
                print("\(finding).")
            }
        } catch let error as RecordingError {
            print("\(recording): \(error)")
        }
        #expect(printed.lines == ["\(recording): this is a PDF document, not a recording."])
    }

    @Test("hearing what callers hear") func listening() {
        let samples = [Int16](repeating: 1000, count: 800)
        var line = TelephoneLine()
        let heard = line.transmit(samples)
        #expect(heard.count == samples.count)
    }
}

private final class Printed {
    var lines: [String] = []
    func print(_ value: Any) { lines.append("\(value)") }
}

private final class Bar {
    var ends: [String] = []
    func show(_ fraction: Double) { #expect((0...1).contains(fraction)) }
    func end(_ text: String) { ends.append(text) }
}
