import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
package import Sipgate
import Synchronization

/// Performs a TLS handshake that accepts every certificate, to see what a server offers before judging it.
///
/// The server is not authenticated, so nothing is sent over the connection.
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

    /// What the server offered in the handshake.
    package struct Offer: Sendable {
        package var version: Version?
        /// `nil` if a certificate cannot be decoded.
        package var chain: CertificateChain?
    }

    /// Reasons a handshake fails.
    package enum HandshakeError: Error {
        /// The connection was refused or timed out.
        case unreachable(ConnectionFailure)
        /// The connection was accepted, but the TLS handshake failed.
        case noTLS(ConnectionFailure)
    }

    /// Connects and returns what the server offers.
    ///
    /// - Parameter newest: The newest version offered to the server; the oldest is TLS 1.0.
    package func handshake(newest: Version = .tls13) async throws(HandshakeError) -> Offer {
        let presented = PresentedChain()
        let (channel, handshake): (any Channel, EventLoopFuture<TLSVersion?>)
        do {
            (channel, handshake) = try await connect(newest.wire, presented)
        } catch {
            throw .unreachable(ConnectionFailure(error))
        }
        let result: Result<TLSVersion?, any Error>
        do { result = .success(try await handshake.get()) } catch { result = .failure(error) }
        try? await channel.close()
        switch result {
        case .success(let version):
            return Offer(version: version.map(Version.init), chain: CertificateChain(presented.certificates))
        case .failure(let error): throw .noTLS(ConnectionFailure(error))
        }
    }

    private func connect(
        _ newest: TLSVersion, _ presented: PresentedChain
    ) async throws -> (any Channel, EventLoopFuture<TLSVersion?>) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv1
        configuration.maximumTLSVersion = newest
        // The caller checks the name later, with everything else.
        configuration.certificateVerification = .noHostnameVerification
        let context = try NIOSSLContext(configuration: configuration)
        let name = target.name
        let timeAmount = TimeAmount.milliseconds(Int64(timeout / .milliseconds(1)))
        return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(timeAmount)
            .connect(host: target.address ?? target.host, port: target.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = try NIOSSLClientHandler(
                        context: context, serverHostname: name,
                        customVerificationCallback: { certificates, promise in
                            presented.set(certificates)
                            promise.succeed(.certificateVerified)
                        })
                    let done = channel.eventLoop.makePromise(of: TLSVersion?.self)
                    try channel.pipeline.syncOperations.addHandlers([
                        handler, HandshakeHandler(done, timeout: timeAmount),
                    ])
                    return (channel, done.futureResult)
                }
            }
    }

    private final class PresentedChain: Sendable {
        private let state = Mutex<[NIOSSLCertificate]>([])

        var certificates: [NIOSSLCertificate] { state.withLock { $0 } }
        func set(_ chain: [NIOSSLCertificate]) { state.withLock { $0 = chain } }
    }
}

/// Completes a promise when the handshake is done, has failed, or takes too long.
private final class HandshakeHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let timeout: TimeAmount
    private var done: EventLoopPromise<TLSVersion?>?

    init(_ done: EventLoopPromise<TLSVersion?>, timeout: TimeAmount) { (self.done, self.timeout) = (done, timeout) }

    func channelActive(context: ChannelHandlerContext) {
        context.eventLoop.assumeIsolated().scheduleTask(in: timeout) {
            self.fail(ChannelError.connectTimeout(self.timeout))
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
