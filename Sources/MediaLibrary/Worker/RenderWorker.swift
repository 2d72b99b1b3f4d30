import CLinux
import Glibc
import LocalFiles
import SystemPackage
import TelephoneAudio

/// The worker process: converts one recording and ends, so that a decoder that crashes, hangs or eats memory costs this
/// conversion and nothing else, and one that is taken over reaches nothing (`Sandbox`).
///
/// The program that embeds the library calls `main` first of all when it was started with the command named `commandName`.
/// The limits on time and memory are set by the process that starts it (`RenderProcess`).
package enum RenderWorker {
    /// The command under which the program runs a worker.
    package static let commandName = "render-recording"

    /// Starts the running program again, as a worker.
    package static let command = ["/proc/self/exe", commandName]

    /// In place of a request: which parts of the sandbox are missing, as a `SandboxReport`.
    package static let sandboxRequest = "sandbox"

    /// In place of a request: a connection comes as descriptor 3, and on it one task (`DecoderLoop`).
    static let taskRequest = "task"

    /// In place of a request: the same with a task for one recording after the other.
    static let batchRequest = "batch"

    /// Confines the process to the files it was given, carries out a request, writes the result to standard output, and
    /// ends. To be called while the process has one thread, and all of it stays on that one: those that Swift's runtime
    /// starts read files in `/proc`, which are out of reach in the sandbox.
    ///
    /// The process is killed when the thread that started it ends, since then no one reads the result.
    ///
    /// - Parameter arguments: the command's name and a `RenderRequest` as JSON, or `sandboxRequest`.
    package static func main(_ arguments: [String]) async -> Never {
        _ = announce_end_with_parent()
        if arguments.last == taskRequest { DecoderLoop.runOnce() }
        if arguments.last == batchRequest { DecoderLoop.runBatch() }
        let recording = WorkerFiles.Number.recording
        let files = fcntl(recording.rawValue, F_GETFD) >= 0 ? [recording] : []
        let missing = Sandbox.enter(Sandbox.Needs(files: files, program: Conversion.decoderProgram))
        do {
            let request = arguments.last ?? ""
            if request == sandboxRequest {
                try answer(SandboxReport(missing: missing))
            } else {
                try answer(await render(RenderRequest(json: request.utf8)))
            }
        } catch {
            // Not a request, or no one reads the answer.
            exit(EX_USAGE)
        }
        exit(EXIT_SUCCESS)
    }

    private static func answer(_ message: some WorkerMessage) throws {
        try FileDescriptor.standardOutput.writeAll((message.json + "\n").utf8)
    }

    private static func render(_ request: RenderRequest) async -> RenderResult {
        do {
            let report = try await Conversion(request.recipe).convert(
                .descriptor(WorkerFiles.Number.recording.rawValue), into: WorkerFiles.Number.announcement,
                scratch: WorkerFiles.Number.scratch)
            return .rendered(RenderReport(report))
        } catch RecordingError.system(ENOMEM, _), OutputError.system(ENOMEM, _, _) {
            return .failed(.outOfMemory)
        } catch {
            return .failed(RenderFailure(error))
        }
    }
}
