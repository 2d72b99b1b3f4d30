import CallFlow
import CallLog
import HTTPListener
import Telephony

/// Whom to call back: a row for each caller who reached no one, with the number as a link that telephones dial.
struct CallBackList {
    struct Row {
        let caller: CallBack
        /// The person of the configuration whose number it is.
        let name: String?
        let isDone: Bool
    }

    let rows: [Row]
    /// Tries of callers who cannot be called: anonymous ones, and those without a number.
    let withoutNumber: Int

    /// How far back the list goes.
    static let days = 7
    /// Callers at most.
    static let most = 500

    init(_ callers: [CallBack], _ marks: CallBackMarks, _ configuration: Configuration, _ party: CallBackParty) {
        let names = Dictionary(
            configuration.people.compactMap { name, target in
                if case .number(let number) = target { (number.description, name) } else { nil }
            }, uniquingKeysWith: min)
        let reachable = callers.filter(\.hasNumber)
        rows = reachable.map { caller in
            Row(
                caller: caller, name: names[caller.caller],
                isDone: marks.isSettled(
                    caller.caller, of: party.customers(caller), until: caller.tries.first ?? Moment(milliseconds: 0)))
        }
        withoutNumber = callers.reduce(0) { $0 + ($1.hasNumber ? 0 : $1.tries.count) }
    }

    var open: [Row] { rows.filter { !$0.isDone } }
    var done: [Row] { rows.filter(\.isDone) }

    /// The list as CSV for spreadsheets: with a header, commas, and times in the configuration's zone.
    func csv(_ times: LogTimes) -> String {
        let header = ["number", "name", "tries", "first", "last", "outcome", "called", "done"]
        let lines = rows.map { row -> [String] in
            let tries = row.caller.tries
            return [
                row.caller.caller, row.name ?? "", "\(tries.count)", tries.last.map(times.text) ?? "",
                tries.first.map(times.text) ?? "", row.caller.outcome.rawValue, row.caller.called ?? "",
                row.isDone ? "yes" : "no",
            ]
        }
        return ([header] + lines).map { $0.map(Self.field).joined(separator: ",") + "\r\n" }.joined()
    }

    /// A field in quotes (RFC 4180). What a spreadsheet would compute is made text by an apostrophe; a number may begin with a plus.
    private static func field(_ text: String) -> String {
        let isNumber = (try? PhoneNumber(text)) != nil
        let start = text.unicodeScalars.first
        let isFormula = !isNumber && start.map { ["=", "+", "-", "@", "\t", "\r"].contains($0) } ?? false
        return "\"" + (isFormula ? "'" : "") + text.printable.replacing("\"", with: "\"\"") + "\""
    }
}

extension CallBack {
    /// Whether there is a number to call, or the beginning of one where the log masks the end.
    fileprivate var hasNumber: Bool { caller.hasPrefix("+") }

    /// The whole number; nil if the log masks it.
    var number: PhoneNumber? { try? PhoneNumber(caller) }
}
