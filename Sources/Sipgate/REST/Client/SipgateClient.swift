import FoundationEssentials

/// The provider's REST API for one account.
///
/// ```swift
/// let client = SipgateClient(.personalAccessToken(token))
/// try await client.sms.send(try SMSText("The door is open."), to: mobile, from: try SMSLine("s0"))
/// ```
///
/// A client is a value and costs nothing; copies share an OAuth token that was renewed. Every call throws `SipgateError`
/// and nothing else.
///
/// It makes its HTTP connections itself and takes no HTTP client of yours: what it promises (no redirection is followed with
/// credentials, nothing is sent again behind its back) is a matter of that client's configuration, which could not be seen
/// from here. All clients of a process share the connections, and there is nothing to shut down.
public struct SipgateClient: Sendable {
    /// How it talks.
    public struct Settings: Sendable {
        /// Where the API is.
        public var address: APIAddress
        /// The longest that one attempt may take, from the connection to the answer's last byte. Uploads get a second more for
        /// every 100 kB.
        public var timeout: Duration
        /// The longest body of an answer that is read, in bytes.
        public var answerLimit: Int
        /// When a request is sent again.
        public var retries: Retries
        /// What waits between attempts, and between two looks at a fax.
        public var clock: any Clock<Duration>

        /// sipgate's API, 30 seconds, 32 MiB.
        public init(
            address: APIAddress = .sipgate, timeout: Duration = .seconds(30), answerLimit: Int = 32 << 20,
            retries: Retries = Retries(), clock: any Clock<Duration> = ContinuousClock()
        ) {
            self.address = address
            self.timeout = timeout
            self.answerLimit = answerLimit
            self.retries = retries
            self.clock = clock
        }
    }

    private let credentials: Credentials
    let settings: Settings

    /// A client that signs in with `credentials`. Nothing is sent yet.
    public init(_ credentials: Credentials, settings: Settings = Settings()) {
        self.credentials = credentials
        self.settings = settings
    }

    /// Sends a request until it is answered, refused for good or given up.
    @discardableResult
    func send(_ request: APIRequest) async throws(SipgateError) -> Data {
        let transport = Transport(
            address: settings.address, timeout: settings.timeout, answerLimit: settings.answerLimit)
        var authorization = await credentials.authorization()
        var isRenewed = false
        var attempt = 1
        while true {
            let setback: Retries.Setback
            let failure: SipgateError
            do throws(SipgateError) {
                let answer = try await transport.exchange(request, authorization: authorization)
                if answer.isSuccess { return answer.body }
                if answer.status == 401, !isRenewed,
                    let renewed = try await credentials.authorization(afterRefusalOf: authorization)
                {
                    isRenewed = true
                    authorization = renewed
                    continue
                }
                setback = .status(answer.status, retryAfter: answer.retryAfter)
                failure = answer.failure(of: request)
            } catch .connectionLost(let reason) {
                setback = .connectionLost
                failure = .connectionLost(reason: reason)
            }
            guard
                let wait = settings.retries.wait(
                    after: attempt, setback, isIdempotent: request.method.isIdempotent)
            else { throw failure }
            do {
                try await settings.clock.sleep(for: wait)
            } catch {
                throw .cancelled
            }
            attempt += 1
        }
    }

    /// Sends a request and reads its answer.
    func receive<Answer: Decodable>(
        _ request: APIRequest, as type: Answer.Type = Answer.self
    ) async throws(SipgateError) -> Answer {
        let body = try await send(request)
        do {
            return try JSON.decoder().decode(Answer.self, from: body)
        } catch {
            throw JSON.malformed(error, in: request)
        }
    }

    /// The user named, or the one signed in.
    func user(_ user: WebUser?) async throws(SipgateError) -> WebUser {
        if let user { return user }
        return try await self.user.info().user
    }
}

extension APIAnswer {
    fileprivate func failure(of request: APIRequest) -> SipgateError {
        if (300..<400).contains(status) { return .redirected(status: status, to: location) }
        let refusal = Refusal(self, to: request)
        return request.meaning(refusal) ?? SipgateError(refusal, retryAfter: retryAfter)
    }
}
