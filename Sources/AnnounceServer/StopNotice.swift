import ServiceLifecycle

/// Calls a function when the server begins to stop. The last service of its group, since the last one is asked first.
struct StopNotice: Service {
    let stopping: @Sendable () -> Void

    func run() async throws {
        try? await gracefulShutdown()
        stopping()
    }
}
