import ArgumentParser
import CallFlow
import Hosting
import LocalFiles
import SharedState

struct ConfigurationPushCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push",
        abstract: "Make a file the version in use.",
        discussion: """
            Validates the file as `announce check` does; one with errors is refused. The files that it includes, its tables of \
            numbers and the golden calls beside it belong to the version; recordings, keys and certificates do not, and are looked \
            for on each instance. Prints which instances use the version.

              announce configuration push
              announce configuration push --message "Christmas hours"

            A file that takes numbers away, or seems to be cut off, is refused without --accept.

            Exit status: 0 in use; 1 errors, or the database cannot be used; 64 wrong usage.
            """)

    @Argument(
        help: ArgumentHelp("Configuration file, like --config.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var file: PathArgument?

    @Option(
        name: [.customShort("m"), .long], help: ArgumentHelp("What has changed, for the history.", valueName: "text"))
    var message: String?

    @Flag(help: "Push the file whatever it removes.")
    var accept = false

    @OptionGroup
    var source: ConfigurationOption

    @OptionGroup
    var database: ConfigurationDatabaseOption

    func run() throws {
        let url = try database.required
        let text = try source.naming(file).text()
        let pushed = try PushedConfiguration(text)
        let delivery = try VersionDelivery(url)
        let newest = try delivery.store.versions(limit: 1).first?.number
        if let newest, let old = try delivery.store.content(of: newest) {
            guard old != pushed.content else {
                // Its author may have been interrupted.
                if try delivery.store.overview().proposal != nil { return try delivery.settle(newest) }
                Console.note("\(text.path.readable) is version \(newest) already.")
                return
            }
            if !accept, let oldText = try? old.text(in: text.folder),
                let before = oldText.readingWithAnyNames.configuration,
                let loss = EditLoss(from: before, oldText.written, to: pushed.configuration, pushed.written)
            {
                let lost = loss.numbers.prefix(5).joined(separator: ", ")
                Console.error(
                    (loss.isCutOff
                        ? "\(text.path.readable) seems to be cut off."
                        : "\(text.path.readable) takes \(loss.count) number\(loss.count == 1 ? "" : "s") away: \(lost)\(loss.count > 5 ? " …" : "").")
                        + " If that is meant, add --accept.")
                throw ExitCode(1)
            }
        }
        try delivery.deliver(pushed.content, on: newest, origin: .push, note: message)
    }
}
