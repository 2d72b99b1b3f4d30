public import FoundationEssentials
import Telephony

extension SipgateError: LocalizedError, CustomStringConvertible {
    /// What happened and what to do, in one or two sentences. Contains no secrets. Control characters in what the provider wrote
    /// are replaced, so that it can be printed to a terminal.
    public var description: String {
        switch self {
        case .invalid(let value): value.description
        case .unauthorized:
            "The provider rejected the token: it is wrong, revoked or expired. Create a new one at console.sipgate.com → "
                + "Personal Access Tokens."
        case .insufficientFunds(let refusal):
            "The account's balance is too low (\(refusal.request)\(refusal.reason)). Top it up at the provider, then try again."
        case .forbidden(let refusal): refusal.missingScope(or: "the object belongs to another account")
        case .notFound(let refusal): "Not found at the provider (\(refusal.request)\(refusal.reason))."
        case .conflict(let refusal): "Not possible in the current state (\(refusal.request)\(refusal.reason))."
        case .tooManyRequests(let refusal, let wait):
            "Too many requests to the provider (\(refusal.request)). "
                + (wait.map { "Try again in \(timeWords($0))." } ?? "Try again in a few minutes.")
        case .refused(let refusal):
            "The provider refused \(refusal.request) with status \(refusal.status)\(refusal.reason)."
                + (refusal.status >= 500 ? " This is an error of the provider; try again later." : "")
        case .webhooksNotAvailable(let refusal): refusal.missingScope(or: "sipgate.io is not booked for the account")
        case .settingsNotStored:
            "The provider accepted the settings but shows others; they may have been changed by someone else."
        case .lineSettingsNotStored(let line, _, _):
            "The provider accepted the settings of \(line) but shows others; they may have been changed by someone else."
        case .invalidCall(let refusal): "The provider cannot start this call\(refusal.reason)."
        case .callerNotAccessible(let refusal): refusal.missingScope(or: "the telephone belongs to another account")
        case .callNotFound(let call, _): "There is no active call \(call.text.printable)."
        case .callNotEstablished(let call, _):
            "The call \(call.text.printable) has not been answered yet, so it cannot be held."
        case .smsLineNotAccessible(let line, let refusal): refusal.missingScope(or: "\(line) belongs to another user")
        case .noSMSLine(let user): "The user \(user) has no SMS line. Book one at the provider."
        case .senderNotRegistered(let number): "\(number) is not a sender number of this line."
        case .senderNotVerified(let number):
            "\(number) is not verified yet. Verify it at console.sipgate.com, then try again."
        case .noDefaultSender(let line):
            "\(line) has no default sender to restore afterwards, so nothing was sent. Set one at console.sipgate.com."
        case .senderNotRestored(let line, let wasSent, let reason):
            "The message was \(wasSent ? "sent" : "not sent"), but \(line) still shows the other sender: "
                + "\(reason.description) Set the default sender at console.sipgate.com."
        case .faxNotFound(let fax, _): "There is no fax \(fax.text.printable)."
        case .notAFax(let id): "\(id.text.printable) is not a fax."
        case .faxUndecided(let fax, let status):
            "The fax \(fax.text.printable) is still \(status.rawValue.printable.lowercased()); the wait for it has ended."
        case .unreadableCSV(let refusal): "The provider cannot read the CSV\(refusal.reason)."
        case .invalidHistoryFilter(let refusal): "The provider does not accept this filter\(refusal.reason)."
        case .historyEntryNotFound(let id, _): "There is no entry \(id.text.printable) in the history."
        case .redirected(let status, let target):
            "The API address redirects (status \(status), \((target ?? "no target").printable)); the credentials are not "
                + "sent to other hosts."
        case .malformedAnswer(let request, let path, let reason):
            "The provider's answer to \(request) is not as documented (\(path.isEmpty ? "it" : path.printable) "
                + "\(reason.printable))."
        case .answerTooLong(let limit): "The provider's answer is longer than \(limit >> 20) MiB and was not read."
        case .timedOut(let limit):
            "The provider did not answer within \(timeWords(limit)). The request may have been executed; check before you "
                + "try again."
        case .connectionLost(let reason):
            "The connection to the provider was lost: \(reason.words). The request may have been executed; check before "
                + "you try again."
        case .unreachable(let host, let reason):
            "Cannot reach \(host.printable): \(reason.words). Nothing was sent. \(reason.remedy)"
        case .tokenRefreshFailed(let reason): "The token could not be renewed: \(reason.printable)".asSentence
        case .cancelled: "Interrupted. The request may have been executed; check before you try again."
        }
    }

    /// The same sentences.
    public var errorDescription: String? { description }

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
    /// The provider's explanation, to append; empty if there is none.
    fileprivate var reason: String {
        var words = String(summary.printable.prefix(300))
        // The sentence that it becomes a part of goes on.
        while words.last == "." { words.removeLast() }
        return words.isEmpty ? "" : ": \(words)"
    }

    fileprivate func missingScope(or other: String) -> String {
        guard !scope.isEmpty else { return "The provider refused \(request)\(reason): \(other)." }
        return
            "The provider refused \(request)\(reason): the token lacks the scope \(scope), or \(other). Scopes need a new "
            + "token: console.sipgate.com → Personal Access Tokens."
    }
}
