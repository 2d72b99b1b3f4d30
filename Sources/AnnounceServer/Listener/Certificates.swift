import CallFlow
import Logging
import NIOCertificateReloading
import NIOSSL
import Synchronization

/// A certificate and its key from files, read again while the server runs. Files that do not fit leave the last good pair in
/// use, and the log says why, once for each reason.
struct Certificates: Sendable {
    let reloader: TimedCertificateReloader

    /// - Parameter interval: how often the files are looked at.
    /// - Throws: `Unusable`.
    init(_ files: ServerSettings.TLSFiles, every interval: Duration, logger: Logger) throws(Unusable) {
        let failure = LastFailure()
        let configuration = TimedCertificateReloader.Configuration(
            refreshInterval: interval,
            certificateSource: .init(location: .file(path: files.certificate), format: .pem),
            privateKeySource: .init(location: .file(path: files.key), format: .pem)
        ) { configuration in
            configuration.onCertificateLoaded = { pair in
                failure.reason.withLock { $0 = nil }
                guard let previous = pair.previousCertificateChain, previous != pair.currentCertificateChain else {
                    return
                }
                logger.notice("The certificate was replaced", metadata: ["file": .string(files.certificate)])
            }
            configuration.onCertificateLoadFailed = { attempt in
                let reason = "\(attempt.error)"
                let isNew = failure.reason.withLock { last in
                    defer { last = reason }
                    return last != reason
                }
                guard isNew else { return }
                logger.error(
                    "The new certificate is not usable, so the last one stays",
                    metadata: ["file": .string(files.certificate), "reason": .string(reason)])
            }
        }
        reloader = TimedCertificateReloader(configuration: configuration)
        do {
            try reloader.reload()
        } catch {
            throw Unusable(reason: "\(error)")
        }
    }

    /// Why files cannot be used.
    struct Unusable: Error {
        var reason: String
    }

    /// TLS 1.2 or newer, HTTP/1.1.
    func configuration() throws -> TLSConfiguration {
        var configuration = try TLSConfiguration.makeServerConfiguration(certificateReloader: reloader)
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        return configuration
    }

    private final class LastFailure: Sendable {
        let reason = Mutex<String?>(nil)
    }
}
