import ServiceLifecycle

/// Runs a background task until the server stops.
struct BackgroundService: Service {
    let task: AnnounceServer.BackgroundTask

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            do {
                try await task.run()
            } catch is CancellationError {
                // It was asked to stop.
            }
        }
    }
}
