import FoundationEssentials

extension SipgateClient {
    // Requests to endpoints that no module covers yet. They have all that modules have: credentials, limits, retries, errors.

    /// Reads from an endpoint.
    ///
    /// ```swift
    /// struct Balance: Decodable { var amount: Int, currency: String }
    /// let balance = try await client.get("balance", as: Balance.self)
    /// ```
    ///
    /// - Parameters:
    ///   - path: The path below the API's address, not percent-encoded: `w0/devices`.
    ///   - query: Not percent-encoded; a name may occur several times.
    ///   - type: The answer. Dates are read in ISO 8601.
    /// - Throws: `SipgateError.invalid` for an impossible path.
    public func get<Answer: Decodable>(
        _ path: String, query: [(name: String, value: String)] = [], as type: Answer.Type = Answer.self
    ) async throws(SipgateError) -> Answer {
        try await receive(try APIRequest(.get, endpoint: path).query(query))
    }

    /// Creates something at an endpoint. Never repeated after a lost connection, since it may have been executed.
    ///
    /// - Parameters:
    ///   - path: As for ``get(_:query:as:)``.
    ///   - body: Sent as JSON, dates in ISO 8601.
    public func post(_ path: String, _ body: some Encodable) async throws(SipgateError) {
        try await send(try APIRequest(.post, endpoint: path).json(body))
    }

    /// Creates something at an endpoint, and returns the answer.
    public func post<Answer: Decodable>(
        _ path: String, _ body: some Encodable, as type: Answer.Type
    ) async throws(SipgateError) -> Answer {
        try await receive(try APIRequest(.post, endpoint: path).json(body))
    }

    /// Replaces what is at an endpoint.
    public func put(_ path: String, _ body: some Encodable) async throws(SipgateError) {
        try await send(try APIRequest(.put, endpoint: path).json(body))
    }

    /// Replaces what is at an endpoint, and returns the answer.
    public func put<Answer: Decodable>(
        _ path: String, _ body: some Encodable, as type: Answer.Type
    ) async throws(SipgateError) -> Answer {
        try await receive(try APIRequest(.put, endpoint: path).json(body))
    }

    /// Changes what is at an endpoint. Never repeated after a lost connection, since it may have been executed.
    public func patch(_ path: String, _ body: some Encodable) async throws(SipgateError) {
        try await send(try APIRequest(.patch, endpoint: path).json(body))
    }

    /// Changes what is at an endpoint, and returns the answer.
    public func patch<Answer: Decodable>(
        _ path: String, _ body: some Encodable, as type: Answer.Type
    ) async throws(SipgateError) -> Answer {
        try await receive(try APIRequest(.patch, endpoint: path).json(body))
    }

    /// Deletes what is at an endpoint.
    ///
    /// - Warning: The API understands some paths of lists as "delete all", for example `contacts` and, without a query, `history`.
    public func delete(
        _ path: String, query: [(name: String, value: String)] = []
    ) async throws(SipgateError) {
        try await send(try APIRequest(.delete, endpoint: path).query(query))
    }
}

extension APIRequest {
    /// - Parameter path: with or without a slash at its beginning.
    fileprivate init(_ method: Method, endpoint path: String) throws(SipgateError) {
        let parts = (path.hasPrefix("/") ? path.dropFirst() : path[...]).split(
            separator: "/", omittingEmptySubsequences: false)
        for part in parts {
            let isPlain = part.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && $0.value != 0x7F && $0 != "?" && $0 != "#"
            }
            guard !part.isEmpty, part != ".", part != "..", isPlain else { throw .invalid(.path(path)) }
        }
        self.init(method, path: parts.map(String.init), scope: "")
    }

    fileprivate func json(_ body: some Encodable) throws(SipgateError) -> APIRequest {
        var request = self
        do {
            request.body = try JSON.encoder().encode(body)
        } catch {
            throw .invalid(.body(type: "\(type(of: body))"))
        }
        return request
    }
}
