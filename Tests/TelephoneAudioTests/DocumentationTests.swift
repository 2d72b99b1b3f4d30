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
        let page = Self.root.appending(path: "Sources/TelephoneAudio/TelephoneAudio.docc/TelephoneAudio.md")
        let blocks = try String(contentsOf: page, encoding: .utf8).split(separator: "```swift\n").dropFirst()
        #expect(blocks.count == 3)
        for block in blocks {
            let example = block.prefix(upTo: try #require(block.firstRange(of: "```")).lowerBound)
            #expect(code.contains(Self.withoutSpaces(example)), "\(example)")
        }
    }

    private static func withoutSpaces(_ text: Substring) -> String { text.filter { !$0.isWhitespace } }

    @Test("converting, inspecting and listening") func examples() async throws {
        let folder = try TemporaryFolder()
        let recording = FilePath(Self.root.appending(path: "media/welcome.flac").path)
        let announcement = folder.file("welcome.wav")
        var printed: [String] = []
        func print(_ value: Any) { printed.append("\(value)") }

        let recipe = Recipe(level: LevelRecipe(target: .telephone, trim: true))
        let report = try await Conversion(recipe, workers: 4).convert(
            .file(recording), to: .file(announcement, replacing: true))
        print("\(report.duration) s, \(report.activeLevel ?? -.infinity) dBFS")
        for finding in report.findings where finding.severity == .warning {
            print(finding)
        }

        let inspection = try Inspector().inspect(.file(announcement))
        for obstacle in inspection.playability.obstacles {
            print("would be skipped: \(obstacle)")
        }
        let keys = inspection.sound?.dtmf.map(\.key) ?? []
        #expect(inspection.playability.isKnownToPlay && keys.isEmpty)
        #expect(printed.count == 1 && printed.first?.contains(" s, -") == true, "\(printed)")

        let samples = [Int16](repeating: 1000, count: 800)
        var line = TelephoneLine()
        let heard = line.transmit(samples)
        #expect(heard.count == samples.count)
    }
}
