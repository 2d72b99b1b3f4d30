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
            abstract: "Send PDFs and track them.",
            subcommands: [Send.self, Status.self, Resend.self, Lines.self])
    }
}

extension AccountCommand.Fax {
    struct Send: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "send",
            abstract: "Send a PDF and wait for the result.",
            discussion: """
                Prints the fax ID and its result. Ctrl-C stops waiting; the fax is still sent.

                Exit status: 0 sent; 1 failed or refused; 64 wrong usage.
                """)

        @Option(help: ArgumentHelp("Recipient's number.", valueName: "number"), transform: PhoneNumber.argument)
        var to: PhoneNumber

        @Option(
            help: ArgumentHelp("Line to send from, e.g. f0 (default: the first that can send).", valueName: "line"),
            transform: FaxLine.argument)
        var line: FaxLine?

        @Option(
            help: ArgumentHelp("Name in the account's history (default: Fax_DATE_TIME).", valueName: "name"),
            transform: FaxName.argument)
        var name: FaxName?

        @Flag(help: "Return without waiting for the result.")
        var noWait = false

        @OptionGroup var waiting: FaxWaiting

        @Argument(
            help: ArgumentHelp("PDF to send, or - for standard input.", valueName: "pdf"),
            completion: .file(extensions: ["pdf"]))
        var document: PathArgument

        @OptionGroup var options: AccountOptions

        func run() async throws {
            let file = try InputFile(document)
            let pdf: PDF
            do {
                pdf = try PDF(file.bytes)
            } catch .invalid(.pdf(let reason)) {
                Console.error("\(file.name) \(reason.predicate)")
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
                    "The account has no line that can send faxes. `announce account fax lines` lists its lines.")
                throw ExitCode(1)
            }
            return line.line
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "status", abstract: "Show a fax's status.")
        @OptionGroup var fax: FaxArgument
        @Flag(help: "Wait for the result.") var wait = false
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
            commandName: "resend", abstract: "Resend a fax from the history.")
        @OptionGroup var fax: FaxArgument
        @Option(
            help: ArgumentHelp("Line to send from (default: the same as before).", valueName: "line"),
            transform: FaxLine.argument)
        var line: FaxLine?
        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { try await $0.fax.resend(fax.id, from: line) }
        }
    }

    struct Lines: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lines", abstract: "List fax lines.")
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

/// Waits for the result of a fax, and shows its status meanwhile.
struct FaxWaiting: ParsableArguments {
    @Option(help: ArgumentHelp("Polling interval.", valueName: "seconds"))
    var every = 5

    func validate() throws {
        guard (1...3600).contains(every) else { throw ValidationError("--every takes 1 to 3600 seconds.") }
    }

    /// - Throws: `ExitCode(1)` if the fax fails.
    func wait(for fax: HistoryEntry.ID, _ client: SipgateClient, _ options: AccountOptions) async throws {
        let name = fax.text.printable
        let isShown = isatty(STDERR_FILENO) == 1
        let start = ContinuousClock.now
        var last = FaxStatus.pending
        for try await status in client.fax.statuses(of: fax, every: .seconds(every)) {
            last = status
            let seconds = Double((ContinuousClock.now - start).components.seconds)
            let line =
                "fax \(name): \(status.rawValue.printable.lowercased())  \(durationText(seconds))"
            // A terminal shows one line that is redrawn; other outputs get one line per change.
            if isShown { Console.write("\r\u{1B}[K\(line)", to: .standardError) } else { Console.note(line) }
        }
        if isShown { Console.write("\r\u{1B}[K", to: .standardError) }
        FaxReport(fax: fax.text, status: last).print(options)
        guard last == .failed else { return }
        Console.error("The fax failed. Try again with `announce account fax resend \(name)`.")
        throw ExitCode(1)
    }
}

private struct FaxReport: Encodable {
    let fax: String
    /// The provider's status; nil if it was not requested.
    let status: String?

    init(fax: String, status: FaxStatus?) { (self.fax, self.status) = (fax, status?.rawValue) }

    func print(_ options: AccountOptions) {
        let line = [fax, status?.lowercased()].compactMap { $0 }.joined(separator: "  ")
        options.print(self, text: line.printable)
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
