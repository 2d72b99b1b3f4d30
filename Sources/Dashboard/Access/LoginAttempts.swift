import CallFlow

/// How many passwords may be tried. Pure: time comes in.
///
/// A client has five tries; each one after that waits twice as long as the one before, from half a minute to an hour. All
/// clients together have `mostTogether` tries, and one more every few seconds: many addresses guess no faster than that,
/// and while they try, others wait too. A try counts when it begins, so that many at once are many.
struct LoginAttempts: Sendable {
    enum Verdict: Hashable, Sendable {
        case go
        /// Seconds.
        case wait(Int)
    }

    static let freeTries = 5
    static let mostTogether = 60
    /// Milliseconds after which all together have one more try.
    static let refill: Int64 = 5_000
    /// Milliseconds after which a client's tries are forgotten.
    static let memory: Int64 = 24 * 3_600_000
    /// Clients that are remembered.
    static let mostClients = 10_000

    private struct Client {
        var tries = 0
        var mayTryAt: Int64 = 0
        var lastTry: Int64 = 0
    }

    private var clients: [String: Client] = [:]
    /// Tries of all together, in milliseconds of refill.
    private var spent: Int64 = 0
    private var spentAt: Int64 = 0

    /// Whether a client may try a password now; if so, that is a try.
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

    /// The last try was right.
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
