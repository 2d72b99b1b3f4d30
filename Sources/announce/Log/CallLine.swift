import AnnounceServer
import CallLog

/// A call in a line for people.
struct CallLine {
    let times: LogTimes

    /// `2026-12-24 13:59:07  +4930123456 > +492111234567  abandoned  0:12  ask main-menu  8F3A…`
    func text(_ call: LoggedCall) -> String {
        [
            times.text(call.began),
            "\(LoggedCall.words(call.from)) > \(LoggedCall.words(call.to))",
            (call.isTrial ? "trial, " : "") + call.outcome.rawValue,
            call.length.map { timeText(Double($0) / 1000) } ?? "-",
            call.remarks,
            call.callID,
        ].map(Self.printable).joined(separator: "  ")
    }

    /// What the network sent may hold anything, also what moves a terminal's cursor.
    static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) else {
            return text
        }
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? "\u{FFFD}" : $0 }))
    }
}
