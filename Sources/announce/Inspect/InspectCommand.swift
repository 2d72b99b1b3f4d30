import ArgumentParser
import Glibc
import LocalFiles
import MediaLibrary
import SystemPackage
import TelephoneAudio

struct InspectCommand: DecodingCommand {
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

    /// The files, and the processes that decode them.
    struct Preparation: Sendable {
        let files: [InspectedFile]
        /// What the given folders hold besides recordings.
        let passedOver: PassedOver
        let inspector: ConfinedInspector
    }

    func run(_ preparation: Preparation) async throws {
        let results = try await Interruption.cancelling { try await inspectAll(preparation) }
        let passedOver = preparation.passedOver
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

    func prepare() throws -> Preparation {
        var files: [InspectedFile] = []
        var passedOver = PassedOver()
        for path in inputs.map(\.path) {
            guard path != "-" else {
                files.append(InspectedFile(name: "standard input", input: .descriptor(STDIN_FILENO)))
                continue
            }
            guard FileIdentity(path)?.isFolder == true else {
                files.append(InspectedFile(name: path.readable, input: .file(path)))
                continue
            }
            let walk = RecordingFolder(path, announcementsToo: true, rawFormat: reading.from)
            guard !walk.recordings.isEmpty else {
                passedOver.unreadable += walk.passedOver.unreadable
                if walk.passedOver.unreadable.isEmpty { files.append(InspectedFile(name: path.readable, input: nil)) }
                continue
            }
            passedOver.add(walk.passedOver)
            for file in walk.recordings.map({ path.pushing($0) }) {
                files.append(InspectedFile(name: file.readable, input: .file(file)))
            }
        }
        let inspector = ConfinedInspector(channels: channel, reading.options, files: files.compactMap(\.path))
        return Preparation(files: files, passedOver: passedOver, inspector: inspector)
    }

    private func inspectAll(_ preparation: Preparation) async throws -> [InspectionResult] {
        var results: [InspectionResult] = []
        for file in preparation.files {
            guard let input = file.input else {
                let error = RecordingError.notAudio(looksLike: "a folder without recordings")
                results.append(InspectionResult(name: file.name, outcome: .failure(error)))
                continue
            }
            do {
                let inspection = try await preparation.inspector.inspect(input)
                results.append(InspectionResult(name: file.name, file: file.path, outcome: .success(inspection)))
            } catch let error as RecordingError {
                results.append(InspectionResult(name: file.name, file: file.path, outcome: .failure(error)))
            }
        }
        return results
    }
}

/// A file to inspect.
struct InspectedFile: Sendable {
    let name: String
    /// Nil for a folder without recordings.
    let input: RecordingInput?

    /// Nil for standard input.
    var path: FilePath? {
        if case .file(let path)? = input { path } else { nil }
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
