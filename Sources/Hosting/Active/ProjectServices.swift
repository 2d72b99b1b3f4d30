import AnnounceServer
import CallLog
import Logging

/// Where a running project stores and reports things.
struct ProjectServices: Sendable {
    let state: ServedState
    let faults: OpenFaults
    /// Nil if calls are not logged.
    let callLog: CallLogWriter?
    let metrics: ServerMetrics
    let logger: Logger
    /// Nil if no service manager started this process.
    let manager: ServiceManager?
    /// Nil if the configuration is in a file.
    let shared: SharedConfiguration?
}
