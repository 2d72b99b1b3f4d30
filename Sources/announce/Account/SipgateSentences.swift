import Sipgate
import Telephony

extension SipgateError: ReportableError {
    var sentence: String {
        switch self {
        case .unauthorized:
            "The provider refuses the token: it is wrong, withdrawn or expired. Make a new one at console.sipgate.com → "
                + "Personal Access Tokens, then run `announce account login`."
        case .insufficientFunds(let refusal):
            "The account has not enough money for this (\(refusal.request)\(refusal.reason)). Top it up at the provider, then "
                + "try again."
        case .forbidden(let refusal): refusal.missingScope(or: "it is not this account's")
        case .notFound(let refusal): "The provider knows no such thing (\(refusal.request)\(refusal.reason))."
        case .conflict(let refusal):
            "That is not possible as things are now (\(refusal.request)\(refusal.reason))."
        case .tooManyRequests(let refusal, let wait):
            "The provider has had too many requests (\(refusal.request)). "
                + (wait.map { "Try again in \(timeWords($0))." } ?? "Try again in some minutes; it does not say when.")
        case .refused(let refusal):
            "The provider refuses \(refusal.request) with status \(refusal.status)\(refusal.reason)."
                + (refusal.status >= 500 ? " That is its fault: try again later." : "")
        case .webhooksNotAvailable(let refusal): refusal.missingScope(or: "sipgate.io is not booked for the account")
        case .settingsNotStored:
            "The provider has taken the settings, but shows others. Somebody else may be changing them: look at "
                + "`announce account status`, then try again."
        case .invalidCall(let refusal):
            "The provider cannot start such a call\(refusal.reason). `announce account devices` lists what it can begin at."
        case .callerNotAccessible(let refusal): refusal.missingScope(or: "the telephone is not this account's")
        case .callNotFound(let call, _):
            "There is no call \(shown(call.text)) going on. `announce account call running` lists those there are."
        case .callNotEstablished(let call, _):
            "Nobody has answered the call \(shown(call.text)) yet, so it cannot be held."
        case .smsLineNotAccessible(let line, let refusal): refusal.missingScope(or: "\(line) is not this user's")
        case .noSMSLine(let user): "The user \(user) has no line to send SMS from. Book one at the provider."
        case .senderNotRegistered(let number):
            "SMS cannot seem to come from \(number). `announce account sms senders` lists what they can."
        case .senderNotVerified(let number):
            "\(number) is not verified yet. Do that at console.sipgate.com, then try again."
        case .noDefaultSender(let line):
            "\(line) has no usual sender to go back to, so nothing was sent. Choose one at console.sipgate.com."
        case .senderNotRestored(let line, let wasSent, let reason):
            "The message was \(wasSent ? "sent" : "not sent"), but \(line) still sends with the other number: "
                + "\(reason.sentence) Choose the usual one at console.sipgate.com."
        case .faxNotFound(let fax, _): "The provider knows no fax \(shown(fax.text))."
        case .notAFax(let id): "\(shown(id.text)) is no fax. `announce account history --kind fax` lists them."
        case .faxUndecided(let fax, let status):
            "The fax \(shown(fax.text)) is still \(shown(status.rawValue).lowercased()) after an hour. "
                + "`announce account fax status \(shown(fax.text)) --wait` goes on waiting."
        case .unreadableCSV(let refusal): "The provider cannot read the table\(refusal.reason)."
        case .invalidHistoryFilter(let refusal): "The provider takes no such choice of entries\(refusal.reason)."
        case .historyEntryNotFound(let id, _): "There is no entry \(shown(id.text)) in the history."
        case .redirected(let status, let target):
            "The provider's address leads elsewhere (status \(status), \(shown(target ?? "it does not say where"))), where the "
                + "token is not sent. Correct ANNOUNCE_API_URL."
        case .malformedAnswer(let request, let path, let reason):
            "The provider's answer to \(request) is not as documented (\(path.isEmpty ? "" : "\(shown(path)): ")"
                + "\(shown(reason)))."
        case .answerTooLong(let limit): "The provider's answer is longer than \(limit >> 20) MiB, so it was not read."
        case .timedOut(let limit):
            "The provider did not answer within \(timeWords(limit)). What was to be sent may have been sent: look before "
                + "you try again."
        case .connectionLost(let reason):
            "The connection to the provider was lost (\(shown(reason))). What was to be sent may have been sent: look before "
                + "you try again."
        case .unreachable(let host, let reason):
            "\(shown(host)) cannot be reached (\(shown(reason))). Nothing was sent. Is there a way to the internet?"
        case .tokenRefreshFailed(let reason): "There is no new token: \(shown(reason))."
        case .cancelled: "Interrupted. What was to be sent may have been sent."
        }
    }

    private func shown(_ text: String) -> String { text.replacingControlCharacters }

    private func timeWords(_ duration: Duration) -> String {
        let seconds = duration.components.seconds
        switch seconds {
        case ..<120: return "\(seconds) seconds"
        case ..<7200: return "\((seconds + 59) / 60) minutes"
        default: return "\((seconds + 3599) / 3600) hours"
        }
    }
}

extension Refusal {
    /// The provider's own explanation, to be appended; empty if it gave none.
    fileprivate var reason: String {
        let words = String(summary.replacingControlCharacters.prefix(300))
        return words.isEmpty ? "" : ": \(words)"
    }

    fileprivate func missingScope(or other: String) -> String {
        guard !scope.isEmpty else { return "The provider refuses \(request)\(reason): \(other)." }
        return
            "The provider refuses \(request)\(reason): the token lacks the scope \(scope), or \(other). Scopes are added "
            + "with a new token, at console.sipgate.com → Personal Access Tokens."
    }
}
