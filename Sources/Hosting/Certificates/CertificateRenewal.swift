import ACME
import CallFlow
import FoundationEssentials
import LocalFiles
import Logging
import Synchronization

/// Keeps the server's certificate valid: has an authority issue the first one, and a new one when a third of its lifetime is
/// left. The server reads the files by itself when they change, so the old certificate is served until the new one is there.
final class CertificateRenewal: Sendable {
    let folder: CertificateFolder
    /// What the listener of port 80 answers.
    let proofs = HTTPProofs()
    private let host: String
    private let settings: AuthoritySettings
    private let logger: Logger
    private let openings: AsyncStream<Void>
    private let opening: AsyncStream<Void>.Continuation
    /// Why the last attempt failed: a sentence.
    private let failure = Mutex<String?>(nil)

    init(_ settings: AuthoritySettings, host: String, folder: CertificateFolder, logger: Logger) {
        (self.settings, self.host, self.folder, self.logger) = (settings, host, folder, logger)
        (openings, opening) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Writes a certificate of this server's own if there is none: with none at all, the listener could not open.
    func prepare() throws {
        guard folder.facts?.hosts.contains(host) != true else { return }
        try folder.write(.temporary(for: host))
    }

    /// The authority can look at this server now.
    func listenerOpened() { opening.yield() }

    /// The certificate in use, if an authority issued it.
    private var issued: CertificateFacts? {
        folder.facts.flatMap { $0.isSelfSigned || !$0.hosts.contains(host) ? nil : $0 }
    }

    /// A sentence while no authority vouches for this server; nil otherwise.
    var fault: String? {
        let state: String
        if let issued {
            guard issued.validUntil < Date() else { return nil }
            state = "The server's certificate has expired"
        } else {
            state = "The server has no certificate yet"
        }
        return state + ", so the provider does not trust it. "
            + (failure.withLock { $0 } ?? "The certificate authority was asked for one.")
    }

    /// A sentence while a renewal is overdue; nil otherwise.
    var warning: String? {
        guard let issued, let failure = failure.withLock({ $0 }) else { return nil }
        let days = Int(issued.validUntil.timeIntervalSinceNow / 86400)
        return "The certificate, valid for \(days) more days, could not be renewed. " + failure
    }

    private func issuance() throws -> CertificateIssuance {
        CertificateIssuance(
            directory: settings.directory, email: settings.email, key: try folder.accountKey(),
            trusting: settings.trusted, proofs: proofs)
    }

    /// What the authority advises; nothing if it cannot be asked, which only matters once a renewal is due.
    private func askAbout(_ certificate: CertificateFacts) async -> RenewalAdvice {
        let now = Date()
        return (try? await issuance().advice(about: certificate, now: now)) ?? RenewalAdvice(failedAt: now)
    }

    /// Runs until the task is cancelled.
    func run() async throws {
        for await _ in openings { break }
        var schedule = RenewalSchedule()
        var advice: RenewalAdvice?
        while true {
            try Task.checkCancellation()
            if let issued, advice.map({ $0.nextLook <= Date() }) ?? true { advice = await askAbout(issued) }
            let delay = schedule.delay(issued, advised: advice?.renewal, now: Date())
            guard delay <= .zero else {
                // Looked at again each hour: a clock that was set, or a machine that slept, must not lengthen the wait.
                try await Task.sleep(for: min(delay, .seconds(3600)))
                continue
            }
            do {
                try folder.write(try await issuance().certificate(for: host, replacing: issued))
                schedule.succeeded()
                advice = nil
                failure.withLock { $0 = nil }
                logger.notice("The certificate authority issued a certificate for \(host)")
            } catch {
                try Task.checkCancellation()
                let sentence =
                    (error as? ACMEError)?.sentence ?? (error as? StateFileError)?.sentence ?? "\(error)"
                schedule.failed(retryAfter: (error as? ACMEError)?.retryAfter, now: Date())
                failure.withLock { $0 = sentence }
                let wait = schedule.delay(nil, now: Date()).components.seconds
                // Of its own, since the log shortens long lines.
                logger.error("\(sentence)")
                logger.notice("The certificate authority is asked again in \((wait + 59) / 60) minutes")
            }
        }
    }
}
