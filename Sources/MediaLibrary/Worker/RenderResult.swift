import Glibc
package import TelephoneAudio

/// What a worker process writes to standard output before it ends with status 0. A worker that ends in any other way has
/// given no result.
package enum RenderResult: WorkerMessage, Hashable {
    /// The announcement has been written.
    case rendered(RenderReport)
    /// There is no announcement.
    case failed(RenderFailure)
}

/// Why a worker process could not convert a recording.
package enum RenderFailure: Error, Hashable, Sendable, Codable {
    /// The recording cannot be converted.
    case recording(RecordingError)
    /// The announcement cannot be written.
    case output(OutputError)
    /// The system refused memory, most likely because the worker has reached its limit.
    case outOfMemory

    /// - Parameter error: of `Conversion`, `Inspector` or `Recording`.
    init(_ error: any Error) {
        switch error {
        case let error as RecordingError: self = .recording(error)
        case let error as OutputError: self = .output(error)
        // They throw nothing else but `CancellationError`, and no one cancels a worker's task.
        default: self = .recording(.system(errno: ECANCELED, action: .read))
        }
    }
}
