import AnnounceServer
import Dispatch
import Glibc
import LocalFiles
package import Logging
import Synchronization
import SystemPackage

/// The service manager that started this process, such as systemd. It is notified when calls are answered, while the
/// configuration is read again, and when the server stops (sd_notify(3)); and, if it asks for that, at regular intervals as
/// long as the server responds (sd_watchdog_enabled(3)).
package final class ServiceManager: Sendable {
    private let socket: NotificationSocket
    /// How often the server must report that it responds; nil if the manager does not ask.
    private let watchdog: Duration?
    private let logger: Logger
    private let isReady = Atomic(false)

    /// Nil if the environment names no service manager.
    package convenience init?(logger: Logger) {
        self.init(logger: logger) { name in getenv(name).map { String(cString: $0) } }
    }

    init?(logger: Logger, variable: (String) -> String?) {
        guard let name = variable("NOTIFY_SOCKET"), !name.isEmpty else { return nil }
        guard let socket = NotificationSocket(name) else {
            logger.warning("NOTIFY_SOCKET is not a socket that can be notified: \(name)")
            return nil
        }
        self.socket = socket
        self.logger = logger
        let isMeant = variable("WATCHDOG_PID").map { $0 == String(getpid()) } ?? true
        watchdog = variable("WATCHDOG_USEC").flatMap { Int64($0) }.flatMap {
            isMeant && $0 > 0 ? .microseconds($0) : nil
        }
    }

    // MARK: Notifications

    /// - Parameter status: one line for people, which `systemctl status` shows.
    func ready(_ status: String) {
        isReady.store(true, ordering: .relaxed)
        send("READY=1\nSTATUS=\(status)")
    }

    /// Runs `reload`, during which the manager waits.
    func reloading(_ reload: () async -> Void) async {
        let isReady = isReady.load(ordering: .relaxed)
        if isReady { send("RELOADING=1\nMONOTONIC_USEC=\(Self.monotonicMicroseconds)") }
        await reload()
        if isReady { send("READY=1") }
    }

    /// Another process answers calls from now on: this one ends, and the service does not.
    func handedOver(to process: Int) { send("MAINPID=\(process)\nSTATUS=Answering calls in process \(process)") }

    /// Has the manager keep the sockets that are listened on, so that connections wait while the service restarts, and the
    /// next process gets them (sd_pid_notify_with_fds(3); `FileDescriptorStoreMax=` of the unit).
    func store(_ sockets: [(name: String, descriptor: CInt)]) {
        for socket in sockets {
            send("FDSTORE=1\nFDNAME=\(socket.name)", FileDescriptor(rawValue: socket.descriptor))
        }
    }

    /// Has the manager forget stored sockets.
    func forget(_ name: String) { send("FDSTOREREMOVE=1\nFDNAME=\(name)") }

    func stopping() { send("STOPPING=1\nSTATUS=Finishing answers in progress") }

    /// Reports that the server responds, twice per interval, until the task is cancelled. A server that hangs reports
    /// nothing, and the manager restarts it.
    func reportResponding() async throws {
        guard let watchdog else { return }
        while true {
            await AnnounceServer.eventLoopsResponding()
            send("WATCHDOG=1")
            try await Task.sleep(for: watchdog / 2)
        }
    }

    private func send(_ message: String, _ descriptor: FileDescriptor? = nil) {
        do throws(Errno) {
            try socket.send(message, descriptor)
        } catch {
            logger.warning("The service manager cannot be notified: \(error.reason)")
        }
    }

    /// The time that a reload begins, by which the manager tells it from earlier ones.
    private static var monotonicMicroseconds: UInt64 { DispatchTime.now().uptimeNanoseconds / 1000 }
}
