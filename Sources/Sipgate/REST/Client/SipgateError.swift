/// Reasons a request to the API failed, or may have failed. The initializers of the values that requests are made of throw the
/// same type, so one `catch` covers a whole call:
///
/// ```swift
/// do throws(SipgateError) {
///     try await client.sms.send(SMSText("The door is open."), to: PhoneNumber(entered), from: SMSLine("s0"))
/// } catch .insufficientFunds {
///     print("Please top up the account.")
/// } catch {
///     print(error)
/// }
/// ```
///
/// Printed, each is one or two sentences: what happened, and what to do.
public enum SipgateError: Error, Hashable, Sendable {
    /// A value that no request can be made with. Nothing was sent.
    case invalid(InvalidValue)

    // MARK: Refusals of any request

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

    // MARK: Refusals with a known meaning

    /// 403 on webhook settings: sipgate.io is not booked, or the scope is missing.
    case webhooksNotAvailable(Refusal)
    /// The settings read back differ from those written: another client changed them, or the API stored something else.
    case settingsNotStored(wanted: AccountWebhooks, found: AccountWebhooks)
    /// The settings of a phone line read back differ from those written.
    case lineSettingsNotStored(Phoneline, wanted: PhonelineWebhooks, found: PhonelineWebhooks)
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
    /// The number is not registered as a sender of the line.
    case senderNotRegistered(PhoneNumber)
    /// The number is registered, but not verified.
    case senderNotVerified(PhoneNumber)
    /// The line has no sender that could be restored after a message with another one.
    case noDefaultSender(SMSLine)
    /// The previous sender of the line could not be restored. `wasSent`: whether the provider accepted the message.
    indirect case senderNotRestored(SMSLine, wasSent: Bool, because: SipgateError)
    /// 404 on a fax.
    case faxNotFound(HistoryEntry.ID, Refusal)
    /// The history entry is not a fax.
    case notAFax(HistoryEntry.ID)
    /// The fax was neither sent nor refused within the timeout; its last status.
    case faxUndecided(HistoryEntry.ID, FaxStatus)
    /// 500 on a CSV import: the API cannot read the table.
    case unreadableCSV(Refusal)
    /// 400 on the history: an invalid filter or page.
    case invalidHistoryFilter(Refusal)
    /// 404 on a history entry.
    case historyEntryNotFound(HistoryEntry.ID, Refusal)

    // MARK: No usable answer

    /// The API redirects. Redirects are not followed, so that no other host receives the credentials.
    case redirected(status: Int, to: String?)
    /// A success whose body is not as documented. `path`: the place in the JSON; `reason`: a few words.
    case malformedAnswer(to: String, path: String, reason: String)
    /// A body longer than `SipgateClient.Settings.answerLimit`, in bytes.
    case answerTooLong(limit: Int)
    /// No complete answer within the timeout. A POST may have been executed.
    case timedOut(after: Duration)
    /// The connection ended before the answer was complete. A POST may have been executed.
    case connectionLost(ConnectionFailure)
    /// No connection could be made. Nothing was sent.
    case unreachable(host: String, ConnectionFailure)
    /// The closure for a new OAuth token has thrown.
    case tokenRefreshFailed(reason: String)
    /// The task was cancelled. A POST may have been executed.
    case cancelled

    /// The provider's refusal; `nil` for other errors.
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
        case .invalid, .settingsNotStored, .lineSettingsNotStored, .noSMSLine, .senderNotRegistered,
            .senderNotVerified, .noDefaultSender, .notAFax,
            .faxUndecided, .redirected, .malformedAnswer, .answerTooLong, .timedOut, .connectionLost, .unreachable,
            .tokenRefreshFailed, .cancelled:
            nil
        }
    }

    /// The meaning of a refusal by its status alone.
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
