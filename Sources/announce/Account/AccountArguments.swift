import ArgumentParser
import CallFlow
public import Sipgate
import Telephony

// Each is written in the provider's notation: `s0`, `f0`, `e0` or `p0`, `1#`.
extension SMSLine: TextArgument {}
extension FaxLine: TextArgument {}
extension CallingExtension: TextArgument {}
extension DTMFKeys: TextArgument {}
extension AbsoluteURL: TextArgument {}
extension FaxName: TextArgument {}
extension Phoneline: TextArgument {}
extension VoicemailBox: TextArgument {}
extension WebhookSource: TextArgument {}
extension Extension: TextArgument {}
extension CSVDelimiter: TextArgument {}

/// A telephone or line of the account, or a number.
enum CallOriginArgument {
    case `extension`(CallingExtension)
    case number(PhoneNumber)

    /// Takes a text that begins with a letter for an extension.
    ///
    /// - Throws: `ValidationError`.
    @Sendable init(_ text: String) throws {
        if text.first?.isLetter == true {
            self = .extension(try CallingExtension.argument(text))
        } else {
            self = .number(try PhoneNumber.argument(text))
        }
    }
}

/// An active call, by its ID.
struct RunningCallArgument: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Call ID, as listed by `announce account call running` or `announce log`.", valueName: "call"),
        transform: { try RunningCall.ID($0) })
    var id: RunningCall.ID
}

/// A fax, by its ID.
struct FaxArgument: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Fax ID, as printed by `announce account fax send`.", valueName: "fax"),
        transform: { try HistoryEntry.ID($0) })
    var id: HistoryEntry.ID
}
