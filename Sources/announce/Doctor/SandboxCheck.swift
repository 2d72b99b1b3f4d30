import MediaLibrary

/// Checks whether this machine confines the processes that decode recordings.
struct SandboxCheck {
    func run() async -> Check {
        guard let report = await SandboxReport.asking() else {
            return .failed(
                .sandbox, "the process that converts recordings cannot be started",
                "Check the limits of processes and memory (ulimit -a).")
        }
        guard let warning = report.warning else {
            return .ok(.sandbox, "decoders run without network and privileges, and open no other file")
        }
        return .warning(
            .sandbox, warning,
            "Recordings are converted nevertheless. Use a newer kernel, or allow it in the container: see docs/operations.md, Security."
        )
    }
}
