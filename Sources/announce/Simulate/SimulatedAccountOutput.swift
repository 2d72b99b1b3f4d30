import ProviderSimulator

/// Serves a simulated account beside a day of calls, and says how to use it.
enum SimulatedAccountOutput {
    /// Runs `day` while the account is served, and goes on serving until the task is cancelled. Without an account, runs
    /// `day` alone.
    ///
    /// - Throws: `SimulationError` if the port cannot be used, and what `day` throws.
    static func serving(
        _ account: AccountServer?, port: Int?, _ day: @Sendable @escaping () async throws -> Void
    ) async throws {
        guard let account, let port else { return try await day() }
        let (openings, opening) = AsyncStream.makeStream(of: String.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { opening.finish() }
                do {
                    try await account.run(port: port) { opening.yield($0) }
                } catch {
                    throw SimulationError.port(port)
                }
            }
            group.addTask {
                for await address in openings {
                    let token = account.withAccount { $0.tokens.first }
                    Console.result(
                        """
                        export \(AccountOptions.addressVariable)=\(address)
                        export \(TokenVariables.id)=\(token?.id ?? "")
                        export \(TokenVariables.secret)=\(token?.secret ?? "")

                        """)
                    try await day()
                    Console.note("The account is served until Ctrl-C.")
                    return
                }
            }
            try await group.waitForAll()
        }
    }
}
