import Dispatch
import Synchronization
import SystemPackage

/// Ends a child process from another thread.
final class StopSwitch: Sendable {
    let descriptor: FileDescriptor
    private let reading: OwnedDescriptor
    private let writing: Mutex<OwnedDescriptor?>

    init() throws(Errno) {
        let pipe = try Pipe()
        reading = pipe.reading
        descriptor = pipe.reading.descriptor
        writing = Mutex(pipe.writing)
    }

    /// The other end of the pipe hangs up.
    func stop() { writing.withLock { $0 = nil } }

    /// Runs what waits for a program on a thread of its own, and ends the program when the task is cancelled.
    ///
    /// - Parameters:
    ///   - failure: the end of a program that was not started.
    ///   - body: starts the program and waits for it; gets what ends it as soon as it can be read.
    static func run<End: Sendable>(
        _ program: String, orElse failure: @escaping @Sendable (Errno) -> End,
        _ body: @escaping @Sendable (FileDescriptor) throws(Errno) -> End
    ) async -> End {
        let stop: StopSwitch
        do throws(Errno) {
            stop = try StopSwitch()
        } catch {
            return failure(error)
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                DispatchQueue(label: program).async {
                    do throws(Errno) {
                        continuation.resume(returning: try body(stop.descriptor))
                    } catch {
                        continuation.resume(returning: failure(error))
                    }
                }
            }
        } onCancel: {
            stop.stop()
        }
    }
}
