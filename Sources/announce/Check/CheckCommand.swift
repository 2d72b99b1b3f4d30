import ArgumentParser
import Dashboard
import Hosting
import LocalFiles
import Telephony

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Validate the configuration and recordings, and show what each number does.",
        discussion: """
            Reports all problems at once, with line, column and a suggested fix. Recordings are converted as the server \
            would, and the results are cached for it. A valid project is shown as a tree of numbers, flows and \
            announcements with length and level; ⚠ marks what needs attention.

              announce check
              announce check other.yaml --strict

            A server does not apply an edit that takes numbers away or seems to be cut off until it is confirmed: it may \
            be half-written. --accept confirms a valid file as it is now.

            Exit status: 0 valid (warnings allowed); 1 an error, or with --strict a warning; 64 wrong usage.
            """
    )

    @Argument(
        help: ArgumentHelp("Configuration file, like --config.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var file: PathArgument?

    @Flag(help: "Treat warnings as errors.")
    var strict = false

    @Flag(help: "Confirm the file, so that a running server applies it whatever it removes.")
    var accept = false

    @Flag(help: "Print problems, numbers and announcements as a JSON object (docs/schemas/check.schema.json).")
    var json = false

    @OptionGroup
    var source: ConfigurationOption

    @OptionGroup
    var place: StateOption

    func run() async throws {
        let project = try await CheckedProject(try source.naming(file), state: place)
        if json {
            Console.result(jsonText(CheckObject(project)))
        } else {
            project.printProblems()
            if let configuration = project.configuration, !project.hasErrors {
                Console.result(CheckTree(project, configuration).lines.joined(separator: "\n"))
            }
        }
        if project.hasErrors || strict && !project.problems.isEmpty { throw ExitCode(1) }
        if accept { try confirm(project.text) }
    }

    private func confirm(_ text: ConfigurationText) throws {
        let files = StateFiles(in: try place.folder(of: try source.naming(file)).path)
        do throws(EditedFileError) {
            try files.editedFile(text.path.absolute).accept(text.written)
        } catch {
            Console.error(error.sentence(text.path.readable))
            throw ExitCode(1)
        }
        Console.note("\(text.path.readable) is confirmed. A running server applies it now.")
        CommandAudit(files: files).record("accept", [:], at: .now)
    }
}
