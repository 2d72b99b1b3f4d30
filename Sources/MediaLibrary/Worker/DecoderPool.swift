import Glibc
import LocalFiles
import Synchronization
import SystemPackage
import TelephoneAudio

/// Worker processes that do the same with every recording of a command, so that a decoder that crashes costs one recording, and
/// one that is taken over reaches nothing (`Sandbox`).
///
/// For a batch they are started once, as copies of this process, in a fraction of the time that a program takes to start, and
/// kept while they behave. Where one has crashed, a spare one takes its place. Once there is none any more, or without a
/// batch, a recording gets a process of its own, which takes some milliseconds; so does one that was not there when the
/// batch began, such as standard input.
///
/// A batch may also be open: its recordings come up one after the other, and no one knows how many. Workers then are confined
/// to what they are given open; where one has crashed, the program is started again and kept. What only ffmpeg decodes, which
/// opens files again, gets a process of its own once a worker has failed.
///
/// Does not protect the recordings of a batch from each other: a decoder that one of them has taken over can read the others,
/// and falsify the results of those that follow.
final class DecoderPool: Sendable {
    private let task: DecoderTask
    private let idle: Mutex<[DecoderWorker]>
    /// The files that workers can open again, which ffmpeg does.
    private let known: Set<FileIdentity>
    /// Whether the recordings of the batch are not known from the start.
    private let isOpen: Bool

    /// As much as any recording takes, and time as long as the user waits.
    private static let limits = ChildLimits(memory: 1 << 30, processorSeconds: nil, niceness: 0)
    /// Recordings that make up for the start of spare workers.
    private static let manyRecordings = 16
    private static let spares = 2

    /// Starts workers. To be called while the process has one thread; with several, or where the system has no more processes,
    /// each recording gets a process of its own.
    ///
    /// - Parameters:
    ///   - files: the recordings of the batch; a worker can open no other file.
    ///   - count: how many of them are decoded at once.
    init(_ task: DecoderTask, reading files: [FilePath], atOnce count: Int) {
        self.task = task
        isOpen = false
        known = Set(files.compactMap { FileIdentity($0) })
        let spares = files.count >= Self.manyRecordings ? Self.spares : 0
        idle = Mutex(Self.copies(count + spares, for: task, reading: files))
    }

    /// Starts the workers of an open batch, under the same condition.
    ///
    /// - Parameter count: how many recordings are decoded at once.
    init(_ task: DecoderTask, openAtOnce count: Int) {
        self.task = task
        isOpen = true
        known = []
        idle = Mutex(Self.copies(count, for: task, reading: []))
    }

    private static func copies(_ count: Int, for task: DecoderTask, reading files: [FilePath]) -> [DecoderWorker] {
        var workers: [DecoderWorker] = []
        for _ in 0..<count {
            guard let worker = try? DecoderWorker.copy(for: task, reading: files, limits) else { break }
            workers.append(worker)
        }
        return workers
    }

    /// Has a recording decoded.
    ///
    /// - Parameters:
    ///   - files: what comes with it (`DecoderTask`).
    ///   - progress: called repeatedly if the task reports it.
    /// - Throws: what the worker throws, `RecordingError.crashed`, `CancellationError`.
    func answer(
        _ input: RecordingInput, with files: [FileDescriptor] = [], _ progress: (Conversion.Progress) -> Void = { _ in }
    ) async throws -> DecoderAnswer {
        try Task.checkCancellation()
        let recording = try OpenRecording(input, known)
        let worker = try worker(for: recording)
        guard isOpen, worker.isKept else {
            return try await cancellableAnswer(by: worker, recording, files, progress).result
        }
        let isForLackOfFile: Bool
        do {
            let answer = try await cancellableAnswer(by: worker, recording, files, progress)
            guard answer.mayBeForLackOfFile else { return try answer.result }
            isForLackOfFile = true
        } catch RecordingError.crashed(let signal) where [SIGKILL, SIGTERM, SIGINT, SIGHUP].contains(CInt(signal)) {
            // Killed from outside, perhaps while it was idle: an engine that ends a task kills the worker a moment before this
            // process, and where memory is short, others may have used it.
            isForLackOfFile = false
        }
        for file in files { try? file.truncate(to: 0) }
        let another = try ownWorker(isKept: !isForLackOfFile)
        return try await cancellableAnswer(by: another, recording, files, progress).result
    }

    private func cancellableAnswer(
        by worker: DecoderWorker, _ recording: OpenRecording, _ files: [FileDescriptor],
        _ progress: (Conversion.Progress) -> Void
    ) async throws -> DecoderAnswer {
        do {
            let answer = try await withTaskCancellationHandler {
                try carryOut(by: worker, recording, files, progress)
            } onCancel: {
                worker.kill()
            }
            try Task.checkCancellation()
            return answer
        } catch {
            // One that was killed looks like one that has crashed.
            try Task.checkCancellation()
            throw error
        }
    }

    /// The same without waiting for anything else: blocks.
    func blockingAnswer(_ input: RecordingInput) throws(RecordingError) -> DecoderAnswer {
        let recording = try OpenRecording(input, known)
        return try carryOut(by: worker(for: recording), recording, [], { _ in })
    }

    /// A worker for one recording.
    private func worker(for recording: OpenRecording) throws(RecordingError) -> DecoderWorker {
        // What is not known cannot be opened again; only decoding does so.
        if recording.isKnown || isOpen || task == .recognize, let worker = idle.withLock({ $0.popLast() }) {
            return worker
        }
        return try ownWorker(isKept: isOpen)
    }

    /// This program, started again.
    ///
    /// - Parameter isKept: whether it takes one recording after the other, none of which it can open again.
    private func ownWorker(isKept: Bool = false) throws(RecordingError) -> DecoderWorker {
        do throws(Errno) {
            return try .start(for: task, isKept: isKept, Self.limits)
        } catch {
            throw .system(errno: error.rawValue, action: .startDecoder)
        }
    }

    private func carryOut(
        by worker: DecoderWorker, _ recording: OpenRecording, _ files: [FileDescriptor],
        _ progress: (Conversion.Progress) -> Void
    ) throws(RecordingError) -> DecoderAnswer {
        let answer = try worker.answer([recording.descriptor] + files, progress: progress)
        guard let answer else { throw worker.crash() }
        if worker.isKept { idle.withLock { $0.append(worker) } }
        return answer
    }
}

extension DecoderAnswer {
    /// The answer, unless it is a failure.
    fileprivate var result: DecoderAnswer {
        get throws {
            switch self {
            case .failed(.recording(let error)): throw error
            case .failed(.output(let error)): throw error
            default: self
            }
        }
    }

    /// Whether the failure may be that of ffmpeg, or of finding it, in a worker that lets it open nothing.
    fileprivate var mayBeForLackOfFile: Bool {
        guard case .failed(.recording(let error)) = self else { return false }
        switch error {
        case .undecodable, .needsFFmpeg, .noAudioTrack, .noSuchTrack, .noSamples, .system: return true
        default: return false
        }
    }
}
