import Dispatch
import Glibc
import LocalFiles
import Logging
import SystemPackage

/// Starts the program again at every SIGUSR2, in the version that is installed by then, to take the place of this process
/// (`HandoverOffer`). Ends with the object.
final class UpgradeSignal {
    private let source: any DispatchSourceSignal

    /// The option that makes a new process take over.
    static let option = "--take-over"

    init(logger: Logger) {
        // While the path is still that of the running program.
        _ = SuccessorProcess.program
        signal(SIGUSR2, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: SIGUSR2, queue: DispatchQueue(label: "upgrade"))
        source.setEventHandler { Self.start(logger) }
        source.activate()
    }

    deinit { source.cancel() }

    private static func start(_ logger: Logger) {
        var arguments = Array(CommandLine.arguments.dropFirst())
        if !arguments.contains(option) { arguments.append(option) }
        do throws(Errno) {
            try SuccessorProcess.start(arguments: arguments) { status in
                logger.error(
                    "The new process has ended\(status.map { " with status \($0)" } ?? ""), so this one goes on")
            }
            logger.notice("Starting \(SuccessorProcess.program.readable) to take the place of this process")
        } catch {
            logger.error(
                "\(SuccessorProcess.program.readable) cannot be started: \(error.reason). This process goes on.")
        }
    }
}
