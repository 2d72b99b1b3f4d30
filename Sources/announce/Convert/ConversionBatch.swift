import Glibc
import LocalFiles
import MediaLibrary
import SystemPackage
import TelephoneAudio

/// Carries out a plan: several recordings at once, or one on all cores.
struct ConversionBatch: Sendable {
    let plan: ConversionPlan
    let recipe: Recipe
    let force: Bool
    /// Whether announcements that are up to date are written again, to learn their findings.
    let renewing: Bool
    /// Nil if nothing is to be written.
    let conversion: ConfinedConversion?
    let threads: Int

    /// Converts all recordings and returns an outcome per job, in the order of the plan.
    ///
    /// - Throws: `CancellationError`; failures of single jobs are outcomes.
    func run(_ progress: ProgressLine) async throws -> [ConversionOutcome] {
        let width = min(threads, plan.jobs.count)
        if width == 1 {
            var outcomes: [ConversionOutcome] = []
            for job in plan.jobs { outcomes.append(try await run(job, progress)) }
            return outcomes
        }
        return try await withThrowingTaskGroup(of: (Int, ConversionOutcome).self) { group in
            var outcomes = [ConversionOutcome?](repeating: nil, count: plan.jobs.count)
            var waiting = plan.jobs.enumerated().makeIterator()
            func start() {
                guard let (number, job) = waiting.next() else { return }
                group.addTask { (number, try await run(job, progress)) }
            }
            for _ in 0..<width { start() }
            while let (number, outcome) = try await group.next() {
                outcomes[number] = outcome
                start()
            }
            return outcomes.compactMap { $0 }
        }
    }

    private func run(_ job: ConversionPlan.Job, _ progress: ProgressLine) async throws -> ConversionOutcome {
        var outcome = ConversionOutcome(job: job, recipe: recipe)
        do {
            if case .file(let path) = job.source {
                do throws(Errno) {
                    _ = try FileIdentity(of: path)
                } catch {
                    throw RecordingError.system(errno: error.rawValue, action: .open)
                }
            }
            let output = try output(for: job)
            guard let output else {
                outcome.result = .upToDate
                return outcome
            }
            guard let conversion else {
                outcome.result = .planned
                return outcome
            }
            let item = progress.begin(job.source.readable)
            defer { progress.end(item) }
            let report = try await conversion.convert(
                job.source.input, to: output, progress: { progress.update(item, $0) })
            outcome.result = .converted(report)
        } catch let error as CancellationError {
            throw error
        } catch let error as RecordingError {
            outcome.result = .failed(.recording(error))
        } catch let error as OutputError {
            outcome.result = .failed(.output(error))
        }
        return outcome
    }

    /// Returns where a job's announcement is written; nil if it is up to date.
    private func output(for job: ConversionPlan.Job) throws(OutputError) -> AnnouncementOutput? {
        guard case .file(let path) = job.target else { return .descriptor(STDOUT_FILENO, name: "standard output") }
        let source: FilePath? = if case .file(let path) = job.source { path } else { nil }
        let note = OutputNote(source: source, recipe: recipe)
        switch OutputState(of: path, note: note, source: source) {
        case .absent:
            if conversion != nil { try Self.createFolder(for: path) }
            return .file(path, replacing: force, note: note.text)
        case .outdated:
            return .file(path, replacing: true, note: note.text)
        case .upToDate where !force && !renewing:
            return nil
        case .upToDate:
            return .file(path, replacing: true, note: note.text)
        case .foreign:
            guard force else { throw .exists(path) }
            return .file(path, replacing: true, note: note.text)
        case .folder:
            throw .isFolder(path)
        case .device:
            if conversion == nil { return .descriptor(-1, name: path) }
            do throws(Errno) {
                return .descriptor(try FileDescriptor.opening(path, .writeOnly, .closeOnExec).rawValue, name: path)
            } catch {
                throw .system(errno: error.rawValue, action: .create, path: path)
            }
        }
    }

    /// Creates the missing folders of the announcement's path.
    private static func createFolder(for path: FilePath) throws(OutputError) {
        let folder = path.folder
        guard FileIdentity(folder) == nil else { return }
        if folder.folder != folder { try createFolder(for: folder) }
        do throws(Errno) {
            try folder.makeFolder(permissions: .init(rawValue: 0o777))
        } catch {
            throw .system(errno: error.rawValue, action: .create, path: folder)
        }
    }
}

/// The outcome of one conversion.
struct ConversionOutcome: Sendable {
    let job: ConversionPlan.Job
    let recipe: Recipe
    var result: Result = .planned

    enum Result: Sendable {
        case converted(ConversionReport)
        /// The announcement exists, was made from this recording with this recipe, and is newer.
        case upToDate
        case planned
        case failed(ConversionError)
    }

    var hasFailed: Bool {
        if case .failed = result { true } else { false }
    }

    var hasWarnings: Bool {
        if case .converted(let report) = result { report.findings.contains(where: \.isWarning) } else { false }
    }
}

/// Why a recording was not converted.
enum ConversionError: Error, Hashable, Sendable {
    case recording(RecordingError)
    case output(OutputError)
}

extension ConversionPlan.Source {
    fileprivate var input: RecordingInput {
        switch self {
        case .file(let path): .file(path)
        case .standardInput: .descriptor(STDIN_FILENO)
        }
    }
}
