import AnnounceServer
import ArgumentParser
import CallFlow
import Dashboard
import Hosting
import LocalFiles
import SystemPackage
import Telephony

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Bring back an earlier version of the configuration.",
        discussion: """
            The last twenty versions that were replaced are kept in the state folder: by a save on the dashboard, or by an \
            edit that a running server has seen. Without arguments, the newest that differs from the file is restored; the \
            file's current text becomes a version itself, so that `announce restore` again undoes it. A running server \
            applies the file at once.

              announce restore
              announce restore --list
              announce restore announce.yaml.bak-2026-12-24T135907-000
              announce restore --file numbers.csv

            Exit status: 0 restored; 1 no such version, one with errors, or the file cannot be written; 64 wrong usage.
            """
    )

    @Argument(help: ArgumentHelp("Version to restore, as --list prints it.", valueName: "version"))
    var version: String?

    @Flag(help: "List the versions, newest first, without restoring one.")
    var list = false

    @Option(
        help: ArgumentHelp(
            "Restore a file that the configuration names, by its path there (default: the configuration itself).",
            valueName: "file"))
    var file: String?

    @OptionGroup
    var source: ConfigurationOption

    @OptionGroup
    var place: StateOption

    func validate() throws {
        if list, version != nil { throw ValidationError("--list takes no version.") }
    }

    func run() throws {
        let configuration = source.path
        let path = self.file.map { configuration.removingLastComponent().pushing(FilePath($0)) } ?? configuration
        let files = StateFiles(in: try place.location(of: source))
        var file = files.editedFile(configuration.absolute)
        if let name = self.file { file = file.companion(name) }
        guard !list else {
            let names = file.versions.names
            if !names.isEmpty { Console.result(names.joined(separator: "\n")) }
            return
        }
        let before = try? source.text().readingWithAnyNames.configuration
        let restored: (restored: String, replaced: String?)?
        do throws(EditedFileError) {
            restored = try file.restore(version, at: Self.zone(of: source).localTime(at: .now))
        } catch {
            Console.error(error.sentence(path.readable))
            throw ExitCode(1)
        }
        guard let restored else {
            Console.error(
                version.map { "There is no version \($0.printable). `announce restore --list` lists them." }
                    ?? "No earlier version of \(path.readable) is kept that differs from it.")
            throw ExitCode(1)
        }
        Console.note("\(path.readable) is again as in \(restored.restored).")
        record(restored, files, before)
    }

    private func record(
        _ done: (restored: String, replaced: String?), _ files: StateFiles, _ before: Configuration?
    ) {
        let now = Moment.now
        let after = try? source.text().readingWithAnyNames.configuration
        let changes = before.flatMap { before in
            after.map { after in
                EditWords.lines(from: before, to: after, today: after.timeZone.localTime(at: now).date)
            }
        }
        // Versions of other files have no page.
        CommandAudit(files: files).record(
            "restore", ["version": done.restored], at: now, version: file == nil ? done.replaced : nil,
            changes: changes)
    }

    /// The time zone for the name of the version that the current text becomes, which may not be readable.
    private static func zone(of source: ConfigurationOption) -> Zone {
        if let zone = try? source.zone() { return zone }
        guard let utc = Zone("UTC") else { preconditionFailure("every system has UTC") }
        return utc
    }
}
