import Glibc
import LocalFiles
import SystemPackage

/// Runs a worker process under limits and turns the way it ends into a value.
///
/// Promises: returns within the time limit; kills the worker and everything it has started before it returns; reports a
/// success only for a worker that says so and ends with status 0. Does not look at the announcement itself: that is what
/// `MediaStore.adopt` does before anything is published.
struct RenderProcess: Sendable {
    /// The program and its first arguments; the request follows.
    let command: [String]
    let limits: ChildLimits
    /// Ends the worker early.
    let stop: StopPipe

    /// Bytes read of a worker's result; findings are few.
    private static let longestResult = 1 << 18
    /// Characters shown of what a worker writes to standard error.
    private static let longestMessage = 200

    /// Converts a recording. Blocks.
    ///
    /// - Parameter files: what the worker works on; all that it has.
    /// - Returns: nil if it was ended early.
    func run(_ request: RenderRequest, on files: WorkerFiles) throws(RecordingFailure) -> RenderReport? {
        let child: ChildProcess
        let output: [UInt8]
        do throws(Errno) {
            child = try ChildProcess(
                command[0], arguments: command.dropFirst() + [request.json], files: files.descriptors, limits: limits,
                stop: stop.reading)
            output = try child.read(atMost: Self.longestResult)
        } catch {
            throw .noConverter(errno: error.rawValue)
        }
        let exit = child.finish()
        switch child.interruption {
        case .stopped: return nil
        case .overtime, .stuck: throw .tookTooLong(seconds: Int(limits.time.components.seconds))
        case nil: break
        }
        let result = exit == .status(0) ? try? RenderResult(json: output) : nil
        if case .rendered(let report) = result { return report }
        throw failure(exit, result, of: child)
    }

    private func failure(
        _ exit: ChildProcess.Exit?, _ result: RenderResult?, of child: ChildProcess
    ) -> RecordingFailure {
        // An allocation that fails ends a decoder in any way: what it had by then tells the reason, not how it ended.
        if child.peakMemory > limits.memory / 4 * 3 { return .usedTooMuchMemory(bytes: limits.memory) }
        if case .failed(let failure) = result {
            switch failure {
            case .outOfMemory: return .usedTooMuchMemory(bytes: limits.memory)
            case .recording(let error): return .refused(error)
            case .output(let error): return .notWritten(error)
            }
        }
        switch exit {
        // The kernel sends it at the limit of processor time (setrlimit(2), RLIMIT_CPU).
        case .signal(Int(SIGXCPU)): return .tookTooLong(seconds: limits.processorSeconds ?? 0)
        case .signal(let number): return .crashed(signal: number)
        case .status(let status): return .unintelligible(status: status, words: Self.firstLine(of: child.messages))
        case nil: return .unintelligible(status: -1, words: Self.firstLine(of: child.messages))
        }
    }

    private static func firstLine(of messages: [UInt8]) -> String {
        let line = messages.split(separator: UInt8(ascii: "\n")).first ?? []
        return String(String(decoding: line, as: UTF8.self).prefix(longestMessage))
    }
}
