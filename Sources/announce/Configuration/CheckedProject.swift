import ArgumentParser
import CallFlow
import Hosting
import LocalFiles
import MediaLibrary
import SystemPackage
import TelephoneAudio
import Telephony

/// A configuration with its recordings, validated and converted without a server, and all problems found.
struct CheckedProject: Sendable {
    enum Problem: Sendable {
        case configuration(ConfigurationProblem)
        case recording(ConfigurationProblem.Severity, path: String, sentence: String)

        var severity: ConfigurationProblem.Severity {
            switch self {
            case .configuration(let problem): problem.severity
            case .recording(let severity, _, _): severity
            }
        }
    }

    let text: ConfigurationText
    /// Nil if the file has errors.
    let configuration: Configuration?
    let catalogue: Catalogue
    /// Those of the configuration by place, then those of recordings.
    let problems: [Problem]

    /// Reads the configuration and converts its recordings, with progress on terminals; Ctrl-C cancels.
    ///
    /// - Parameter onlyUsed: whether to skip recordings that no call plays.
    /// - Throws: errors with a sentence, or `ExitCode(130)`.
    init(_ source: ConfigurationOption, state: StateOption, onlyUsed: Bool = false) async throws {
        let text = try source.text()
        let folder = try state.folder(of: source)
        let progress = SurveyProgress()
        defer { progress.clear() }
        self = try await Interruption.cancelling {
            try await CheckedProject(text, state: folder, onlyUsed: onlyUsed, onChange: progress.update)
        }
    }

    /// Validates the configuration and converts its recordings.
    ///
    /// - Throws: `StateFolderError`, `CancellationError`.
    init(
        _ text: ConfigurationText, state folder: StateFolder, onlyUsed: Bool = false,
        onChange: (@Sendable (Catalogue) -> Void)? = nil
    ) async throws {
        self.text = text
        let reading = text.reading { MediaLibrary.names(in: $0.folder) }
        let settings = reading.recordings
        configuration = reading.configuration
        let prompts = reading.configuration?.prompts ?? []
        catalogue = try await MediaLibrary.survey(
            LibrarySettings(settings, speech: reading.configuration?.speech, state: folder), wanting: prompts,
            saying: reading.configuration.map { SpokenPlan($0) } ?? SpokenPlan(), onlyWanted: onlyUsed,
            onChange: onChange)
        let used = Set(prompts.flatMap(\.parts))
        problems =
            reading.problems.map { .configuration($0) }
            + catalogue.problems.compactMap { $0.report(used: used, folder: FilePath(settings.folder).nearby) }
            + catalogue.recordings.flatMap { $0.warnings(folder: FilePath(settings.folder).nearby) }
    }

    var hasErrors: Bool { problems.contains { $0.severity == .error } }

    /// Announcements that some call may play.
    var usedNames: Set<AnnouncementName> { Set(configuration?.prompts.flatMap(\.parts) ?? []) }

    /// Prints the problems and their number on standard error.
    func printProblems() {
        let report = ProblemReport(text)
        let lines = problems.flatMap { problem in
            switch problem {
            case .configuration(let problem): report.lines(for: problem)
            case .recording(let severity, let path, let sentence): ["\(path): \(severity.rawValue): \(sentence)"]
            }
        }
        ProblemReport.print(lines, of: problems.map(\.severity))
    }

    /// - Throws: `ExitCode(1)` if it has errors, which `printProblems` has printed.
    func validConfiguration() throws -> Configuration {
        guard let configuration else { throw ExitCode(1) }
        return configuration
    }
}
