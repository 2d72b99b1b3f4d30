import CLinux
import Glibc
import SystemPackage
import TelephoneAudio

/// The worker process: converts one recording and ends, so that a decoder that crashes, hangs or eats memory costs this
/// conversion and nothing else.
///
/// The program that embeds the library provides a command named `commandName` whose only argument is passed to `run`. The
/// limits on time and memory are set by the process that starts it (`RenderProcess`). A worker has the same rights as
/// the program itself: it is a protection against defects of decoders, not a sandbox.
package enum RenderWorker {
    /// The command under which the program runs a worker.
    package static let commandName = "render-recording"

    /// Starts the running program again, as a worker.
    package static let command = ["/proc/self/exe", commandName]

    /// Carries out a request and writes the result to standard output.
    ///
    /// From now on the process is killed when the thread that started it ends, since then no one reads the result.
    ///
    /// - Parameter request: a `RenderRequest` as JSON.
    /// - Throws: `DecodingError` for anything else; `Errno` if the result cannot be written.
    package static func run(_ request: String) async throws {
        _ = announce_end_with_parent()
        let request = try RenderRequest(json: request.utf8)
        let result = await render(request)
        try FileDescriptor.standardOutput.writeAll((result.json + "\n").utf8)
    }

    private static func render(_ request: RenderRequest) async -> RenderResult {
        do {
            let report = try await Conversion(request.recipe).convert(
                .file(FilePath(request.recording)), to: .file(FilePath(request.output), replacing: true))
            return .rendered(RenderReport(report))
        } catch RecordingError.system(ENOMEM, _), OutputError.system(ENOMEM, _, _) {
            return .failed(.outOfMemory)
        } catch let error as RecordingError {
            return .failed(.recording(error))
        } catch let error as OutputError {
            return .failed(.output(error))
        } catch {
            // A conversion throws nothing else but `CancellationError`, and no one cancels this task.
            return .failed(.recording(.system(errno: ECANCELED, action: .read)))
        }
    }
}
