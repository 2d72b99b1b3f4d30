import FoundationEssentials

/// The provider's REST API for one account.
///
/// ```swift
/// let client = SipgateClient(.personalAccessToken(token))
/// try await client.sms.send(try SMSText("The door is open."), to: mobile, from: try SMSLine("s0"))
/// ```
///
/// Clients are cheap values; copies share a renewed OAuth token. Every call throws only `SipgateError`.
///
/// The client makes its own HTTP connections and does not accept another HTTP client, because its promises (no redirects with
/// credentials, no retries except those in `Retries`) depend on that client's configuration. All clients of a process share
/// the connections, and there is nothing to shut down.
public struct SipgateClient: Sendable {
    /// Address, timeouts, retries and the name of the program.
    public struct Settings: Sendable {
        /// The base URL of the API.
        public var address: APIAddress
        /// The timeout of one attempt, from the connection to the answer's last byte. Uploads get one more second per 100 kB.
        public var timeout: Duration
        /// The maximum size of an answer's body, in bytes.
        public var answerLimit: Int
        /// The retry policy.
        public var retries: Retries
        /// The clock for delays between attempts and between polls of a fax.
        public var clock: any Clock<Duration>
        /// The name of your program, for the provider's logs.
        public var userAgent: UserAgent

        /// sipgate's API, 30 seconds, 32 MiB.
        public init(
            address: APIAddress = .sipgate, timeout: Duration = .seconds(30), answerLimit: Int = 32 << 20,
            retries: Retries = Retries(), clock: any Clock<Duration> = ContinuousClock(),
            userAgent: UserAgent = .library
        ) {
            self.address = address
            self.timeout = timeout
            self.answerLimit = answerLimit
            self.retries = retries
            self.clock = clock
            self.userAgent = userAgent
        }
    }

    private let credentials: Credentials
    let settings: Settings

    /// Creates a client that signs in with `credentials`. Sends nothing yet.
    public init(_ credentials: Credentials, settings: Settings = Settings()) {
        self.credentials = credentials
        self.settings = settings
    }

    /// Sends a request, with retries.
    @discardableResult
    func send(_ request: APIRequest) async throws(SipgateError) -> Data {
        let transport = Transport(
            address: settings.address, timeout: settings.timeout, answerLimit: settings.answerLimit,
            userAgent: settings.userAgent)
        var authorization = await credentials.authorization()
        var isRenewed = false
        var attempt = 1
        while true {
            let cause: Retries.Cause
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
                cause = .status(answer.status, retryAfter: answer.retryAfter)
                failure = answer.failure(of: request)
            } catch .connectionLost(let reason) {
                cause = .connectionLost
                failure = .connectionLost(reason)
            }
            guard
                let wait = settings.retries.wait(
                    after: attempt, cause, isIdempotent: request.method.isIdempotent)
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

    /// The given user, or the one signed in.
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
