package import LocalFiles

/// How well workers are confined on this machine. What is missing is missing for other reasons than the recording: an old
/// kernel, or a container that forbids it.
package struct SandboxReport: WorkerMessage, Hashable {
    /// What the kernel lacks, or the container forbids; empty if workers are confined in every way.
    package let missing: [Protection]

    init(missing: Set<Protection>) {
        self.missing = Protection.allCases.filter(missing.contains)
    }

    /// Starts a worker and asks it; nil if there is no answer. Blocks for some milliseconds.
    init?(of worker: [String]) {
        guard let program = worker.first,
            let child = try? ChildProcess(
                program, arguments: worker.dropFirst() + [RenderWorker.sandboxRequest],
                limits: ChildLimits(time: .seconds(30))),
            let output = try? child.read(atMost: 1 << 12), child.finish() == .status(0)
        else { return nil }
        try? self.init(json: output)
    }
}
