import AnnounceServer
import ArgumentParser
import CallFlow
import CallLog
import Dashboard
import Hosting
import LocalFiles
import SystemPackage
import Telephony

struct LogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Show the call log.",
        discussion: """
            One line per call, newest last: start, caller and number, outcome, duration, last instruction, who answered, ID. \
            A call that was transferred or forwarded is one call; its legs follow it, indented. Read-only; works whether or not \
            the server is running.

              announce log -n 10
              announce log --since 2h
              announce log --number 0157 --since 1.12. --until 24.12.
              announce log --call 8F3A91      requests, answers and fetches of a call
              announce log -f

            With --follow, a call's line is printed again whenever it changes. Times are in the configured time zone; \
            --json and --csv print UTC. --json prints an array; with --follow, one object per line; with --call, one \
            object with all events.

            Exit status: 0; 1 no readable log, or no such call; 64 wrong usage.
            """
    )

    @Option(help: ArgumentHelp("Only calls from, to or answered by numbers containing this.", valueName: "digits"))
    var number: String?

    @Option(
        help: ArgumentHelp(
            "Only calls since this time: \(WrittenTime.examples) (default: the last 50 calls).", valueName: "time"),
        transform: WrittenTime.argument)
    var since: WrittenTime?

    @Option(
        help: ArgumentHelp("Only calls that began before this time; a day alone is included.", valueName: "time"),
        transform: WrittenTime.argument)
    var until: WrittenTime?

    @Option(
        name: [.customShort("n"), .long],
        help: ArgumentHelp("Only the last calls, this many (default: 50, or all with --since).", valueName: "count"))
    var last: Int?

    @Option(help: ArgumentHelp("Show everything about one call.", valueName: "id"))
    var call: String?

    @Flag(name: .shortAndLong, help: "Keep running and print new calls.")
    var follow = false

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print CSV (RFC 4180).")
    var csv = false

    @Option(
        help: ArgumentHelp(
            "PostgreSQL database of the log (default: `database` of the configuration's `log`). The password is read "
                + "from PGPASSWORD or ~/.pgpass.", valueName: "url"))
    var database: String?

    @OptionGroup
    var source: ConfigurationOption

    @OptionGroup
    var place: StateOption

    func validate() throws {
        if json, csv { throw ValidationError("--json and --csv cannot be combined.") }
        if call != nil, number != nil || since != nil || until != nil || last != nil || follow || csv {
            throw ValidationError("--call shows one call and can be combined only with --json.")
        }
        _ = try databaseURL
        if follow, until != nil { throw ValidationError("--follow and --until cannot be combined.") }
        if let last, last < 0 { throw ValidationError("-n \(last) is negative.") }
        if let number, !number.contains(where: \.isNumber) {
            throw ValidationError("--number \(number) has no digits.")
        }
    }

    func run() async throws {
        let times = LogTimes(zone: try source.zone())
        let (log, name) = try self.log()
        let reader = CallLogReader(log)
        do {
            if let call {
                try await show(call, reader, times)
            } else {
                try await list(reader, CallPrinter(form: json ? .json : csv ? .csv : .text, times: times))
            }
        } catch let fault as CallLogError {
            Console.error(fault.readingSentence(log, name))
            throw ExitCode(1)
        }
    }

    /// Parsed here and not as an argument: its error would repeat a password.
    private var databaseURL: DatabaseURL? { get throws { try database.map(DatabaseURL.argument) } }

    /// Where the log is, and what it is called in sentences: the database named here, the one of the configuration, or the file in the
    /// state folder.
    private func log() throws -> (CallLogPlace, name: String) {
        if let url = try databaseURL ?? (place.state == nil ? source.log()?.database : nil) {
            return (.database(url.description), url.description.printable)
        }
        let file = StateFiles(in: try place.location(of: source)).path(of: .callLog)
        return (.file(file), file.nearby.readable)
    }

    private func show(_ id: String, _ reader: CallLogReader, _ times: LogTimes) async throws {
        guard let call = try await reader.call(withID: id),
            let timeline = try await reader.timeline(of: call.id)
        else {
            Console.error(
                "The log has no call \(id.printable). `announce log` lists the calls.")
            throw ExitCode(1)
        }
        if json {
            Console.result(jsonLine(TimelineObject(timeline)))
        } else {
            Console.result(TimelineText(times: times).lines(timeline).joined(separator: "\n"))
        }
    }

    private func list(_ reader: CallLogReader, _ printer: CallPrinter) async throws {
        var printer = printer
        var query = CallQuery(number: number)
        // Before the list is read: a call that changes meanwhile is printed twice rather than not at all.
        var seen: Int64?
        if follow { seen = try await followed(reader, after: nil)?.last ?? 0 }
        printer.begin(isFollowed: follow)
        query.from = since?.moment(.past, from: .now, in: printer.times.zone)
        query.to = until?.end(.past, from: .now, in: printer.times.zone)
        if let count = last ?? (since == nil ? 50 : nil) {
            printer.print(try await newest(reader, query, count))
        } else {
            var after: Int64?
            repeat {
                let page = try await oldest(reader, query, after: after)
                printer.print(page)
                after = page.count == 1000 ? page.last?.id : nil
            } while after != nil
        }
        printer.end()
        while follow, !Console.hasFailed {
            try await Task.sleep(for: .milliseconds(500))
            guard let changed = try await followed(reader, after: seen) else { continue }
            seen = changed.last
            printer.print(changed.calls.filter { number == nil || query.matches($0) })
        }
    }

    // MARK: With --follow, a log that does not exist yet is empty

    private func oldest(_ reader: CallLogReader, _ query: CallQuery, after: Int64?) async throws -> [LoggedCall] {
        do { return try await reader.oldestCalls(query, after: after, limit: 1000) } catch CallLogError.missing
            where follow
        { return [] }
    }

    /// Oldest first.
    private func newest(_ reader: CallLogReader, _ query: CallQuery, _ count: Int) async throws -> [LoggedCall] {
        guard count > 0 else { return [] }
        do { return try await reader.calls(query, limit: count).reversed() } catch CallLogError.missing where follow {
            return []
        }
    }

    private func followed(
        _ reader: CallLogReader, after: Int64?
    ) async throws -> (calls: [LoggedCall], last: Int64)? {
        do { return try await reader.changed(after: after, limit: 100_000) } catch CallLogError.missing { return nil }
    }
}

extension CallLogError {
    /// Why the log cannot be read, and what to do.
    fileprivate func readingSentence(_ place: CallLogPlace, _ file: String) -> String {
        switch self {
        case .missing:
            if case .database = place {
                "\(file) has no call log. `announce serve` creates it; name the database as `database` in the configuration's `log`."
            } else {
                "\(file) does not exist. `announce serve` writes it; name the server's state folder with --state."
            }
        case .damaged:
            "\(file) is not a call log, or damaged. A running server moves it aside and starts a new one."
        case .newer: "\(file) was written by a newer version of announce. Use that version to read it."
        case .cannotOpen, .readOnly: "\(file) cannot be opened. Run this command as the server's user."
        case .locked: "\(file) is locked by another program. Try again later."
        case .diskFull: "\(file) cannot be read because the disk is full."
        case .noConnection(let words): "\(file) cannot be reached: \(words)."
        case .other(let words): "\(file) cannot be read: \(words)."
        }
    }
}
