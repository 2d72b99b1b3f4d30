import Sipgate
import Telephony

extension SipgateError: ReportableError {
    /// The library's sentences, followed by the command that helps.
    var sentence: String {
        if case .invalid(.address(let reason)) = self { return reason.sentence }
        return description + (hint.map { " " + $0 } ?? "")
    }

    /// The command that helps, as a sentence; nil where there is none.
    private var hint: String? {
        switch self {
        case .unauthorized: "Then run `announce account login`."
        case .settingsNotStored: "Check `announce account status`, then try again."
        case .lineSettingsNotStored(let line, _, _):
            "Check `announce account webhooks show --line \(line)`, then try again."
        case .invalidCall: "`announce account devices` lists the telephones for --from."
        case .callNotFound: "`announce account call running` lists active calls."
        case .senderNotRegistered: "`announce account sms senders` lists them."
        case .faxNotFound, .notAFax: "`announce account history --kind fax` lists faxes."
        case .faxUndecided(let fax, _):
            "`announce account fax status \(fax.text.printable) --wait` continues to wait."
        case .historyEntryNotFound: "`announce account history` lists entries."
        case .redirected: "Correct ANNOUNCE_API_URL."
        case .malformedAnswer: "Check ANNOUNCE_API_URL if it is set; otherwise please report this."
        case .answerTooLong: "Request less, e.g. with --limit."
        case .tokenRefreshFailed: "Run `announce account login` again."
        default: nil
        }
    }
}
