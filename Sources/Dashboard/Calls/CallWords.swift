import CallLog

/// Texts and table rows for calls, shared by several pages.
struct CallWords: Sendable {
    let times: LogTimes

    /// A row of a table of calls: start, parties, outcome, duration, last answer.
    func row(_ call: LoggedCall) -> HTML {
        """
        <tr><th scope="row"><a href="/calls/\(call.id)">\(times.text(call.began))</a></th>\
        <td>\(LoggedCall.words(call.from)) → \(LoggedCall.words(call.to))</td><td>\(Self.tag(call))</td>\
        <td>\(Self.length(call))</td><td class="faint">\(call.remarks)</td></tr>
        """
    }

    static let head: HTML = """
        <thead><tr><th scope="col">Start</th><th scope="col">From → to</th><th scope="col">Outcome</th>\
        <th scope="col">Duration</th><th scope="col">Last answer</th></tr></thead>
        """

    static func tag(_ call: LoggedCall) -> HTML {
        let trial: HTML? = call.isTrial ? " <span class=\"tag override\">trial</span>" : nil
        return "<span class=\"tag \(call.outcome.style)\">\(call.outcome.words)</span>\(trial)"
    }

    static func length(_ call: LoggedCall) -> String {
        call.length.map(length) ?? "–"
    }

    /// `0:41`, `1:02:03`
    static func length(_ milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds + 500) / 1000
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let rest = "\(two(seconds % 60))"
        return seconds < 3600 ? "\(seconds / 60):\(rest)" : "\(seconds / 3600):\(two(seconds / 60 % 60)):\(rest)"
    }
}

extension CallOutcome {
    var words: String {
        switch self {
        case .open: "in progress"
        case .answered: "answered"
        case .voicemail: "voicemail"
        case .missed: "missed"
        case .abandoned: "caller hung up"
        case .ended: "hung up as configured"
        case .rejected: "rejected"
        case .forwarded: "forwarded"
        case .refused: "not answered"
        }
    }

    /// A CSS class.
    fileprivate var style: String {
        switch self {
        case .answered, .voicemail, .forwarded: "open"
        case .missed, .abandoned, .refused: "closed"
        case .open, .ended, .rejected: "holiday"
        }
    }
}
