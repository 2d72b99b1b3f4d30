package import ProviderSimulator
package import Support
import Synchronization
package import Telephony

/// The provider's REST API on this machine: a simulated account behind a server that records requests and can be made to fail.
///
/// ```swift
/// let api = try await ProviderAPI(.sample)
/// api.next(.refusal(402, detail: "no funds"))     // for the next request; then the account answers again
/// …
/// #expect(api.requests.map(\.line) == ["POST /v2/sessions/sms"])
/// await api.stop()
/// ```
package final class ProviderAPI: Sendable {
    package typealias Reply = LoopbackServer.Reply
    package typealias Request = LoopbackServer.Request

    /// The base URL: `http://127.0.0.1:PORT/v2`.
    package var address: String { server.address + "/v2" }
    private let server: LoopbackServer
    private let state: AccountState

    /// Starts the server on a free port.
    ///
    /// - Parameter now: The time of requests.
    package init(_ account: SimulatedAccount = .sample, now: @escaping @Sendable () -> Moment = { .now }) async throws {
        let state = AccountState(account)
        self.state = state
        server = try await LoopbackServer { request in state.reply(to: request, at: now()) }
    }

    /// Closes the server and all connections.
    package func stop() async { await server.stop() }

    /// The requests, in order.
    package var requests: [Request] { server.requests }

    /// The current state of the account.
    package var account: SimulatedAccount { state.account }

    /// Replies to the next requests, one each, instead of the account's.
    package func next(_ replies: Reply...) { server.next(replies) }
}

private final class AccountState: Sendable {
    private let state: Mutex<SimulatedAccount>

    init(_ account: SimulatedAccount) { state = Mutex(account) }

    var account: SimulatedAccount { state.withLock { $0 } }

    func reply(to request: LoopbackServer.Request, at moment: Moment) -> LoopbackServer.Reply {
        let call = APICall(
            method: request.method, target: request.target, body: request.body,
            authorization: request.header("Authorization"))
        guard let call else { return .answer(status: 404, body: "not found") }
        let answer = state.withLock { $0.answer(call, at: moment) }
        var headers = answer.retryAfter.map { [("Retry-After", "\($0)")] } ?? []
        if let type = answer.content?.type { headers.append(("Content-Type", type)) }
        return .bytes(status: answer.status, headers: headers, body: answer.content?.bytes ?? [])
    }
}
