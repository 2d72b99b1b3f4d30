import ArgumentParser
import LocalFiles
import MediaLibrary
import Sipgate
import SystemPackage
import TelephoneAudio
import Telephony

extension AccountCommand.VoicemailGroup {
    struct GreetingUpload: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "greeting",
            abstract: "Upload a recording as a voicemail greeting, and let callers hear it.",
            discussion: """
                Any recording: it is converted as `announce convert` does. The greeting takes effect at once, unless \
                --inactive is given; earlier ones stay at the provider.

                  announce account voicemail greeting holiday.m4a
                  announce account voicemail greeting holiday.m4a --box v1 --level=-16LUFS

                Exit status: 0 uploaded; 1 not converted, or refused; 64 wrong usage.
                """)

        @Argument(
            help: ArgumentHelp("Recording, or - for standard input.", valueName: "file"), completion: .file())
        var file: PathArgument

        @Option(
            help: ArgumentHelp("Name that the provider shows (default: the file's name).", valueName: "name"))
        var name: String?

        @Flag(help: "Upload the greeting without letting callers hear it.") var inactive = false

        @OptionGroup var target: VoicemailBoxOption
        @OptionGroup(title: "Reading") var reading: ReadingArguments
        @OptionGroup(title: "Sound") var sound: RecipeOptions
        @OptionGroup var options: AccountOptions

        func validate() throws {
            guard sound.encoding == .pcm16, !sound.raw else {
                throw ValidationError("Greetings are WAV files with pcm16: omit --encoding and --raw.")
            }
        }

        func run() async throws {
            let recording = TelephoneRecording(file, sound.recipe(reading.options))
            let (bytes, findings) = try await recording.converted()
            let text = name ?? (file.path == "-" ? "greeting" : file.path.stem?.printable ?? "greeting")
            let greeting: GreetingSound
            do {
                greeting = try GreetingSound(bytes, name: text.hasSuffix(".wav") ? text : text + ".wav")
            } catch {
                Console.error("\(recording.name): \(error)")
                throw ExitCode(1)
            }
            for finding in findings {
                Console.note("\(recording.name): \(finding.severity.rawValue): \(finding.sentence)")
            }
            try await options.withClient { client in
                let place = try await target.find(client)
                var uploaded = try await client.voicemails.addGreeting(greeting, to: place.box, on: place.line)
                if !inactive {
                    try await client.voicemails.activate(uploaded.id, of: place.box, on: place.line)
                    uploaded.isActive = true
                }
                Console.note("Uploaded to \(place.box)\(inactive ? "; not active" : "; callers hear it now").")
                options.print(GreetingObject(uploaded), text: uploaded.id.text.printable)
            }
        }
    }
}

/// A recording on the command line that is converted to telephone WAV in memory.
struct TelephoneRecording {
    private let path: FilePath
    private let recipe: Recipe

    init(_ argument: PathArgument, _ recipe: Recipe) { (path, self.recipe) = (argument.path, recipe) }

    /// The recording as printed.
    var name: String { path == "-" ? "standard input" : path.readable }

    /// Converts it in a process of its own; Ctrl-C cancels.
    ///
    /// - Throws: `ExitCode(1)` if it cannot be converted, and why is printed.
    func converted() async throws -> (bytes: [UInt8], findings: [Finding]) {
        let isInput = path == "-"
        let source: RecordingInput = isInput ? .descriptor(FileDescriptor.standardInput.rawValue) : .file(path)
        let recipe = recipe
        do {
            let file = try UnnamedFile(in: temporaryFolder(), isForPublishing: false)
            let output = AnnouncementOutput.descriptor(file.descriptor.rawValue, name: "temporary file")
            let report = try await Interruption.cancelling {
                let conversion = ConfinedConversion(
                    recipe, workers: 1, reportsProgress: false, reading: [], atOnce: 0)
                return try await conversion.convert(source, to: output) { _ in }
            }
            _ = try file.descriptor.seek(offset: 0, from: .start)
            return (try file.descriptor.readAll(upTo: GreetingSound.largest + (1 << 20)), report.findings)
        } catch let error as RecordingError {
            Console.error("\(name): \(error.sentence(about: isInput ? nil : path))")
        } catch let error as OutputError {
            Console.error("\(name): \(error.sentence)")
        } catch let error as Errno {
            Console.error(
                error == .fileTooLarge
                    ? "\(name) is too long for the provider, whose limit is 11 minutes."
                    : "\(name) cannot be converted: \(error.reason). Check TMPDIR: it must be writable and have free space."
            )
        }
        throw ExitCode(1)
    }
}
