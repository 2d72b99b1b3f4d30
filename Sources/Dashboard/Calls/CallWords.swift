import CallFlow
import CallLog
import Telephony

/// Texts and table rows for calls, shared by several pages.
struct CallWords: Sendable {
    let times: LogTimes
    let now: Moment

    /// A row of a table of calls: start, parties, outcome, what was heard, duration, and the last answer with who answered. The
    /// legs of a call that has several follow in rows of their own.
    func row(_ call: LoggedCall, _ hearing: CallHearing?) -> HTML {
        """
        <tr><th scope="row"><a href="/calls/\(call.id)">\(time(call.began))</a></th>\
        <td class="parties">\(Self.partiesInRow(call))</td><td>\(tag(call))</td><td>\(hearing.map(Self.tag))</td>\
        <td>\(Self.length(call))</td><td class="faint">\(Self.remarks(call))</td></tr>\(legRows(call))
        """
    }

    /// The legs of a call, as rows of the same table.
    func legRows(_ call: LoggedCall) -> [HTML] {
        call.legs.enumerated().map { number, leg in
            """
            <tr class="leg"><td>\(Texts.Calls.leg(number + 1)), \(times.text(leg.began).suffix(8))</td>\
            <td class="parties">\(Self.partiesInRow(leg))</td><td>\(tag(leg))</td><td></td>\
            <td>\(Self.length(leg))</td><td class="faint">\(Self.remarks(leg))</td></tr>
            """
        }
    }

    static var head: HTML {
        """
        <thead><tr><th scope="col">\(Texts.Calls.start)</th><th scope="col">\(Texts.Calls.parties)</th>\
        <th scope="col">\(Texts.Calls.outcome)</th><th scope="col">\(Texts.Calls.heard)</th>\
        <th scope="col">\(Texts.Calls.duration)</th><th scope="col">\(Texts.Calls.lastAnswer)</th></tr></thead>
        """
    }

    /// `today 14:05:09`, `Thu 24 Dec 14:05:09`
    func time(_ moment: Moment) -> String {
        let (time, today) = (times.local(moment), times.local(now).date)
        let clock = times.text(moment).suffix(8)
        let isNamed = (-1...0).contains(time.date.dayNumber - today.dayNumber)
        let day = Texts.nearDay(time.date, today: today)
        return "\(day)\(isNamed || Language.current == .english ? "" : ",") \(clock)"
    }

    /// The numbers of a call, or of one leg: `+49 30 123 456 → +49 211 123 4567`.
    static func parties(_ call: LoggedCall) -> String {
        guard call.from != nil || call.to != nil else { return call.parties("→") }
        return "\(Texts.number(call.from)) → \(Texts.number(call.to))"
    }

    /// The same in a narrow column: a number is not broken.
    private static func partiesInRow(_ call: LoggedCall) -> HTML {
        guard call.from != nil || call.to != nil else { return HTML(parties(call)) }
        return "<span>\(Texts.number(call.from)) →</span> <span>\(Texts.number(call.to))</span>"
    }

    /// The last answer, who answered the call, and why it ended.
    static func remarks(_ call: LoggedCall) -> String {
        let diverted = call.legs.isEmpty ? call.diversion.map { Texts.Calls.diverted(from: Texts.number($0)) } : nil
        return [
            call.lastStep.map(Texts.LogWords.answer), answerer(call).map(Texts.Calls.by),
            call.cause.map(Texts.Calls.cause), diverted,
        ]
        .compactMap { $0 }.joined(separator: ", ").printable
    }

    /// Who answered, with the number: `Doc (+49 211 123 4500)`; of several legs one after the other.
    static func answerer(_ call: LoggedCall) -> String? {
        guard call.legs.isEmpty else {
            var names: [String] = []
            for case let name? in call.legs.map(answerer) where names.last != name { names.append(name) }
            return names.isEmpty ? nil : names.joined(separator: Texts.Calls.then)
        }
        guard let name = call.answeredBy, let number = call.answeringNumber, name != number else {
            return (call.answeredBy ?? call.answeringNumber).map { Texts.number($0) }
        }
        return "\(name) (\(Texts.number(number)))"
    }

    /// The outcome, and whether the call was simulated.
    func tag(_ call: LoggedCall) -> HTML {
        let trial: HTML? = call.isTrial ? " <span class=\"tag override\">\(Texts.Calls.trial)</span>" : nil
        guard call.outcome == .open, !call.isInProgress(at: now) else {
            return "<span class=\"tag \(call.outcome.style)\">\(call.outcome.words)</span>\(trial)"
        }
        let words = call.isTrial && call.isOver ? Texts.Calls.trialOver : Texts.Calls.unknownEnd
        return "<span class=\"tag quiet\">\(words)</span>\(trial)"
    }

    static func tag(_ hearing: CallHearing) -> HTML {
        let style =
            switch hearing {
            case .never: "closed"
            case .begun: "holiday"
            case .whole, .kept, .unknown: "quiet"
            }
        return "<span class=\"tag \(style)\">\(Texts.Calls.hearing(hearing))</span>"
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
    var words: String { Texts.Calls.outcome(self) }

    /// A CSS class: red for callers who reached no one, grey for what is fine.
    fileprivate var style: String {
        switch self {
        case .answered, .forwarded, .ended, .rejected: "quiet"
        case .voicemail, .missed, .abandoned, .refused: "closed"
        case .open: "open"
        }
    }
}
