import Glibc
import LocalFiles
import Synchronization
import SystemPackage
import TelephoneAudio

/// The other side of `DecoderPool`: a worker process that carries out one task after the other until its connection is
/// closed. It is confined before it reads the first byte of a recording.
enum DecoderLoop {
    /// Works for a batch whose recordings are known, in a copy of the process that asks (`ConnectedProcess.copy`). Each message
    /// is nothing but the files.
    ///
    /// - Parameter files: what it can open again by descriptors that come later, as ffmpeg does.
    static func run(_ task: DecoderTask, reading files: [FilePath]) -> Never {
        run(task, reading: files, on: MessageSocket(OwnedDescriptor(ConnectedProcess.connection)))
    }

    private static func run(_ task: DecoderTask, reading files: [FilePath], on socket: MessageSocket) -> Never {
        _ = Sandbox.enter(Sandbox.Needs(paths: files, program: Conversion.decoderProgram))
        ThreadExecutor.run(threads: task.threads) {
            while let message = try? socket.receive() { await answer(task, message.files, on: socket) }
        }
    }

    /// Works for an open batch: the first message is the task.
    static func runBatch() -> Never {
        let socket = MessageSocket(OwnedDescriptor(ConnectedProcess.connection))
        guard let message = try? socket.receive(), let task = try? DecoderTask(json: message.bytes) else {
            _exit(EX_USAGE)
        }
        run(task, reading: [], on: socket)
    }

    /// Works for one recording that was not known before: the message is the task.
    static func runOnce() -> Never {
        let socket = MessageSocket(OwnedDescriptor(ConnectedProcess.connection))
        guard let message = try? socket.receive(), let task = try? DecoderTask(json: message.bytes) else {
            _exit(EX_USAGE)
        }
        _ = Sandbox.enter(
            Sandbox.Needs(files: message.files.prefix(1).map(\.descriptor), program: Conversion.decoderProgram))
        ThreadExecutor.run(threads: task.threads) { await answer(task, message.files, on: socket) }
    }

    private static func answer(_ task: DecoderTask, _ files: [OwnedDescriptor], on socket: MessageSocket) async {
        let answers = DecoderAnswers(socket)
        answers.send(
            files.count == task.files
                ? await result(of: task, files.map(\.descriptor), answers)
                : .failed(.recording(.system(errno: EBADMSG, action: .read))))
    }

    private static func result(
        of task: DecoderTask, _ files: [FileDescriptor], _ answers: DecoderAnswers
    ) async -> DecoderAnswer {
        let recording = RecordingInput.descriptor(files[0].rawValue)
        do {
            switch task {
            case .convert(let recipe, let workers, let reportsProgress):
                let report = try await Conversion(recipe, workers: workers).convert(
                    recording, into: files[1], scratch: files[task.files - 1]
                ) { if reportsProgress { answers.report($0) } }
                return .converted(report)
            case .inspect(let channels, let reading):
                return .inspected(try Inspector(channels: channels, reading: reading).inspect(recording))
            case .recognize:
                return .recognized(Recording.isRecognized(try recording.open()))
            }
        } catch {
            return .failed(RenderFailure(error))
        }
    }
}

/// Sends the answers to one task. Progress comes from several threads and many times a second, more often than anyone sees: it
/// is gathered for a twentieth of a second.
private final class DecoderAnswers: Sendable {
    private struct State {
        var seconds = 0.0
        var sent = ContinuousClock.now
    }

    private let socket: MessageSocket
    private let state = Mutex(State())

    private static let pause = Duration.milliseconds(50)

    init(_ socket: MessageSocket) {
        self.socket = socket
    }

    func report(_ progress: Conversion.Progress) {
        state.withLock { state in
            switch progress {
            case .expects(let seconds): write(.expects(seconds: seconds))
            case .advanced(let seconds):
                state.seconds += seconds
                let now = ContinuousClock.now
                guard now - state.sent >= Self.pause else { return }
                write(.advanced(seconds: state.seconds))
                (state.seconds, state.sent) = (0, now)
            }
        }
    }

    func send(_ answer: DecoderAnswer) {
        state.withLock { _ in write(answer) }
    }

    /// If no one listens any more, the connection is about to be closed.
    private func write(_ answer: DecoderAnswer) { try? socket.send(answer.json.utf8) }
}
