import ArgumentParser
import CallFlow
import Dashboard
import Hosting
import LocalFiles
import MediaLibrary
import SystemPackage
import Telephony

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Prove the configuration and its recordings, and tell what each number does.",
        discussion: """
            All problems are told in one run, with line, column and a suggestion. Recordings are converted as the server \
            would convert them, and the results kept for it.

            Exit status: 0 all right, or warnings only; 1 an error, with --strict also a warning; 64 wrong usage.
            """
    )

    @Flag(help: "Warnings count as errors.")
    var strict = false

    @Flag(help: "Print problems, numbers and announcements as a JSON object.")
    var json = false

    @OptionGroup
    var source: ConfigurationOption

    @OptionGroup
    var place: StateOption

    func run() async throws {
        let project = try await CheckedProject(source, state: place)
        if json {
            Console.result(jsonText(CheckObject(project)))
        } else {
            project.printProblems()
            if let configuration = project.configuration, !project.hasErrors {
                Console.result(NumberOverview(configuration).lines.joined(separator: "\n"))
            }
        }
        if project.hasErrors || strict && !project.problems.isEmpty { throw ExitCode(1) }
    }
}

/// What `announce check --json` prints.
struct CheckObject: Encodable {
    struct ProblemObject: Encodable {
        let severity: String
        let file: String
        var line: Int?
        var column: Int?
        var length: Int?
        var text: String?
        let message: String
        var suggestion: String?
    }

    struct AnnouncementObject: Encodable {
        let name: String
        let file: String
        let isUsed: Bool
        let seconds: Double?
    }

    let config: String
    let ok: Bool
    let problems: [ProblemObject]
    let numbers: [NumberOverview.Row]
    let announcements: [AnnouncementObject]

    init(_ project: CheckedProject) {
        let file = project.text.path.readable
        config = file
        ok = !project.hasErrors
        problems = project.problems.map { problem in
            switch problem {
            case .configuration(let problem):
                ProblemObject(
                    severity: problem.severity.rawValue, file: file, line: problem.place.line,
                    column: problem.place.column, length: problem.place.length, text: problem.place.text,
                    message: problem.message, suggestion: problem.suggestion)
            case .recording(let severity, let path, let sentence):
                ProblemObject(severity: severity.rawValue, file: path, message: sentence)
            }
        }
        numbers = project.configuration.map { NumberOverview($0).rows } ?? []
        let used = project.usedNames
        announcements = project.catalogue.recordings.map { recording in
            AnnouncementObject(
                name: recording.name.text, file: recording.path, isUsed: used.contains(recording.name),
                seconds: recording.duration.map(rounded))
        }
    }
}
