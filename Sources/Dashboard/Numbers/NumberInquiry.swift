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
        let asked = Moment.typed(atText, from: now, in: zone)
        if asked == nil, !atText.isEmpty {
            problems.append(Texts.Schedules.noTime(atText))
        }
        isNow = asked == nil
        moment = asked ?? now
        time = zone.localTime(at: moment)
        let words = fromText.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        caller = words.isEmpty ? .unknown("") : Caller(words)
        if case .unknown = caller, caller.internalExtension == nil, !words.isEmpty {
            problems.append(Texts.Numbers.notACaller(fromText))
        }
        self.problems = problems
    }

    /// The query of the same inquiry on another page.
    var query: String {
        let query = String.query(of: [("at", atText), ("from", fromText)])
        return query.isEmpty ? "" : "?" + query
    }

    /// `on Thu 24 Dec 2026, 13:59`, `now (Sat 21 Nov 2026, 16:40)`
    var words: String {
        let time = "\(Texts.day(time.date, thisYear: 0)), \(Texts.clock(minute: time.second / 60))"
        return isNow ? Texts.Numbers.atNow(time) : Texts.Numbers.at(time)
    }
}

extension String {
    /// With its first letter in upper case.
    var capitalizedWord: String { prefix(1).uppercased() + dropFirst() }
}
