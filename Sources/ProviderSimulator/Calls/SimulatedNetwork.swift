package import CallFlow
package import Telephony

/// What all calls of a day share.
package struct SimulatedNetwork: Sendable {
    let client: PushClient
    let ear: NetworkEar
    let clock: any DayClock
    let keys: MenuKeys
    /// The colleague's number, which calls are passed on to: one that the server does nothing for.
    let colleague: PhoneNumber
    /// Whose log and history the calls appear in.
    let account: AccountServer?
    private let seed: UInt64

    /// - Parameters:
    ///   - configuration: The server's, for what is pressed in its menus.
    ///   - clock: At the beginning of the day.
    ///   - seed: For what is not in the script.
    ///   - account: Whose log and history the calls appear in.
    package init(
        _ client: PushClient, _ configuration: Configuration, clock: any DayClock, seed: UInt64,
        account: AccountServer? = nil
    ) {
        self.client = client
        self.clock = clock
        (self.seed, self.account) = (seed, account)
        ear = NetworkEar(client)
        keys = MenuKeys(configuration)
        colleague = configuration.numbers.unassigned
    }

    /// Plays calls, each at its time, and calls `ended` for each in the order in which they end.
    ///
    /// - Parameter midnight: When the day begins.
    /// - Throws: `CancellationError`.
    package func play(
        _ calls: [ScriptedCall], from midnight: Moment, ended: @Sendable (PlayedCall) -> Void
    ) async throws {
        for _ in calls { clock.enter() }
        try await withThrowingTaskGroup(of: PlayedCall.self) { group in
            for (index, call) in calls.enumerated() {
                let random = SeededRandom(seed: seed &+ UInt64(index) &* 0x2545_F491_4F6C_DD1D)
                group.addTask {
                    defer { clock.leave() }
                    var player = CallPlayer(call, midnight: midnight, in: self, random: random)
                    return try await player.run()
                }
            }
            for try await call in group {
                account?.record(call)
                ended(call)
            }
        }
    }
}

extension NumberPlan {
    /// A number of the account that the configuration does nothing for: the first one's with other last digits.
    fileprivate var unassigned: PhoneNumber {
        let digits = (incoming.entries.first?.pattern ?? incoming.first)?.digits ?? "492111234567"
        let stem = digits.count > 7 ? String(digits.dropLast(2)) : digits
        for end in (10...99).reversed() {
            if let number = try? PhoneNumber(stem + "\(end)"), incoming.entry(for: number) == nil { return number }
        }
        // A prefix covers them all.
        return (try? PhoneNumber(stem + "99")) ?? .fictional
    }
}
