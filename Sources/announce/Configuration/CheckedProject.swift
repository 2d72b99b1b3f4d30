import ArgumentParser
import CallFlow
import MediaLibrary
import SystemPackage
import TelephoneAudio
import Telephony

/// A configuration with its recordings, converted as far as they can be, and everything that is wrong with them.
struct Project: Sendable {
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
    /// Nil when the file has errors.
    let configuration: Configuration?
    let catalogue: Catalogue
    /// Those of the file by place, then those of recordings.
    let problems: [Problem]

    /// Reads and converts; says why neither can be begun.
    ///
    /// - Parameter onlyUsed: leaves recordings alone that no call can hear.
    /// - Throws: `ExitCode`.
    init(_ source: ConfigurationOption, state: StateOption, onlyUsed: Bool = false) async throws {
        let text = try source.text()
        let folder = try state.folder()
        do {
            self = try await Interruption.cancelling { try await Project(text, state: folder, onlyUsed: onlyUsed) }
        } catch let error as StateFolderError {
            Talk.error(error.sentence)
            throw ExitCode(1)
        }
    }

    /// Reads and converts.
    ///
    /// - Throws: `StateFolderError`, `CancellationError`.
    init(_ text: ConfigurationText, state folder: StateFolder, onlyUsed: Bool = false) async throws {
        self.text = text
        // Where the recordings are is in the file, so it is read before it can be proved with them.
        let settings = text.reading(announcements: nil).recordings
        let reading = text.reading(announcements: MediaLibrary.names(in: settings.folder))
        configuration = reading.configuration
        let prompts = reading.configuration?.prompts ?? []
        catalogue = try await MediaLibrary.survey(
            LibrarySettings(settings, state: folder), wanting: prompts, onlyWanted: onlyUsed)
        let used = Set(prompts.flatMap(\.parts))
        problems =
            reading.problems.map { .configuration($0) }
            + catalogue.problems.compactMap { $0.report(used: used, folder: FilePath(settings.folder).nearby) }
    }

    var hasErrors: Bool { problems.contains { $0.severity == .error } }

    /// Names of the announcements that some call can hear.
    var usedNames: Set<AnnouncementName> { Set(configuration?.prompts.flatMap(\.parts) ?? []) }

    /// The problems on standard error, and how many they are.
    func tellProblems() {
        guard !problems.isEmpty else { return }
        let source = ProblemText(file: text.path.readable, text: text.text)
        let lines = problems.flatMap { problem in
            switch problem {
            case .configuration(let problem): source.lines(for: problem)
            case .recording(let severity, let path, let sentence): ["\(path): \(severity.rawValue): \(sentence)"]
            }
        }
        Talk.note((lines + [problemCount(problems.map(\.severity))]).joined(separator: "\n"))
    }

    /// - Throws: `ExitCode(1)` where there is none; why has been told.
    func provedConfiguration() throws -> Configuration {
        guard let configuration else { throw ExitCode(1) }
        return configuration
    }
}

extension FilePath {
    /// From the working directory where it lies below it, and absolute elsewhere.
    var nearby: FilePath {
        var path = self
        return path.removePrefix(FilePath(".").absolute) ? (path.isEmpty ? "." : path) : self
    }
}
