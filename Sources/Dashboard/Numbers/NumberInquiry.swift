import CallFlow
import HTTPListener
import Sipgate
import Telephony

/// The moment and the caller of an inquiry, from the fields `at` and `from` of a query.
struct NumberInquiry: Sendable {
    /// As given; empty for now.
    let atText: String
    let fromText: String
    let moment: Moment
    let time: LocalTime
    let isNow: Bool
    let caller: Caller
    /// Errors of the fields.
    let problems: [String]

    init(_ query: FormFields?, zone: Zone, now: Moment) {
        atText = query?["at"] ?? ""
        fromText = query?["from"] ?? ""
        var problems: [String] = []
        let asked = LocalTime(atText)
        if asked == nil, !atText.isEmpty {
            problems.append("“\(atText)” is not a date and time; write 2026-12-24T13:59.")
        }
        isNow = asked == nil
        moment = asked.map { zone.moment(of: $0) } ?? now
        time = zone.localTime(at: moment)
        let words = fromText.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        caller = words.isEmpty ? .unknown("") : Caller(words)
        if case .unknown = caller, caller.internalExtension == nil, !words.isEmpty {
            problems.append("“\(fromText)” is not a telephone number; include the country code: +49 157 99912345.")
        }
        self.problems = problems
    }

    /// The query of the same inquiry on another page.
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
    /// With its first letter in upper case.
    var capitalizedWord: String { prefix(1).uppercased() + dropFirst() }
}
