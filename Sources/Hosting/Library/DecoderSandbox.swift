import Logging
import MediaLibrary
import Synchronization

/// What this machine has of the sandbox of decoders, for `/health` and the log.
final class DecoderSandbox: Sendable {
    private let found = Mutex<SandboxReport?>(nil)

    /// Nil while unknown.
    var report: SandboxReport? { found.withLock { $0 } }

    /// Asks a worker, once.
    func look(_ logger: Logger) async {
        guard let report = await SandboxReport.asking() else { return }
        found.withLock { $0 = report }
        if let warning = report.warning {
            logger.notice("This machine lacks a part of the sandbox: \(warning)")
        }
    }
}
