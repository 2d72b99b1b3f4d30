import ArgumentParser
import CallFlow
import Dashboard
import Hosting
import LocalFiles
import MediaLibrary
import SystemPackage
import TelephoneAudio
import Telephony

struct ScriptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "script",
        abstract: "Print what is to be recorded: every announcement with its text.",
        discussion: """
            For those who record the announcements: the name that each file is to have, its text, where callers hear it, \
            about how long it takes to say, and which recordings are missing. A file whose name ends in .html is a page to \
            print, one in .csv a table. `announce import` takes what the studio delivers.

              announce script
              announce script -o sheet.html

            Exit status: 0 printed; 1 the configuration has errors, or the file cannot be written; 64 wrong usage.
            """
    )

    @OptionGroup
    var source: ConfigurationOption

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "File to write: .html or .csv (default: text on standard output).", valueName: "file"),
        completion: .file())
    var output: PathArgument?

    @Flag(help: "Print a JSON array with one object per announcement.")
    var json = false

    func validate() throws {
        guard let output = output?.path else { return }
        guard !json else {
            throw ValidationError("--json prints on standard output: omit it or --output.")
        }
        guard ["html", "htm", "csv"].contains(output.extension?.lowercased()) else {
            throw ValidationError("\(output.readable): unsupported file type; use .html or .csv.")
        }
    }

    func run() throws {
        let configuration = try source.validConfiguration()
        let recorded = MediaLibrary.names(in: configuration.recordings.folder)
        let sheet = ScriptSheet(configuration, recorded: recorded, isForStudio: output != nil)
        guard let output = output?.path else {
            guard !json else { return Console.result(jsonText(sheet.rows.map(ScriptObject.init))) }
            sheet.rows.flatMap(lines).forEach(Console.result)
            return
        }
        let title =
            source.path.absolute.removingLastComponent().lastComponent?.string ?? source.path.readable
        let text = output.extension?.lowercased() == "csv" ? sheet.csv : sheet.html(title: title)
        let file = try AnnouncementFile(target: output)
        try file.write(Array(text.utf8), at: 0)
        try file.publish(replacing: true)
        Console.note("\(output.readable): \(sheet.rows.count) announcements, \(sheet.missing) missing.")
    }

    private func lines(_ row: ScriptSheet.Row) -> [String] {
        let length = row.seconds.map { ", about \($0) s" } ?? ""
        let state = row.state == .missing ? "MISSING" : row.state.rawValue
        let uses = row.uses.isEmpty ? "not used" : "used by \(row.uses.joined(separator: ", "))"
        return ["\(row.file): \(state)\(length), \(uses)", "  \(row.text ?? "(no text)")", ""]
    }
}

/// An announcement in what `announce script --json` prints.
struct ScriptObject: Encodable {
    let name: String
    let file: String
    let text: String?
    let usedBy: [String]
    let seconds: Int?
    let state: String

    init(_ row: ScriptSheet.Row) {
        (name, file, text) = (row.name.text, row.file, row.text)
        (usedBy, seconds, state) = (row.uses, row.seconds, row.state.rawValue)
    }
}
