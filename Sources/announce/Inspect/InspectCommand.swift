import ArgumentParser
import Glibc
import LocalFiles
import MediaLibrary
import SystemPackage
import TelephoneAudio

struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Check whether the telephone network would play a file and how it would sound.",
        discussion: """
            The network skips a file silently, so every reason is listed. The sound is measured as the caller would hear \
            it.

            Exit status: 0 all files would play; 1 some would not, or cannot be read; 64 wrong usage.
            """
    )

    @Argument(
        help: ArgumentHelp("Files, folders of recordings, or - for standard input.", valueName: "file"),
        completion: .file())
    var inputs: [PathArgument]

    @Option(
        help: "Measure one channel instead of mixing all: left, right, or its number.",
        completion: .list(["mix", "left", "right", "1", "2", "3", "4", "5", "6"]))
    var channel: ChannelChoice = .mix

    @OptionGroup(title: "Reading")
    var reading: ReadingArguments

    @Flag(help: "Print a JSON array with one object per file.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print errors only; check the exit status.")
    var quiet = false

    func run() async throws {
        let (results, passedOver) = try await Interruption.cancelling { try inspectAll() }
        if json {
            Console.result(jsonText(results.map(InspectionObject.init)))
        } else {
            let text = InspectionText()
            for result in results {
                switch result.outcome {
                case .success(let inspection):
                    if !quiet { text.lines(inspection, name: result.name, file: result.file).forEach(Console.result) }
                case .failure(let error):
                    Console.error("\(result.name): \(error.sentence(about: result.file))")
                }
            }
        }
        if !quiet, let note = passedOver.sentence { Console.note(note) }
        for folder in passedOver.unreadable {
            Console.error("\(folder.path.readable) cannot be read: \(folder.errno.reason).")
        }
        if results.contains(where: { !$0.plays }) || !passedOver.unreadable.isEmpty { throw ExitCode(1) }
    }

    private func inspectAll() throws -> ([InspectionResult], PassedOver) {
        let inspector = Inspector(channels: channel, reading: reading.options)
        var passedOver = PassedOver()
        var results: [InspectionResult] = []
        for path in inputs.map(\.path) {
            guard path != "-" else {
                results.append(try Self.inspect("standard input", .descriptor(STDIN_FILENO), inspector))
                continue
            }
            guard FileIdentity(path)?.isFolder == true else {
                results.append(try Self.inspect(path.readable, .file(path), inspector))
                continue
            }
            let walk = RecordingFolder(path, announcementsToo: true, rawFormat: reading.from)
            let recordings = walk.recordings
            guard !recordings.isEmpty else {
                passedOver.unreadable += walk.passedOver.unreadable
                if walk.passedOver.unreadable.isEmpty {
                    let error = RecordingError.notAudio(looksLike: "a folder without recordings")
                    results.append(InspectionResult(name: path.readable, outcome: .failure(error)))
                }
                continue
            }
            passedOver.add(walk.passedOver)
            for file in recordings {
                let whole = path.pushing(file)
                results.append(try Self.inspect(whole.readable, .file(whole), inspector))
            }
        }
        return (results, passedOver)
    }

    private static func inspect(
        _ name: String, _ input: RecordingInput, _ inspector: Inspector
    ) throws -> InspectionResult {
        let file: FilePath? = if case .file(let path) = input { path } else { nil }
        do {
            return InspectionResult(name: name, file: file, outcome: .success(try inspector.inspect(input)))
        } catch let error as RecordingError {
            return InspectionResult(name: name, file: file, outcome: .failure(error))
        }
    }
}

/// The result of inspecting one file.
struct InspectionResult: Sendable {
    let name: String
    /// Nil for standard input.
    var file: FilePath?
    let outcome: Result<Inspection, RecordingError>

    /// Whether the telephone network would play the file.
    var plays: Bool {
        if case .success(let inspection) = outcome { inspection.playability.plays } else { false }
    }
}
