import ArgumentParser
import CallLog
import SystemPackage
import Telephony

/// Fills a call log with calls made up, by the server's own writer, or asks it what the dashboard asks.
@main
struct FillLog: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "fill-log")

    @Option(help: "How many calls.")
    var calls = 1_000_000

    @Option(help: "Days over which they are spread, up to now.")
    var days = 90

    @Flag(help: "Instead, say how long the dashboard's questions take, in milliseconds.")
    var measure = false

    @Option(
        help:
            "Instead, stores so many announcements of 100 KB in the database and fetches them, and says how many a second."
    )
    var announcements: Int?

    @Argument(help: "The log's file, or the URL of a database.")
    var place: String

    func run() async throws {
        let isDatabase = place.hasPrefix("postgres")
        if let announcements { return try await DepotLoad(address: place, count: announcements).run() }
        let place = isDatabase ? CallLogPlace.database(place) : .file(FilePath(place))
        if measure { return try await measure(CallLogReader(place)) }
        let log = CallLogWriter(place, settings: CallLogSettings(keep: nil))
        let start = ContinuousClock.now
        defer {
            let seconds = start.duration(to: .now) / .seconds(1)
            if isDatabase {
                print("\(Int(Double(log.status.written) / seconds)) events/s (\(log.status.written) events)")
            }
        }
        let now = Moment.now
        let span = Int64(days) * 86_400_000
        for number in 0..<calls {
            let age = span - span * Int64(number) / Int64(max(1, calls))
            record(number, at: Moment(milliseconds: now.milliseconds - age), in: log)
            if number % 4000 == 0 { await log.flush(within: .seconds(60)) }
        }
        guard await log.close(within: .seconds(60)), log.status.dropped == 0 else {
            throw ValidationError("The log could not be written: \(log.status).")
        }
    }

    private func measure(_ log: CallLogReader) async throws {
        let now = Moment.now
        let day = now.adding(.seconds(-86_400))
        let month = now.adding(.seconds(-86_400 * 30))
        let queries: [(String, CallQuery)] = [
            ("all", CallQuery()), ("a whole number", CallQuery(number: "+493654435761")),
            ("a number nobody has", CallQuery(number: "999999999999")),
            ("half of a number", CallQuery(number: "36544")),
            ("a number everybody has", CallQuery(number: "49211")), ("two digits", CallQuery(number: "49")),
            ("a menu", CallQuery(text: "menu shop")), ("a text nobody has", CallQuery(text: "nobody has this")),
            ("an outcome", CallQuery(outcome: .missed)), ("an outcome nobody has", CallQuery(outcome: .rejected)),
            ("trials", CallQuery(isTrial: true)), ("a month ago", CallQuery(to: month)),
            ("a number, a month ago", CallQuery(number: "36544", to: month)),
            ("a number with an outcome", CallQuery(number: "36544", outcome: .abandoned)),
            ("a number everybody has, an outcome nobody has", CallQuery(number: "49211", outcome: .rejected)),
            ("a number everybody has, a text nobody has", CallQuery(number: "49211", text: "nobody")),
            ("two letters nobody has", CallQuery(text: "ßß")),
            (
                "everything at once",
                CallQuery(number: "49", text: "menu shop", from: month, to: day, outcome: .answered)
            ),
        ]
        for (name, query) in queries {
            try await time("page: \(name)") { try await log.calls(query, limit: 50).count }
            try await time("count to 1000: \(name)") { try await log.count(query, limit: 1000) }
        }
        let page = try await log.calls(CallQuery(to: month), limit: 1)
        if let call = page.first {
            try await time("a timeline") { try await log.timeline(of: call.id)?.events.count ?? 0 }
        }
        try await time("calls now") { try await log.callsNow().count }
        try await time("hours of a day") { try await log.hours(from: day, to: now).count }
        try await time("findings of a day") { try await log.findings(from: day).count }
        try await time("findings of a week") { try await log.findings(from: now.adding(.seconds(-604_800))).count }
    }

    /// The second time, with the file in memory.
    private func time(_ name: String, _ body: () async throws -> Int) async throws {
        _ = try await body()
        let start = ContinuousClock.now
        let count = try await body()
        let took = start.duration(to: .now) / .milliseconds(1)
        print("\((took * 10).rounded() / 10) ms  \(name)  (\(count))")
    }

    /// A call through a menu: most choose, some hang up, some press nothing.
    private func record(_ number: Int, at moment: Moment, in log: CallLogWriter) {
        let id = "fill-\(number)"
        // A different caller for each, in no order (Knuth's multiplicative hash).
        let caller = "+49" + String(1_000_000_000 + Int(UInt32(truncatingIfNeeded: number) &* 2_654_435_761))
        let called = "+4921112345\(60 + number % 10)"
        func put(_ seconds: Int, _ kind: LoggedEvent.Kind, _ change: @escaping @Sendable (inout LoggedEvent) -> Void) {
            let at = moment.adding(.seconds(seconds))
            log.record { _ in
                var event = LoggedEvent(at: at, kind: kind, callID: id)
                event.direction = .incoming
                (event.from, event.to) = (caller, called)
                event.fields = [.init("event", kind.rawValue), .init("from", caller), .init("to", called)]
                event.latency = 300 + number % 700
                change(&event)
                return .event(event)
            }
        }
        let menu = ["main", "shop", "code"][number % 3]
        put(0, .newCall) { event in
            event.users = ["Reception", "Jürgen Müller"]
            event.way = "number \(called) > office open > menu \(menu)"
            let sound = LoggedAnswer.Sound(file: "\(menu)-0123456789abcdef.wav", prompt: menu)
            event.answer = LoggedAnswer(.ask, words: "ask \(menu)", menu: menu, sound: sound)
            event.xml = Self.xml
        }
        if number % 4 == 0 {
            put(6, .hangup) { $0.cause = "normalClearing" }
        } else {
            put(9, .dtmf) { event in
                event.input = .keys("\(number % 9)")
                event.way = "\(menu) \(number % 9)"
                event.answer = LoggedAnswer(.dial, words: "dial +492111234500")
                event.xml = Self.xml
            }
            put(15, .answer) { $0.answeredBy = "+492111234500" }
            put(75, .hangup) { $0.cause = "normalClearing" }
        }
    }

    private static let xml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <Response onAnswer="https://phone.example.com/ann/sipgate" onHangup="https://phone.example.com/ann/sipgate">
            <Gather onData="https://phone.example.com/ann/sipgate/AQoFbWFpbgAAAQ" maxDigits="1" timeout="4000">
                <Play>
                    <Url>https://phone.example.com/ann/media/main-menu-0123456789abcdef.wav</Url>
                </Play>
            </Gather>
        </Response>

        """
}
