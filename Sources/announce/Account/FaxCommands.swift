import ArgumentParser
import FoundationEssentials
import Glibc
import Sipgate
import SystemPackage
import Telephony

extension AccountCommand {
    struct Fax: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "fax",
            abstract: "Send PDFs, and tell what became of them.",
            subcommands: [Send.self, Status.self, Resend.self, Lines.self])
    }
}

extension AccountCommand.Fax {
    struct Send: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "send",
            abstract: "Send a PDF, and wait until it has arrived or failed.",
            discussion: """
                Prints what the fax is called at the provider, and what became of it. Ctrl-C ends the waiting only: the fax \
                goes on. Exit status 1: it has failed, or was not taken.
                """)

        @Option(help: ArgumentHelp("Whom to.", valueName: "number"))
        var to: PhoneNumber

        @Option(
            help: ArgumentHelp("What it is sent from, such as f0; without it the first that can.", valueName: "line"))
        var line: FaxLine?

        @Option(help: ArgumentHelp("What it is called in the account's history.", valueName: "name"))
        var name: FaxName?

        @Flag(help: "Do not wait.")
        var noWait = false

        @OptionGroup var waiting: FaxWaiting

        @Argument(help: ArgumentHelp("The document; - is standard input.", valueName: "pdf"))
        var document: PathArgument

        @OptionGroup var options: AccountOptions

        func run() async throws {
            let file = try InputFile(document)
            let pdf: PDF
            do throws(PDF.ParseError) { pdf = try PDF(file.bytes) } catch {
                Console.error("\(file.name) \(error.words)")
                throw ExitCode(1)
            }
            try await options.withClient { client in
                let line = if let line { line } else { try await Self.firstLine(client) }
                let fax = try await client.fax.send(pdf, to: to, from: line, name: name ?? .stamped(Date()))
                if noWait {
                    FaxReport(fax: fax.text, status: nil).print(options)
                } else {
                    try await waiting.wait(for: fax, client, options)
                }
            }
        }

        private static func firstLine(_ client: SipgateClient) async throws -> FaxLine {
            guard let line = try await client.fax.lines().first(where: \.canSend) else {
                Console.error(
                    "The account has no line that can send faxes. `announce account fax lines` lists those there are.")
                throw ExitCode(1)
            }
            return line.line
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "status", abstract: "How far a fax is.")
        @OptionGroup var fax: FaxArgument
        @Flag(help: "Wait until it has arrived or failed.") var wait = false
        @OptionGroup var waiting: FaxWaiting
        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { client in
                if wait { return try await waiting.wait(for: fax.id, client, options) }
                let status = try await client.fax.status(of: fax.id)
                FaxReport(fax: fax.id.text, status: status).print(options)
                if status == .failed { throw ExitCode(1) }
            }
        }
    }

    struct Resend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resend", abstract: "Send a fax of the history again.")
        @OptionGroup var fax: FaxArgument
        @Option(help: ArgumentHelp("From another line than before.", valueName: "line")) var line: FaxLine?
        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { try await $0.fax.resend(fax.id, from: line) }
        }
    }

    struct Lines: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lines", abstract: "The lines that faxes are sent from.")
        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { client in
                let lines = try await client.fax.lines()
                options.print(lines, object: FaxLineObject.init) { line in
                    let can = [(line.canSend, "sends"), (line.canReceive, "receives")].filter(\.0).map(\.1)
                    return [line.line.description, line.alias, can.joined(separator: ", "), line.tagline]
                }
            }
        }
    }
}

/// Waits until a fax has arrived or failed, and shows its status meanwhile.
struct FaxWaiting: ParsableArguments {
    @Option(help: ArgumentHelp("Seconds between two looks at the fax.", valueName: "seconds"))
    var every = 5

    func validate() throws {
        guard (1...3600).contains(every) else { throw ValidationError("--every takes 1 to 3600 seconds.") }
    }

    /// - Throws: `ExitCode(1)` where the fax fails.
    func wait(for fax: HistoryEntry.ID, _ client: SipgateClient, _ options: AccountOptions) async throws {
        let name = fax.text.replacingControlCharacters
        let isShown = isatty(STDERR_FILENO) == 1
        let start = ContinuousClock.now
        var last = FaxStatus.pending
        for try await status in client.fax.statuses(of: fax, every: .seconds(every)) {
            last = status
            let seconds = Double((ContinuousClock.now - start).components.seconds)
            let line =
                "fax \(name): \(status.rawValue.replacingControlCharacters.lowercased())  \(durationText(seconds))"
            // On a terminal one line is redrawn; elsewhere each change is a line of its own.
            if isShown { Console.write("\r\u{1B}[K\(line)", to: .standardError) } else { Console.note(line) }
        }
        if isShown { Console.write("\r\u{1B}[K", to: .standardError) }
        FaxReport(fax: fax.text, status: last).print(options)
        guard last == .failed else { return }
        Console.error("The fax has failed. `announce account fax resend \(name)` tries again.")
        throw ExitCode(1)
    }
}

private struct FaxReport: Encodable {
    let fax: String
    /// The provider's status; nil if it was not asked for.
    let status: String?

    init(fax: String, status: FaxStatus?) { (self.fax, self.status) = (fax, status?.rawValue) }

    func print(_ options: AccountOptions) {
        let line = [fax, status?.lowercased()].compactMap { $0 }.joined(separator: "  ")
        options.print(self, text: line.replacingControlCharacters)
    }
}

private struct FaxLineObject: Encodable {
    let id: String
    let alias: String
    let tagline: String
    let canSend: Bool
    let canReceive: Bool

    init(_ line: FaxLine.Details) {
        (id, alias, tagline) = (line.line.description, line.alias, line.tagline)
        (canSend, canReceive) = (line.canSend, line.canReceive)
    }
}

extension PDF.ParseError {
    fileprivate var words: String {
        switch self {
        case .empty: "is empty."
        case .noHeader: "is no PDF: it does not begin with %PDF-. Print it to a PDF first."
        case .noEnd: "is cut off: a PDF ends with %%EOF. Copy it again."
        case .tooLarge(let bytes): "has \(bytes) bytes; the provider takes \(PDF.largest) at most."
        }
    }
}
