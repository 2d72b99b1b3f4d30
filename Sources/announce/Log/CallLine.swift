import CallLog
import Dashboard
import Telephony

/// Formats a call in one line.
struct CallLine {
    let times: LogTimes

    /// `2026-12-24 13:59:07  +4930123456 > +492111234567  abandoned  0:12  ask main-menu  8F3A…`
    func text(_ call: LoggedCall) -> String {
        [
            times.text(call.began),
            "\(LoggedCall.words(call.from)) > \(LoggedCall.words(call.to))",
            (call.isTrial ? "trial, " : "") + call.outcome.rawValue,
            call.length.map { durationText(Double($0) / 1000) } ?? "-",
            call.remarks,
            call.callID,
        ].map(\.printable).joined(separator: "  ")
    }
}
