public import FoundationEssentials

/// Sends faxes (`sessions/fax`) and tracks their status.
public struct FaxModule: Sendable {
    let client: SipgateClient

    /// Sends a document, named `name` in the history. Returns as soon as the provider has accepted it; `statuses(of:every:for:)`
    /// reports the result.
    ///
    /// - Returns: The fax's entry in the history.
    /// - Throws: `SipgateError.insufficientFunds` among others.
    public func send(
        _ document: PDF, to number: PhoneNumber, from line: FaxLine, name: FaxName = .stamped(Date())
    ) async throws(SipgateError) -> HistoryEntry.ID {
        let body = FaxBody(
            faxlineId: line.value.text, recipient: number.description, filename: name.text,
            base64Content: document.base64)
        return try await client.receive(
            APIRequest(.post, "sessions", "fax", scope: "sessions:fax:write").body(body), as: FaxSession.self
        ).sessionId
    }

    /// Resends a fax of the history, from the same line or another.
    public func resend(_ fax: HistoryEntry.ID, from line: FaxLine? = nil) async throws(SipgateError) {
        try await client.send(
            APIRequest(.post, "sessions", "fax", "resend", scope: "sessions:fax:write")
                .body(ResendBody(faxId: fax.text, faxlineId: line?.value.text))
                .meaning { $0.status == 404 ? .faxNotFound(fax, $0) : nil })
    }

    /// Returns the status of a fax.
    ///
    /// - Throws: `SipgateError.faxNotFound`, `.notAFax`.
    public func status(of fax: HistoryEntry.ID) async throws(SipgateError) -> FaxStatus {
        let request = APIRequest(.get, "history", fax.text, scope: "history:read").meaning {
            $0.status == 404 ? .faxNotFound(fax, $0) : nil
        }
        let entry = try await client.receive(request, as: FaxEntry.self)
        guard entry.type == "FAX" else { throw .notAFax(fax) }
        guard let status = entry.faxStatusType else {
            throw .malformedAnswer(to: request.name, path: "", reason: "faxStatusType is missing")
        }
        return FaxStatus(rawValue: status)
    }

    /// The statuses of a fax as they change; the last is `sent` or `failed`.
    ///
    /// ```swift
    /// for try await status in client.fax.statuses(of: fax) { print(status) }
    /// ```
    ///
    /// - Parameters:
    ///   - fax: The result of `send`.
    ///   - interval: The polling interval.
    ///   - timeout: The total time, after which `SipgateError.faxUndecided` is thrown.
    public func statuses(
        of fax: HistoryEntry.ID, every interval: Duration = .seconds(5), for timeout: Duration = .seconds(3600)
    ) -> FaxStatuses {
        FaxStatuses(module: self, fax: fax, interval: interval, timeout: timeout)
    }

    /// Waits until a fax was sent or has failed.
    ///
    /// - Returns: `sent` or `failed`.
    public func finish(
        _ fax: HistoryEntry.ID, every interval: Duration = .seconds(5), for timeout: Duration = .seconds(3600)
    ) async throws(SipgateError) -> FaxStatus {
        var last = FaxStatus.pending
        for try await status in statuses(of: fax, every: interval, for: timeout) { last = status }
        return last
    }

    /// Lists the lines that a user can send from.
    ///
    /// - Parameter user: `nil` for the one signed in.
    public func lines(of user: WebUser? = nil) async throws(SipgateError) -> [FaxLine.Details] {
        let user = try await client.user(user)
        return try await client.receive(
            APIRequest(.get, user.value.text, "faxlines", scope: "faxlines:read"), as: ItemList<FaxLine.Details>.self
        ).items
    }
}

private struct FaxBody: Encodable {
    var faxlineId: String
    var recipient: String
    var filename: String
    var base64Content: String
}

private struct ResendBody: Encodable {
    var faxId: String
    var faxlineId: String?
}

private struct FaxSession: Decodable {
    var sessionId: HistoryEntry.ID
}

private struct FaxEntry: Decodable {
    var type: String?
    var faxStatusType: String?
}
