import CallFlow
import Telephony

/// Limits login attempts. Pure: times are parameters.
///
/// A client has five attempts; after that the wait doubles with each one, from half a minute to an hour. All clients
/// together have `mostTogether` attempts, and one more every few seconds (a token bucket), which bounds guessing from many
/// addresses; meanwhile all clients wait. An attempt counts when it begins, so simultaneous ones all count.
struct LoginAttempts: Sendable {
    enum Verdict: Hashable, Sendable {
        case go
        /// Seconds.
        case wait(Int)
    }

    static let freeTries = 5
    static let mostTogether = 60
    /// Milliseconds after which all clients together gain one attempt.
    static let refill: Int64 = 5_000
    /// Milliseconds after which a client's attempts are forgotten.
    static let memory: Int64 = 24 * 3_600_000
    /// The maximum number of clients remembered.
    static let mostClients = 10_000

    private struct Client {
        var tries = 0
        var mayTryAt: Int64 = 0
        var lastTry: Int64 = 0
    }

    private var clients: [String: Client] = [:]
    /// Attempts of all clients together, in milliseconds of refill.
    private var spent: Int64 = 0
    private var spentAt: Int64 = 0

    /// Returns whether a client may try a password now, which counts as an attempt.
    mutating func begin(_ client: String, at moment: Moment) -> Verdict {
        let now = moment.milliseconds
        spent = max(0, spent - max(0, now - spentAt))
        spentAt = now
        forget(at: now)
        var state = clients[client] ?? Client()
        if now < state.mayTryAt { return .wait(Self.seconds(state.mayTryAt - now)) }
        let room = Int64(Self.mostTogether) * Self.refill
        if spent + Self.refill > room { return .wait(Self.seconds(spent + Self.refill - room)) }
        spent += Self.refill
        state.tries += 1
        state.lastTry = now
        if state.tries >= Self.freeTries {
            state.mayTryAt = now + min(3_600_000, 30_000 << Int64(min(20, state.tries - Self.freeTries)))
        }
        clients[client] = state
        return .go
    }

    /// The last attempt succeeded.
    mutating func succeeded(_ client: String) {
        clients[client] = nil
        spent = max(0, spent - Self.refill)
    }

    private mutating func forget(at now: Int64) {
        guard clients.count >= Self.mostClients else {
            return
        }
        clients = clients.filter { now - $0.value.lastTry < Self.memory }
        while clients.count >= Self.mostClients, let oldest = clients.min(by: { $0.value.lastTry < $1.value.lastTry }) {
            clients[oldest.key] = nil
        }
    }

    private static func seconds(_ milliseconds: Int64) -> Int { Int((milliseconds + 999) / 1000) }
}
