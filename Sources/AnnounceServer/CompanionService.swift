import ServiceLifecycle

/// Runs a companion until the server stops.
struct CompanionService: Service {
    let companion: AnnounceServer.Companion

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            do {
                try await companion.run()
            } catch is CancellationError {
                // It was asked to stop.
            }
        }
    }
}
