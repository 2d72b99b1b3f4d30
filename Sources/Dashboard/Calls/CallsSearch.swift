import CallFlow
import CallLog
import HTTPListener
import Sipgate
import Telephony

/// A search for calls, from the fields of the form.
struct CallsSearch: Sendable {
    let fields: [(name: String, value: String)]
    let query: CallQuery
    let problems: [String]

    /// The value of the field `outcome` for calls whose end was never reported.
    static let unknownEnd = "unknown"

    /// - Parameter scope: the calls that the visitor sees; nil: all.
    init(_ form: FormFields?, times: LogTimes, now: Moment, scope: CallScope? = nil) {
        func value(_ name: String) -> String { form?[name] ?? "" }
        var (query, problems) = (CallQuery(), [String]())
        let today = times.local(now).date
        func day(_ name: String, _ title: String) -> CivilDate? {
            guard !value(name).isEmpty else { return nil }
            guard let date = (try? WrittenDay(value(name)[...]))?.date(.past, from: today) else {
                problems.append(Texts.Calls.notADate(title))
                return nil
            }
            return date
        }
        // A number beside a text has a field of its own, in links.
        let isNumber = value("number").isEmpty && SearchedText(value("q")).isNumber
        let (number, text) = isNumber ? (value("q"), "") : (value("number"), value("q"))
        query.number = number.isEmpty ? nil : number
        query.text = text.isEmpty ? nil : text
        query.from = day("from", Texts.Calls.from).map { times.day($0).lowerBound }
        query.to = day("to", Texts.Calls.to).map { times.day($0).upperBound }
        query.outcome = CallOutcome(rawValue: value("outcome"))
        if value("outcome") == Self.unknownEnd || query.outcome == .open {
            query.progress = CallQuery.Progress(at: now, isInProgress: query.outcome == .open)
            query.outcome = .open
        }
        query.hearing = CallHearing(rawValue: value("heard"))
        query.evidence = CallEvidence(query: (value("about"), value("what")))
        query.isTrial = value("trials") == "only" ? true : value("trials") == "with" ? nil : false
        query.scope = scope
        self.query = query
        self.problems = problems
        fields = ["customer", "q", "number", "from", "to", "outcome", "heard", "trials", "about", "what"].map {
            ($0, value($0))
        }
    }

    subscript(name: String) -> String { fields.first { $0.name == name }?.value ?? "" }

    /// The query of another page of the same search.
    var encoded: String { String.query(of: fields) }

    /// The path of the calls that a finding is about, within some days.
    static func path(of evidence: CallEvidence, from: CivilDate, to: CivilDate) -> String {
        let (kind, what) = evidence.query
        let fields = [("from", "\(from)"), ("to", "\(to)"), ("about", kind), ("what", what)]
        return "/calls?" + String.query(of: fields)
    }
}

extension CallEvidence {
    fileprivate init?(query: (kind: String, what: String)) {
        switch query.kind {
        case "lost": self = .lost(menu: query.what)
        case "unfetched": self = .unfetched(file: query.what)
        case "missing": self = .missing(announcements: query.what)
        case "slow":
            guard let milliseconds = Int(query.what), (100...1_000_000).contains(milliseconds) else { return nil }
            self = .slow(milliseconds)
        case "refused": self = .refused(reason: query.what)
        default: return nil
        }
    }

    fileprivate var query: (kind: String, what: String) {
        switch self {
        case .lost(let menu): ("lost", menu)
        case .unfetched(let file): ("unfetched", file)
        case .missing(let announcements): ("missing", announcements)
        case .slow(let milliseconds): ("slow", "\(milliseconds)")
        case .refused(let reason): ("refused", reason)
        }
    }
}
