import ArgumentParser
import Glibc
import LocalFiles
import MediaLibrary
import ServerProbe
import SystemPackage
import TelephoneAudio

struct InspectCommand: DecodingCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Check whether the telephone network would play a file and how it would sound.",
        discussion: """
            The network skips a file silently, so every reason is listed. The sound is measured as the caller would hear \
            it.

            Of a URL, what the telephone network would get is inspected: fetched without a password, at most 256 MiB within a             minute, and five redirects, but none from another host to this machine or its network.

              announce inspect welcome.wav
              announce inspect https://phone.example.com/media/welcome.wav

            Exit status: 0 all files would play; 1 some would not, or cannot be read; 64 wrong usage.
            """
    )

    @Argument(
        help: ArgumentHelp("Files, folders of recordings, URLs, or - for standard input.", valueName: "file"),
        completion: .file(), transform: InspectedSource.init)
    var inputs: [InspectedSource]

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
                case .failure(let error): Console.error("\(result.name): \(error.sentence(about: result.file))")
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
        for source in inputs {
            guard case .path(let path) = source else {
                files.append(InspectedFile(source))
                continue
            }
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
            do {
                let inspection = try await inspect(file, preparation.inspector)
                results.append(InspectionResult(name: file.name, file: file.fileName, outcome: .success(inspection)))
            } catch let error as InspectionError {
                results.append(InspectionResult(name: file.name, file: file.fileName, outcome: .failure(error)))
            }
        }
        return results
    }

    /// - Throws: `InspectionError`, `CancellationError`.
    private func inspect(_ file: InspectedFile, _ inspector: ConfinedInspector) async throws -> Inspection {
        do {
            if let url = file.url {
                let recording = try await RemoteRecording.fetch(url)
                if let target = recording.redirectedTo, !quiet {
                    Console.note("\(file.name): redirected to \(maskedAddress(target))")
                }
                defer { withExtendedLifetime(recording) {} }
                return try await inspector.inspect(recording.input)
            }
            guard let input = file.input else {
                throw RecordingError.notAudio(looksLike: "a folder without recordings")
            }
            return try await inspector.inspect(input)
        } catch let error as RecordingError {
            throw InspectionError.recording(error)
        } catch let error as RemoteFile.FetchError {
            try Task.checkCancellation()
            throw InspectionError.fetch(error)
        } catch let error as Errno {
            throw InspectionError.fetch(.notStored(error))
        }
    }
}
