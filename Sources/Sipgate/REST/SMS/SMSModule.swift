/// Sends SMS (`sessions/sms`) and lists the lines to send from.
public struct SMSModule: Sendable {
    let client: SipgateClient

    /// Sends a message from a line with the line's default sender, immediately or at a time.
    ///
    /// - Throws: `SipgateError.smsLineNotAccessible`, `.insufficientFunds`.
    public func send(
        _ text: SMSText, to number: PhoneNumber, from line: SMSLine, at time: SMSTime? = nil
    ) async throws(SipgateError) {
        let body = MessageBody(
            smsId: line.value.text, recipient: number.description, message: text.text, sendAt: time?.unixSeconds)
        try await client.send(
            APIRequest(.post, "sessions", "sms", scope: "sessions:sms:write").body(body).meaning {
                $0.status == 403 ? .smsLineNotAccessible(line, $0) : nil
            })
    }

    /// Sends a message with any registered number as its sender.
    ///
    /// The API only has a default sender per line. So the default is changed, the message sent, and the default
    /// restored, also if sending fails or the task is cancelled. Messages sent from the same line in the meantime show
    /// the other number.
    ///
    /// The default line is the user's first one; the default user is the one signed in.
    ///
    /// - Throws: `SipgateError.senderNotRegistered`, `.senderNotVerified`, `.noDefaultSender`, `.noSMSLine` before anything is
    ///   changed; `.senderNotRestored` if the line still shows the other number.
    public func send(
        _ text: SMSText, to number: PhoneNumber, as sender: PhoneNumber, from line: SMSLine? = nil,
        of user: WebUser? = nil, at time: SMSTime? = nil
    ) async throws(SipgateError) {
        let user = try await client.user(user)
        let line = try await self.line(line, of: user)
        let senders = try await senders(on: line, of: user)
        guard let wanted = senders.first(where: { $0.phoneNumber == sender }) else {
            throw .senderNotRegistered(sender)
        }
        guard wanted.isVerified else { throw .senderNotVerified(sender) }
        guard let previous = senders.first(where: \.isDefault) else { throw .noDefaultSender(line) }
        guard wanted != previous else { return try await send(text, to: number, from: line, at: time) }

        try await setDefaultSender(wanted, on: line, of: user)
        let failure: SipgateError?
        do throws(SipgateError) {
            try await send(text, to: number, from: line, at: time)
            failure = nil
        } catch {
            failure = error
        }
        // In a separate task, since this one may already be cancelled.
        let restoring = await Task { () -> SipgateError? in
            do throws(SipgateError) {
                try await setDefaultSender(previous, on: line, of: user)
                return nil
            } catch {
                return error
            }
        }.value
        if let restoring { throw .senderNotRestored(line, wasSent: failure == nil, because: restoring) }
        if let failure { throw failure }
    }

    /// Lists the lines that a user can send from.
    ///
    /// - Parameter user: `nil` for the one signed in.
    public func lines(of user: WebUser? = nil) async throws(SipgateError) -> [SMSLine.Details] {
        let user = try await client.user(user)
        return try await client.receive(
            APIRequest(.get, user.value.text, "sms", scope: "sms:read"), as: ItemList<SMSLine.Details>.self
        ).items
    }

    /// Lists the numbers that a line can show as its sender. The default user is the one signed in.
    public func senders(on line: SMSLine, of user: WebUser? = nil) async throws(SipgateError) -> [SMSSender] {
        let user = try await client.user(user)
        return try await client.receive(
            APIRequest(.get, user.value.text, "sms", line.value.text, "callerids", scope: "sms:callerid:read"),
            as: ItemList<SMSSender>.self
        ).items
    }

    /// Sets the default sender of a line. The default user is the one signed in.
    public func setDefaultSender(
        _ sender: SMSSender, on line: SMSLine, of user: WebUser? = nil
    ) async throws(SipgateError) {
        let user = try await client.user(user)
        try await client.send(
            APIRequest(
                .put, user.value.text, "sms", line.value.text, "callerids", sender.id.text,
                scope: "sms:callerid:write"
            ).body(["defaultNumber": true]))
    }

    private func line(_ line: SMSLine?, of user: WebUser) async throws(SipgateError) -> SMSLine {
        if let line { return line }
        guard let first = try await lines(of: user).first else { throw .noSMSLine(user) }
        return first.line
    }
}

private struct MessageBody: Encodable {
    var smsId: String
    var recipient: String
    var message: String
    var sendAt: Int?
}
