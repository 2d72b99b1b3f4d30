import Glibc
import LocalFiles
import SystemPackage
import TelephoneAudio

/// A worker process, seen from the process that asks. For one recording at a time.
final class DecoderWorker: Sendable {
    private let socket: MessageSocket
    private let process: ConnectedProcess
    /// What it has still to be told; nil for one that knows, and takes one recording after the other.
    private let task: DecoderTask?
    var isKept: Bool { task == nil }

    private init(_ process: ConnectedProcess, _ socket: MessageSocket, _ task: DecoderTask?) {
        (self.process, self.socket, self.task) = (process, socket, task)
    }

    /// A copy of this process, which works until its connection is closed. Only while this process has one thread.
    ///
    /// - Throws: `EDEADLK` if it has several.
    static func copy(
        for task: DecoderTask, reading files: [FilePath], _ limits: ChildLimits
    ) throws(Errno) -> DecoderWorker {
        let (mine, its) = try MessageSocket.pair()
        guard let process = try ConnectedProcess.copy(connection: its.file, limits: limits) else {
            DecoderLoop.run(task, reading: files)
        }
        return DecoderWorker(process, mine, nil)
    }

    /// This program, started again.
    ///
    /// - Parameter isKept: whether it works until its connection is closed, as a copy does, instead of for one recording.
    static func start(
        for task: DecoderTask, isKept: Bool = false, _ limits: ChildLimits
    ) throws(Errno) -> DecoderWorker {
        let (mine, its) = try MessageSocket.pair()
        let command = RenderWorker.command
        let request = isKept ? RenderWorker.batchRequest : RenderWorker.taskRequest
        let process = try ConnectedProcess(
            command[0], arguments: command.dropFirst() + [request], connection: its.file, limits: limits)
        if isKept { try mine.send(task.json.utf8) }
        return DecoderWorker(process, mine, isKept ? nil : task)
    }

    deinit {
        // One that is kept ends by itself as the connection is closed, but this process must not wait for it.
        if !isKept { process.end() }
    }

    /// Gives it a recording and what comes with it, and waits for the result. Blocks.
    ///
    /// - Returns: nil if it ended without a result, or what it says makes no sense.
    func answer(
        _ files: [FileDescriptor], progress: (Conversion.Progress) -> Void
    ) throws(RecordingError) -> DecoderAnswer? {
        do throws(Errno) {
            try socket.send(task.map { Array($0.json.utf8) } ?? [], with: files)
            while let message = try socket.receive() {
                switch try? DecoderAnswer(json: message.bytes) {
                case .expects(let seconds)? where Self.believable.contains(seconds):
                    progress(.expects(seconds: seconds))
                case .advanced(let seconds)? where Self.believable.contains(seconds):
                    progress(.advanced(seconds: seconds))
                case .expects?, .advanced?: return nil
                case let result: return result
                }
            }
            return nil
        } catch {
            // It is gone, and how it ended is the reason.
            if error == .brokenPipe || error == .connectionReset || error.rawValue == EMSGSIZE { return nil }
            throw .system(errno: error.rawValue, action: .startDecoder)
        }
    }

    /// Seconds of a recording.
    private static let believable = 0...1e9

    /// Kills it; what it works on gets no answer. Of any thread.
    func kill() { process.kill() }

    /// Ends it and returns why it has crashed.
    func crash() -> RecordingError {
        if case .signal(let number)? = process.end() { .crashed(signal: number) } else { .crashed(signal: 0) }
    }
}
