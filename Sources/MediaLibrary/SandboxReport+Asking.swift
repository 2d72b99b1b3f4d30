extension SandboxReport {
    /// Starts a worker and asks it; nil if there is no answer. Takes some milliseconds.
    package static func asking(_ worker: [String] = RenderWorker.command) async -> SandboxReport? {
        await onOwnThread { SandboxReport(of: worker) }
    }
}
