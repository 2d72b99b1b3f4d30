import ArgumentParser
import CLinux
import Glibc
import LocalFiles
import MediaLibrary
import SystemPackage
import TelephoneAudio

struct ConvertCommand: DecodingCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Convert recordings to WAV files that the telephone network plays.",
        discussion: """
            Converts audio files of any format, sample rate and number of channels to mono 16-bit PCM at 8 kHz. Folders \
            are searched for recordings and keep their structure. Of two arguments, the second is the output if it ends \
            in .wav and does not exist yet, or is a folder: announce convert IN OUT.wav. Without an output each \
            announcement is written next to its recording as NAME.wav (NAME.8k.wav if the recording is itself NAME.wav). \
            Recordings are never changed, and outputs that are up to date are not converted again.

            With --manifest, converts the recordings that a manifest of a speech corpus names into a folder, and records each \
            outcome in --results, so that any number of processes share the work and a second run does what is missing: see \
            docs/corpora.md.

            Exit status: 0 all converted; 1 some failed or could not be read, the others are done; 64 wrong usage, nothing done; \
            130 interrupted. With --manifest: 0 every recording has a result, failures among them; 1 with --strict if one is a \
            failure; 64 wrong usage, or lines of the manifest that name no recording (the others are done); 75 not finished \
            (SIGTERM, disk full): run the same command again.
            """
    )

    @Argument(
        help: ArgumentHelp("Recordings, folders of recordings, or - for standard input.", valueName: "input"),
        completion: .file())
    var inputs: [PathArgument] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Output: a .wav file, a folder, or - for standard output (default: next to each recording).",
            valueName: "file|folder"),
        completion: .file())
    var output: PathArgument?

    @Flag(name: .shortAndLong, help: "Overwrite existing files.")
    var force = false

    @OptionGroup(title: "Corpora")
    var corpus: CorpusOptions

    @OptionGroup(title: "Reading")
    var reading: ReadingArguments

    @OptionGroup(title: "Sound")
    var sound: RecipeOptions

    @Flag(help: "Treat warnings as failures; files are written nevertheless, also those that are up to date.")
    var strict = false

    @Flag(help: "Print a JSON array with one object per recording; with --manifest, an object with the counts.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print errors only.")
    var quiet = false

    @Flag(name: [.customShort("n"), .long], help: "Show what would be written without writing it.")
    var dryRun = false

    @Option(
        name: [.customShort("j", allowingJoined: true), .long],
        help: ArgumentHelp("Number of threads (default: one per CPU).", valueName: "count"))
    var jobs: Int?

    func validate() throws {
        guard jobs.map((1...256).contains) != false else {
            throw ValidationError("--jobs takes a number from 1 to 256.")
        }
        if corpus.manifest != nil { return try validateCorpus() }
        guard !inputs.isEmpty else {
            throw ValidationError("Name a recording, a folder of recordings, or - for standard input.")
        }
    }

    /// What was asked for, and the processes that carry it out.
    enum Preparation: Sendable {
        case recordings(Batch)
        case corpus(CorpusRun)
    }

    /// The plan, and the processes that carry it out.
    struct Batch: Sendable {
        let plan: ConversionPlan
        let recipe: Recipe
        /// Nil if nothing is to be written.
        let conversion: ConfinedConversion?
        let toStandardOutput: Bool
        let showsProgress: Bool
    }

    var threads: Int { jobs ?? Int(announce_available_processors()) }

    func prepare() throws -> Preparation {
        let recipe = sound.recipe(reading.options)
        if corpus.manifest != nil { return .corpus(try prepareCorpus(recipe)) }
        let plan: ConversionPlan
        do throws(ConversionPlanError) {
            plan = try makePlan(suffix: recipe.fileNameExtension)
        } catch {
            try fail(error)
        }
        let toStandardOutput = plan.jobs.contains { $0.target == .standardOutput }
        if toStandardOutput, !dryRun, isatty(STDOUT_FILENO) == 1 {
            Console.error("Standard output is a terminal. Name a file with --output, or redirect standard output.")
            throw ExitCode.validationFailure
        }
        let showsProgress = Console.canRedraw && !quiet && !json && !dryRun
        // One job alone is split over the processors; of several, each has one. More threads than processors are of no use.
        let threads = min(threads, Int(announce_available_processors()))
        let conversion = ConfinedConversion(
            recipe, workers: max(1, threads / max(1, plan.jobs.count)), reportsProgress: showsProgress,
            reading: plan.jobs.compactMap(\.source.path), atOnce: dryRun ? 0 : min(threads, plan.jobs.count))
        return .recordings(
            Batch(
                plan: plan, recipe: recipe, conversion: dryRun ? nil : conversion, toStandardOutput: toStandardOutput,
                showsProgress: showsProgress))
    }

    func run(_ preparation: Preparation) async throws {
        switch preparation {
        case .recordings(let batch): try await run(batch)
        case .corpus(let run): try await run.run()
        }
    }

    private func run(_ preparation: Batch) async throws {
        let plan = preparation.plan
        let progress = ProgressLine(jobs: plan.jobs.count, isShown: preparation.showsProgress)
        let batch = ConversionBatch(
            plan: plan, recipe: preparation.recipe, force: force, renewing: strict, conversion: preparation.conversion,
            threads: threads)
        let start = ContinuousClock.now
        let outcomes = try await Interruption.cancelling {
            try await batch.run(progress)
        }
        progress.clear()

        let report: any OutcomeReport =
            if json { JSONReport() } else { TextReport(onlyErrors: quiet, elapsed: ContinuousClock.now - start) }
        report.write(outcomes, plan, resultsToStandardError: preparation.toStandardOutput)
        if !quiet, let note = plan.passedOver.sentence { Console.note(note) }
        for folder in plan.passedOver.unreadable {
            Console.error("\(folder.path.readable) cannot be read: \(folder.errno.reason).")
        }
        for folder in plan.empty {
            Console.error("\(folder.readable) contains no recordings, and neither do the folders below it.")
        }
        let hasFailed = outcomes.contains { $0.hasFailed || strict && $0.hasWarnings }
        if hasFailed || !plan.empty.isEmpty || !plan.passedOver.unreadable.isEmpty { throw ExitCode(1) }
    }

    private func makePlan(suffix: String) throws(ConversionPlanError) -> ConversionPlan {
        let files = inputs.map(\.path)
        if output == nil, inputs.count == 2, let implied = try ImpliedOutput(files[0], inputs[1], suffix: suffix) {
            return try ConversionPlan(
                inputs: [files[0]], output: implied.path, intoFolder: implied.isFolder, suffix: suffix,
                rawFormat: reading.from)
        }
        return try ConversionPlan(
            inputs: files, output: output?.path, intoFolder: output?.endsInSlash == true, suffix: suffix,
            rawFormat: reading.from)
    }

    /// Reports a plan that cannot be carried out. It is wrong usage, unless the files are the reason.
    private func fail(_ error: ConversionPlanError) throws -> Never {
        Console.error(error.sentence)
        if case .targetIsInput = error { throw ExitCode(1) }
        throw ExitCode.validationFailure
    }
}

extension Recipe {
    /// The announcement's file name extension: "wav", or that of the encoding without a header.
    var fileNameExtension: String {
        guard headerless else { return "wav" }
        return switch encoding {
        case .pcm16: "raw"
        case .alaw: "al"
        case .ulaw: "ul"
        }
    }
}
