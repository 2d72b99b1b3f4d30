import ArgumentParser
import CallFlow
import Hosting
import LocalFiles
import SharedState
import SystemPackage
import Telephony

struct ConfigurationShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print a version, or write its files.",
        discussion: """
            Without a number, the version in use. With --into, all its files are written into a folder that does not exist, to be \
            edited and pushed again.

              announce configuration show
              announce configuration show 7 --file numbers.csv
              announce configuration show --into shop

            Exit status: 0; 1 no such version or file, or the database cannot be used; 64 wrong usage.
            """)

    @Argument(help: ArgumentHelp("Number of the version.", valueName: "version"))
    var version: Int64?

    @Option(help: ArgumentHelp("Print this file of the version instead of the configuration.", valueName: "file"))
    var file: String?

    @Option(
        help: ArgumentHelp("Write all files of the version into this new folder.", valueName: "folder"),
        completion: .directory)
    var into: PathArgument?

    @OptionGroup
    var database: ConfigurationDatabaseOption

    func validate() throws {
        if file != nil, into != nil { throw ValidationError("--file and --into cannot be combined.") }
    }

    func run() throws {
        let store = try SharedStore(try database.required.description, name: "announce configuration")
        let (number, content) = try store.named(version)
        if let folder = into?.path {
            guard !folder.exists else { throw failure("\(folder.readable) exists already.") }
            do throws(Errno) {
                try write(content, into: folder)
            } catch {
                throw failure("\(folder.readable) cannot be written: \(error.reason).")
            }
            Console.note("Version \(number) is in \(folder.readable).")
        } else if let file {
            guard let text = content.files[file] else {
                let names = content.files.keys.sorted()
                throw failure(
                    "Version \(number) has no file \(file.printable)"
                        + (names.isEmpty ? "." : "; it has \(names.joined(separator: ", "))."))
            }
            Console.write(Console.safe(text))
        } else {
            Console.write(Console.safe(content.text))
        }
    }

    private func write(_ content: VersionContent, into folder: FilePath) throws(Errno) {
        for (name, text) in [(VersionFolder.name, content.text)] + content.files.map({ ($0.key, $0.value) }) {
            let path = folder.pushing(FilePath(name))
            try path.removingLastComponent().makeFolders(permissions: [
                .ownerReadWriteExecute, .groupReadExecute, .otherReadExecute,
            ])
            try SmallFile.write(text.utf8, to: path, mode: .kept(else: [.ownerReadWrite, .groupRead, .otherRead]))
        }
    }

    private func failure(_ sentence: String) -> ExitCode {
        Console.error(sentence)
        return ExitCode(1)
    }
}

extension SharedStore {
    /// A version by its number; without one, the version in use.
    ///
    /// - Throws: `ExitCode(1)` after printing, `SharedStateError`.
    func named(_ number: Int64?) throws -> (Int64, VersionContent) {
        guard let number = try number ?? overview().current else {
            Console.error("There is no version yet. `announce configuration push` makes the first.")
            throw ExitCode(1)
        }
        guard let content = try content(of: number) else {
            Console.error("There is no version \(number). `announce configuration history` lists them.")
            throw ExitCode(1)
        }
        return (number, content)
    }
}

extension ConfigurationOption {
    /// The configuration in use in a database; paths in it are relative to this file's folder. Prints what is wrong.
    ///
    /// - Throws: `SharedStateError`, or `ExitCode(1)` after printing.
    func validConfiguration(in database: DatabaseURL) throws -> Configuration {
        let store = try SharedStore(database.description, name: "announce")
        let text = try store.named(nil).1.text(in: path.absolute.removingLastComponent())
        let reading = text.readingWithAnyNames
        guard let configuration = reading.configuration else {
            ProblemReport(text).print(reading.problems)
            throw ExitCode(1)
        }
        return configuration
    }
}
