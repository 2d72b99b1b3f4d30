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
        abstract: "What happened on the calls.",
        discussion: """
            A line a call, the newest last: when it began, who called whom, what became of it, how long it took, what it was \
            told to do last, and its id. Reads only, whether the server runs or not.

              announce log --since 2h
              announce log --number 0157 --since 2026-12-24
              announce log --call 8F3A91             every request with its answer, and whether the sound was fetched
              announce log --follow

            With --follow a call's line comes again when something happens to it. Times are in the configuration's time \
            zone, those of --json and --csv in UTC. --json prints an array, with --follow an object a line, and with \
            --call an object with all events.

            Exit status: 0; 1 there is no log, it cannot be read, or there is no such call; 64 wrong usage.
            """
    )

    @Option(help: ArgumentHelp("Only calls from or to a number with this in it.", valueName: "part"))
    var number: String?

    @Option(
        help: ArgumentHelp(
            "Only calls since then: 30m, 2h, 3d, 2026-12-24, 2026-12-24T13:59; without it the last 50.",
            valueName: "time"))
    var since: TimeArgument?

    @Option(help: ArgumentHelp("All that is known of one call.", valueName: "id"))
    var call: String?

    @Flag(help: "Go on with what happens from now on.")
    var follow = false

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print CSV (RFC 4180).")
    var csv = false

    @OptionGroup
    var source: ConfigurationOption

    @OptionGroup
    var place: StateOption

    func validate() throws {
        if json, csv { throw ValidationError("--json and --csv are two forms of one output: choose one.") }
        if call != nil, number != nil || since != nil || follow || csv {
            throw ValidationError("--call shows one call, so only --json goes with it.")
        }
        if let number, !number.contains(where: \.isNumber) {
            throw ValidationError("--number \(number) has no digits.")
        }
    }

    func run() async throws {
        let times = LogTimes(zone: try source.zone())
        let file = StateFiles(in: try place.location()).path(of: .callLog)
        let reader = CallLogReader(file)
        do {
            if let call {
                try await show(call, reader, times)
            } else {
                try await list(reader, CallPrinter(form: json ? .json : csv ? .csv : .text, times: times))
            }
        } catch let fault as CallLogError {
            Console.error(fault.readingSentence(file.nearby.readable))
            throw ExitCode(1)
        }
    }

    private func show(_ id: String, _ reader: CallLogReader, _ times: LogTimes) async throws {
        guard let call = try await reader.call(withID: id), let timeline = try await reader.timeline(of: call.id) else {
            Console.error(
                "There is no call \(id.replacingControlCharacters) in the log. `announce log` lists those there are.")
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
        var last: Int64?
        if follow { last = try await followed(reader, after: nil)?.last ?? 0 }
        printer.begin(isFollowed: follow)
        if let since {
            query.from = since.moment(before: .now, in: printer.times.zone)
            var after: Int64?
            repeat {
                let page = try await oldest(reader, query, after: after)
                printer.print(page)
                after = page.count == 1000 ? page.last?.id : nil
            } while after != nil
        } else {
            printer.print(try await newest(reader, query).reversed())
        }
        printer.end()
        while follow {
            try await Task.sleep(for: .milliseconds(500))
            guard let news = try await followed(reader, after: last) else { continue }
            last = news.last
            printer.print(news.calls.filter { number == nil || query.matches($0) })
        }
    }

    // MARK: With --follow, a log that does not exist yet is empty

    private func oldest(_ reader: CallLogReader, _ query: CallQuery, after: Int64?) async throws -> [LoggedCall] {
        do { return try await reader.oldestCalls(query, after: after, limit: 1000) } catch CallLogError.missing
            where follow
        { return [] }
    }

    private func newest(_ reader: CallLogReader, _ query: CallQuery) async throws -> [LoggedCall] {
        do { return try await reader.calls(query, limit: 50) } catch CallLogError.missing where follow { return [] }
    }

    private func followed(
        _ reader: CallLogReader, after: Int64?
    ) async throws -> (calls: [LoggedCall], last: Int64)? {
        do { return try await reader.changed(after: after, limit: 100_000) } catch CallLogError.missing { return nil }
    }
}

extension CallLogError {
    /// Why the log cannot be read, and what to do.
    fileprivate func readingSentence(_ file: String) -> String {
        switch self {
        case .missing:
            "There is no call log at \(file). `announce serve` writes one; name its state folder with --state."
        case .damaged:
            "\(file) is no call log, or a damaged one. A server that runs moves it aside and begins a new one."
        case .newer: "\(file) was written by a newer announce. Read it with that one."
        case .cannotOpen, .readOnly: "\(file) cannot be opened. Read it as the user that the server runs as."
        case .locked: "\(file) is locked by another program. Try again when that has ended."
        case .diskFull: "\(file) cannot be read, as the disk is full."
        case .other(let words): "\(file) cannot be read: \(words)."
        }
    }
}
