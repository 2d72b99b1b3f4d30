import ServiceLifecycle

/// Runs a background service until the server stops.
struct BackgroundServiceRunner: Service {
    let service: AnnounceServer.BackgroundService

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            do {
                try await service.run()
            } catch is CancellationError {
                // It was asked to stop.
            }
        }
    }
}
