import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// A complete answer of the API.
struct APIAnswer: Sendable {
    var status: Int
    var body: Data
    /// The delay in `Retry-After` (RFC 9110, section 10.2.3).
    var retryAfter: Duration?
    /// The target of a redirection.
    var location: String?

    var isSuccess: Bool { (200..<300).contains(status) }
}

/// Performs one HTTP exchange, limited in time and size. Redirections are not followed.
struct Transport: Sendable {
    var address: APIAddress
    var timeout: Duration
    var answerLimit: Int
    var userAgent: UserAgent

    /// Shared by all clients of a process. Connections close by themselves after a minute without use. Never shut down,
    /// since another client may be created at any time.
    private static let connections: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(10)
        // `SipgateClient` decides about retries.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(configuration: configuration)
    }()

    func exchange(_ request: APIRequest, authorization: Secret) async throws(SipgateError) -> APIAnswer {
        // Large uploads get one more second per 100 kB.
        let limit = timeout + .seconds((request.body?.count ?? 0) / 100_000)
        let outcome = await withTaskGroup(of: Outcome?.self) { group in
            group.addTask { await answer(to: request, authorization) }
            // The deadline of AsyncHTTPClient covers the head of the answer only; a slow body must be limited as well.
            group.addTask {
                do {
                    try await Task.sleep(for: limit)
                    return .failure(.timedOut(after: limit))
                } catch {
                    return nil
                }
            }
            defer { group.cancelAll() }
            for await case let outcome? in group { return outcome }
            return Outcome.failure(.cancelled)
        }
        // A cancelled request can fail with any error.
        if case .failure = outcome, Task.isCancelled { throw .cancelled }
        return try outcome.get()
    }

    private typealias Outcome = Result<APIAnswer, SipgateError>

    private func answer(to request: APIRequest, _ authorization: Secret) async -> Outcome {
        var message = HTTPClientRequest(url: address.description + request.target)
        message.method = HTTPMethod(rawValue: request.method.rawValue)
        message.headers.add(name: "Authorization", value: authorization.exposedText)
        message.headers.add(name: "Accept", value: "application/json")
        message.headers.add(name: "User-Agent", value: userAgent.text)
        for header in SipgateClient.statistics { message.headers.add(name: header.name, value: header.value) }
        if let body = request.body {
            message.headers.add(name: "Content-Type", value: "application/json")
            message.body = .bytes(body)
        }
        var hasHead = false
        do {
            let response = try await Self.connections.execute(message, deadline: .now() + .hours(24))
            hasHead = true
            let body = try await response.body.collect(upTo: answerLimit)
            let headers = response.headers
            return .success(
                APIAnswer(
                    status: Int(response.status.code), body: Data(body.readableBytesView),
                    retryAfter: headers.first(name: "Retry-After").flatMap {
                        RetryAfter.wait($0, date: headers.first(name: "Date"))
                    },
                    location: headers.first(name: "Location")))
        } catch is NIOTooManyBytesError {
            return .failure(.answerTooLong(limit: answerLimit))
        } catch {
            let failure = ConnectionFailure(error)
            return .failure(
                hasHead || Self.wasConnected(error, failure)
                    ? .connectionLost(failure) : .unreachable(host: address.url.host, failure))
        }
    }

    /// Whether there was a connection, so that the request may have been executed.
    private static func wasConnected(_ error: any Error, _ failure: ConnectionFailure) -> Bool {
        switch failure {
        case .closed, .reset, .notHTTP: true
        case .timedOut: [HTTPClientError.readTimeout, .writeTimeout].contains(error as? HTTPClientError)
        case .unknownHost, .refused, .noRoute, .tls, .untrustedCertificate, .certificateName, .system, .unexpected:
            false
        }
    }
}
