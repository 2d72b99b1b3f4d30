import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Synchronization

/// One TLS connection that trusts everybody: to see what a server offers before judging it. Nothing is sent over it.
package struct TLSProbe: Sendable {
    private let target: PublicTarget
    private let timeout: Duration

    package init(_ target: PublicTarget, timeout: Duration) { (self.target, self.timeout) = (target, timeout) }

    package enum Version: String, Sendable {
        case tls10 = "TLS 1.0"
        case tls11 = "TLS 1.1"
        case tls12 = "TLS 1.2"
        case tls13 = "TLS 1.3"
    }

    /// What the server offers.
    package struct Sighting: Sendable {
        package var version: Version?
        /// Nil where it cannot be read.
        package var chain: CertificateChain?
    }

    /// Why there is no connection.
    package enum Failure: Error {
        /// Nobody listens there, or nobody answers.
        case unreachable(String)
        /// Somebody does, and then there is no TLS.
        case noTLS(String)
    }

    /// - Parameter newest: the newest version that is offered to the server; the oldest is TLS 1.0.
    package func look(newest: Version = .tls13) async throws(Failure) -> Sighting {
        let seen = SeenChain()
        let (channel, handshake): (any Channel, EventLoopFuture<TLSVersion?>)
        do {
            (channel, handshake) = try await connect(newest.wire, seen)
        } catch {
            throw .unreachable(NetworkWords.text(error))
        }
        let result: Result<TLSVersion?, any Error>
        do { result = .success(try await handshake.get()) } catch { result = .failure(error) }
        try? await channel.close()
        switch result {
        case .success(let version):
            return Sighting(version: version.map(Version.init), chain: CertificateChain(seen.certificates))
        case .failure(let error): throw .noTLS(NetworkWords.text(error))
        }
    }

    private func connect(
        _ newest: TLSVersion, _ seen: SeenChain
    ) async throws -> (any Channel, EventLoopFuture<TLSVersion?>) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv1
        configuration.maximumTLSVersion = newest
        // The name is judged later, with the rest.
        configuration.certificateVerification = .noHostnameVerification
        let context = try NIOSSLContext(configuration: configuration)
        let name = target.name
        let patience = TimeAmount.milliseconds(Int64(timeout / .milliseconds(1)))
        return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(patience)
            .connect(host: target.address ?? target.host, port: target.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = try NIOSSLClientHandler(
                        context: context, serverHostname: name,
                        customVerificationCallback: { certificates, promise in
                            seen.note(certificates)
                            promise.succeed(.certificateVerified)
                        })
                    let done = channel.eventLoop.makePromise(of: TLSVersion?.self)
                    try channel.pipeline.syncOperations.addHandlers([
                        handler, HandshakeWitness(done, patience: patience),
                    ])
                    return (channel, done.futureResult)
                }
            }
    }

    private final class SeenChain: Sendable {
        private let state = Mutex<[NIOSSLCertificate]>([])

        var certificates: [NIOSSLCertificate] { state.withLock { $0 } }
        func note(_ chain: [NIOSSLCertificate]) { state.withLock { $0 = chain } }
    }
}

/// Tells when TLS is agreed on, or that it never will be.
private final class HandshakeWitness: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let patience: TimeAmount
    private var done: EventLoopPromise<TLSVersion?>?

    init(_ done: EventLoopPromise<TLSVersion?>, patience: TimeAmount) { (self.done, self.patience) = (done, patience) }

    func channelActive(context: ChannelHandlerContext) {
        context.eventLoop.assumeIsolated().scheduleTask(in: patience) {
            self.fail(ChannelError.connectTimeout(self.patience))
        }
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case TLSUserEvent.handshakeCompleted = event else { return context.fireUserInboundEventTriggered(event) }
        done?.completeWith(context.channel.nioSSL_tlsVersion())
        done = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { fail(ChannelError.eof) }

    func handlerRemoved(context: ChannelHandlerContext) { fail(ChannelError.eof) }

    private func fail(_ error: any Error) {
        done?.fail(error)
        done = nil
    }
}

extension TLSProbe.Version {
    fileprivate init(_ version: TLSVersion) {
        self =
            switch version {
            case .tlsv1: .tls10
            case .tlsv11: .tls11
            case .tlsv12: .tls12
            case .tlsv13: .tls13
            }
    }

    fileprivate var wire: TLSVersion {
        switch self {
        case .tls10: .tlsv1
        case .tls11: .tlsv11
        case .tls12: .tlsv12
        case .tls13: .tlsv13
        }
    }
}
