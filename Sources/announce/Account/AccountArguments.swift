import ArgumentParser
import CallFlow
public import Sipgate
import Telephony

// Each is written as the provider writes it: `s0`, `f0`, `e0` or `p0`, `1#`.
extension SMSLine: TextArgument {}
extension FaxLine: TextArgument {}
extension CallingExtension: TextArgument {}
extension DTMFKeys: TextArgument {}
extension AbsoluteURL: TextArgument {}
extension FaxName: TextArgument {}

/// A telephone or line of the account, or a number.
enum CallOriginArgument: ExpressibleByArgument {
    case `extension`(CallingExtension)
    case number(PhoneNumber)

    init?(argument: String) {
        if let value = try? CallingExtension(argument) {
            self = .extension(value)
        } else if let number = try? PhoneNumber(argument) {
            self = .number(number)
        } else {
            return nil
        }
    }
}

/// A call, by the `callId` that webhooks and `announce log` show.
struct RunningCallArgument: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The call, as `announce account call running` and `announce log` name it.", valueName: "call"),
        transform: { try RunningCall.ID($0) })
    var id: RunningCall.ID
}

/// A fax, by the ID that `announce account fax send` printed.
struct FaxArgument: ParsableArguments {
    @Argument(
        help: ArgumentHelp("What `announce account fax send` has printed.", valueName: "fax"),
        transform: { try HistoryEntry.ID($0) })
    var id: HistoryEntry.ID
}
