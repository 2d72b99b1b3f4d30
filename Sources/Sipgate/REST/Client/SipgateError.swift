/// Reasons why a request to the API failed, or may have failed.
public enum SipgateError: Error, Hashable, Sendable {
    // MARK: The provider refuses, whatever was asked

    /// 401: the token is wrong, revoked or expired.
    case unauthorized(Refusal)
    /// 402: not enough money.
    case insufficientFunds(Refusal)
    /// 403: the token lacks the scope `Refusal.scope`, or the object belongs to another account.
    case forbidden(Refusal)
    /// 404
    case notFound(Refusal)
    /// 409: not possible in the current state.
    case conflict(Refusal)
    /// 429, on every attempt or for longer than the client waits.
    case tooManyRequests(Refusal, retryAfter: Duration?)
    /// Any other status that is not a success.
    case refused(Refusal)

    // MARK: The provider refuses, and what that means here is known

    /// 403 on webhook settings: sipgate.io is not booked, or the scope is missing.
    case webhooksNotAvailable(Refusal)
    /// The settings read back differ from those written: another client changed them, or the API stored something else.
    case settingsNotStored(wanted: AccountWebhooks, found: AccountWebhooks)
    /// 400 on a new call.
    case invalidCall(Refusal)
    /// 403 on a new call: the extension is not found, not this account's, or the scope is missing.
    case callerNotAccessible(Refusal)
    /// 404: the call has ended or never existed.
    case callNotFound(RunningCall.ID, Refusal)
    /// 409: the call is not established yet, so it cannot be held.
    case callNotEstablished(RunningCall.ID, Refusal)
    /// 403 on an SMS: the line is not this account's, or the scope is missing.
    case smsLineNotAccessible(SMSLine, Refusal)
    /// The user has no line to send SMS from.
    case noSMSLine(WebUser)
    /// The number is none that the line can show as its sender.
    case senderNotRegistered(PhoneNumber)
    /// The number is one, but it has not been verified.
    case senderNotVerified(PhoneNumber)
    /// The line has no sender that could be restored after a message with another one.
    case noDefaultSender(SMSLine)
    /// The line still shows another sender than before: it could not be restored. `wasSent`: whether the provider said that
    /// the message went out.
    indirect case senderNotRestored(SMSLine, wasSent: Bool, because: SipgateError)
    /// 404 on a fax.
    case faxNotFound(HistoryEntry.ID, Refusal)
    /// The history entry is something else.
    case notAFax(HistoryEntry.ID)
    /// The fax was neither sent nor refused in the time given; its last status.
    case faxUndecided(HistoryEntry.ID, FaxStatus)
    /// 500 on a CSV import: how the API says that it cannot read the table.
    case unreadableCSV(Refusal)
    /// 400 on the history: a filter or a page that is impossible.
    case invalidHistoryFilter(Refusal)
    /// 404 on a history entry.
    case historyEntryNotFound(HistoryEntry.ID, Refusal)

    // MARK: There is no answer that counts

    /// The API answers with another address. It is not followed, so that no other host sees the credentials.
    case redirected(status: Int, to: String?)
    /// A success whose body is not what is documented. `path` leads to the place in the JSON.
    case malformedAnswer(to: String, path: String, reason: String)
    /// A body longer than `SipgateClient.Settings.answerLimit`, in bytes.
    case answerTooLong(limit: Int)
    /// No whole answer in time. A POST may have been carried out.
    case timedOut(after: Duration)
    /// The connection ended before the answer did. A POST may have been carried out.
    case connectionLost(reason: String)
    /// No connection: name, route, port or TLS. Nothing was sent.
    case unreachable(host: String, reason: String)
    /// The closure that should bring a new OAuth token has thrown.
    case tokenRefreshFailed(reason: String)
    /// The task was cancelled. A POST may have been carried out.
    case cancelled

    /// What the provider said, where it refused.
    public var refusal: Refusal? {
        switch self {
        case .unauthorized(let refusal), .insufficientFunds(let refusal), .forbidden(let refusal),
            .notFound(let refusal), .conflict(let refusal), .tooManyRequests(let refusal, _), .refused(let refusal),
            .webhooksNotAvailable(let refusal), .invalidCall(let refusal), .callerNotAccessible(let refusal),
            .callNotFound(_, let refusal), .callNotEstablished(_, let refusal), .smsLineNotAccessible(_, let refusal),
            .faxNotFound(_, let refusal), .unreadableCSV(let refusal), .invalidHistoryFilter(let refusal),
            .historyEntryNotFound(_, let refusal):
            refusal
        case .senderNotRestored(_, _, let reason): reason.refusal
        case .settingsNotStored, .noSMSLine, .senderNotRegistered, .senderNotVerified, .noDefaultSender, .notAFax,
            .faxUndecided, .redirected, .malformedAnswer, .answerTooLong, .timedOut, .connectionLost, .unreachable,
            .tokenRefreshFailed, .cancelled:
            nil
        }
    }

    /// What a refusal is by its status alone.
    init(_ refusal: Refusal, retryAfter: Duration?) {
        switch refusal.status {
        case 401: self = .unauthorized(refusal)
        case 402: self = .insufficientFunds(refusal)
        case 403: self = .forbidden(refusal)
        case 404: self = .notFound(refusal)
        case 409: self = .conflict(refusal)
        case 429: self = .tooManyRequests(refusal, retryAfter: retryAfter)
        default: self = .refused(refusal)
        }
    }
}
