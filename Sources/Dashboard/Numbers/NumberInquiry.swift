import CallFlow
import HTTPListener
import Sipgate
import Telephony

/// Which moment and which caller are asked about, from the fields `at` and `from` of an address.
struct NumberInquiry: Sendable {
    /// As given; empty: now.
    let atText: String
    let fromText: String
    let moment: Moment
    let time: LocalTime
    let isNow: Bool
    let caller: Caller
    /// What could not be read.
    let problems: [String]

    init(_ query: FormFields?, zone: Zone, now: Moment) {
        atText = query?["at"] ?? ""
        fromText = query?["from"] ?? ""
        var problems: [String] = []
        let asked = LocalTime(atText)
        if asked == nil, !atText.isEmpty {
            problems.append("“\(atText)” is no date and time, such as 2026-12-24T13:59.")
        }
        isNow = asked == nil
        moment = asked.map { zone.moment(of: $0) } ?? now
        time = zone.localTime(at: moment)
        let words = fromText.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        caller = words.isEmpty ? .unknown("") : Caller(words.lowercased() == "anonymous" ? "anonymous" : words)
        if case .unknown = caller, !words.isEmpty {
            problems.append("“\(fromText)” is no telephone number in international form, such as +49 157 99912345.")
        }
        self.problems = problems
    }

    /// Behind a path, to ask the same there.
    var query: String {
        let query = String.query(of: [("at", atText), ("from", fromText)])
        return query.isEmpty ? "" : "?" + query
    }

    /// `on Thursday, 2026-12-24 at 13:59`, `now (Saturday, 2026-11-21 at 16:40)`
    var words: String {
        let day = "\(time.date.weekday)".capitalizedWord
        return isNow ? "now (\(day), \(time.date) at \(time.clock))" : "on \(day), \(time.date) at \(time.clock)"
    }
}

extension String {
    /// With a capital letter at its beginning.
    var capitalizedWord: String { prefix(1).uppercased() + dropFirst() }
}
