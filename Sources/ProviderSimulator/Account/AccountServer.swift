import HTTPListener
import HTTPTypes
import NIOCore
import NIOPosix
import Synchronization
package import Telephony

/// Serves a simulated account as the provider's REST API, on this machine only: `http://127.0.0.1:PORT/v2`.
package final class AccountServer: Sendable {
    private let account: Mutex<SimulatedAccount>
    private let now: @Sendable () -> Moment
    /// Bytes of a body; a fax has up to 28 million.
    private static let largest = 32 << 20

    /// - Parameter now: The time of requests.
    package init(_ account: SimulatedAccount, now: @escaping @Sendable () -> Moment = { .now }) {
        self.account = Mutex(account)
        self.now = now
    }

    /// Looks at the account, or changes it.
    package func withAccount<Value: Sendable>(_ body: (inout SimulatedAccount) -> Value) -> Value {
        account.withLock { body(&$0) }
    }

    /// Serves until its task is cancelled.
    ///
    /// - Parameters:
    ///   - port: 0 for any that is free.
    ///   - opened: Called with the base URL.
    package func run(port: Int, opened: @escaping @Sendable (String) -> Void) async throws {
        var limits = ConnectionLimits.uploads
        limits.bodyBytes = Self.largest
        let service = ListenerService(
            ListenerAddress(host: "127.0.0.1", port: port), limits: limits,
            group: MultiThreadedEventLoopGroup.singleton,
            opened: { _, socket in opened("http://127.0.0.1:\(socket.port)/v2") },
            makeResponder: { AsyncResponder { try await self.reply(to: $0) } })
        try await service.run()
    }

    private func reply(to request: Request) async throws -> Reply {
        let body: ByteBuffer
        do { body = try await request.wholeBody(upTo: Self.largest) } catch RequestBodyError.tooLarge {
            return Reply(.contentTooLarge, text: "Payload Too Large", fields: [.connection: "close"])
        }
        let call = APICall(
            method: request.method.rawValue, target: request.head.path ?? "/", body: Array(body.readableBytesView),
            authorization: request.headers[.authorization])
        guard let call else { return .notFound }
        return Reply(withAccount { $0.answer(call, at: now()) })
    }
}

extension Reply {
    fileprivate init(_ answer: APIAnswer) {
        let status = HTTPResponse.Status(code: answer.status)
        if let (bytes, type) = answer.content {
            self.init(status, bytes: ByteBuffer(bytes: bytes), type: type)
        } else {
            self.init(status, fields: answer.status == 204 ? [:] : [.contentLength: "0"], body: .none)
        }
        if let seconds = answer.retryAfter { fields[.retryAfter] = "\(seconds)" }
    }
}
