import CallLog
import Dashboard
import Telephony

/// Formats a call in one line, and its legs, if it has several, in one indented line each.
struct CallLine {
    let times: LogTimes

    /// `2026-12-24 13:59:07  +4930123456 > +492111234567  abandoned  0:12  ask main-menu  8F3A…`
    func text(_ call: LoggedCall) -> String {
        [
            times.text(call.began), call.parties(">"), (call.isTrial ? "trial, " : "") + call.outcome.rawValue,
            end(of: call),
        ]
        .map(\.printable).joined(separator: "  ")
    }

    /// `    leg 2  12:00:31  +4930123456 > +492111234568  answered  0:12  by Marty (+492111234568)  21102015`
    func legs(_ call: LoggedCall) -> [String] {
        call.legs.enumerated().map { number, leg in
            [
                "    leg \(number + 1)", String(times.text(leg.began).suffix(8)), leg.parties(">"),
                leg.outcome.rawValue,
                end(of: leg),
            ].map(\.printable).joined(separator: "  ")
        }
    }

    private func end(of call: LoggedCall) -> String {
        let diversion = call.legs.isEmpty ? call.diversion.map { ["diverted from \($0)"] } ?? [] : []
        return ([call.length.map { durationText(Double($0) / 1000) } ?? "-", call.remarks] + diversion + [call.callID])
            .joined(separator: "  ")
    }
}
