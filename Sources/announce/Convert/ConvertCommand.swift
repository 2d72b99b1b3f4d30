import ArgumentParser
import CLinux
import Glibc
import LocalFiles
import MediaLibrary
import SystemPackage
import TelephoneAudio

struct ConvertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Turn recordings into WAV files that the telephone network plays.",
        discussion: """
            Any audio file, at any rate and with any number of channels, becomes mono 16-bit PCM at 8 kHz. Folders are \
            searched for recordings and keep their structure. Without --output each announcement is written beside its \
            recording as NAME.wav (NAME.8k.wav where the recording is NAME.wav itself). Recordings are never changed.

            Exit status: 0 all converted; 1 some failed, the others are done; 64 wrong usage, nothing done; \
            130 interrupted.
            """
    )

    @Argument(
        help: ArgumentHelp("Recordings, folders of recordings, or - for standard input.", valueName: "input"),
        completion: .file())
    var inputs: [PathArgument]

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("A file, a folder, or - for standard output.", valueName: "file|folder"),
        completion: .file())
    var output: PathArgument?

    @Flag(name: .shortAndLong, help: "Replace files that exist.")
    var force = false

    @OptionGroup(title: "Sound")
    var sound: RecipeOptions

    @Flag(help: "Print the result as a JSON array.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print nothing but errors.")
    var quiet = false

    @Flag(name: [.customShort("n"), .long], help: "Show what would be written, and write nothing.")
    var dryRun = false

    @Option(name: .shortAndLong, help: ArgumentHelp("Threads to use; one a processor if left out.", valueName: "count"))
    var jobs: Int?

    func validate() throws {
        guard !inputs.isEmpty else {
            throw ValidationError("Which recording? Name a file, a folder, or - for standard input.")
        }
        guard jobs.map((1...256).contains) != false else {
            throw ValidationError("--jobs takes a number from 1 to 256.")
        }
    }

    func run() async throws {
        let recipe = sound.recipe
        let plan: ConversionPlan
        do throws(ConversionPlanError) {
            plan = try ConversionPlan(
                inputs: inputs.map(\.path), output: output?.path, intoFolder: output?.endsInSlash == true,
                suffix: recipe.fileNameExtension)
        } catch {
            try fail(error)
        }
        let toStandardOutput = plan.jobs.contains { $0.target == .standardOutput }
        if toStandardOutput, !dryRun, isatty(STDOUT_FILENO) == 1 {
            Console.error("Sound would go to the terminal. Name a file with --output, or redirect standard output.")
            throw ExitCode.validationFailure
        }
        let progress = ProgressLine(
            jobs: plan.jobs.count, isShown: isatty(STDERR_FILENO) == 1 && !quiet && !json && !dryRun)
        let batch = ConversionBatch(
            plan: plan, recipe: recipe, force: force, dryRun: dryRun,
            threads: jobs ?? Int(announce_available_processors()))
        let outcomes = try await Interruption.cancelling {
            try await batch.run(progress)
        }
        progress.clear()

        let report: any OutcomeReport = if json { JSONReport() } else { TextReport(onlyErrors: quiet) }
        report.write(outcomes, skipped: plan.skipped, resultsToStandardError: toStandardOutput)
        for folder in plan.empty {
            Console.error(
                "\(folder.readable) holds no recordings. announce looks for audio files in it and in the folders below."
            )
        }
        if outcomes.contains(where: \.hasFailed) || !plan.empty.isEmpty { throw ExitCode(1) }
    }

    /// Reports a plan that cannot be carried out. It is wrong usage, unless the files are the reason.
    private func fail(_ error: ConversionPlanError) throws -> Never {
        Console.error(error.sentence)
        switch error {
        case .targetIsInput: throw ExitCode(1)
        case .clash, .manyIntoOne, .manyToStandardOutput: throw ExitCode.validationFailure
        }
    }
}

extension Recipe {
    /// How the announcement's file is to be named: "wav", or after its coding where it has no header.
    var fileNameExtension: String {
        guard headerless else { return "wav" }
        return switch encoding {
        case .pcm16: "raw"
        case .alaw: "al"
        case .ulaw: "ul"
        }
    }
}
