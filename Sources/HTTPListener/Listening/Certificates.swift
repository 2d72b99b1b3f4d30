package import Logging
import NIOCertificateReloading
package import NIOSSL
package import ServiceLifecycle
import Synchronization

/// A certificate chain and its private key, as PEM files.
package struct CertificateFiles: Hashable, Sendable {
    package var certificate: String
    package var key: String

    package init(certificate: String, key: String) {
        (self.certificate, self.key) = (certificate, key)
    }
}

/// Why certificate files cannot be used.
package struct CertificateError: Error, Hashable, Sendable {
    package let reason: String
}

/// A certificate that is read again while the server runs. Files that are missing, broken or do not belong together leave the
/// last good pair in use, and are logged once for each reason.
package struct Certificates: Sendable {
    private let reloader: TimedCertificateReloader
    private let files: CertificateFiles
    private let failure: LastFailure

    /// A sentence while the files on the disk cannot be used; nil otherwise.
    package var fault: String? {
        failure.reason.withLock { $0 }.map { reason in
            "The new certificate in \(files.certificate) cannot be used, so the last good one is served: \(reason)"
        }
    }

    /// Reads the files again as long as the server runs.
    package var service: any Service { reloader }

    /// - Parameter interval: how often the files are read.
    /// - Throws: `CertificateError`.
    package init(_ files: CertificateFiles, every interval: Duration, logger: Logger) throws(CertificateError) {
        let failure = LastFailure()
        (self.files, self.failure) = (files, failure)
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
            throw CertificateError(reason: "\(error)")
        }
    }

    /// TLS 1.2 or newer, for HTTP/1.1.
    package func configuration() throws -> TLSConfiguration {
        var configuration = try TLSConfiguration.makeServerConfiguration(certificateReloader: reloader)
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        return configuration
    }

    private final class LastFailure: Sendable {
        let reason = Mutex<String?>(nil)
    }
}
