import ArgumentParser

/// A command that decodes recordings, which it does in other processes (`ConfinedConversion`, `ConfinedInspector`).
///
/// Those are copies of this one, and only a process with one thread can be copied. They are therefore started before anything
/// else of the program runs, and before the parser, which starts threads, calls `run`.
protocol DecodingCommand: AsyncParsableCommand {
    associatedtype Preparation: Sendable

    /// Finds out what there is to decode, and starts the processes.
    func prepare() throws -> Preparation

    func run(_ preparation: Preparation) async throws
}

extension DecodingCommand {
    /// What `main` calls in place of `run`.
    func prepareAndRun() async throws { try await run(prepare()) }

    mutating func run() async throws { try await prepareAndRun() }
}
