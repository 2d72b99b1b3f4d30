import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Synchronization

/// One TLS connection that trusts everybody: to see what a server offers before judging it. Nothing is sent over it.
struct TLSProbe: Sendable {
    let target: PublicTarget
    let timeout: Duration

    /// What the server offers.
    struct Sighting: Sendable {
        var version: TLSVersion?
        /// As it was sent, the server's own first.
        var chain: [NIOSSLCertificate]
    }

    /// Why there is no connection.
    enum Failure: Error {
        /// Nobody listens there, or nobody answers.
        case unreachable(String)
        /// Somebody does, and then there is no TLS.
        case noTLS(String)
    }

    /// - Parameter newest: the newest version that is offered to the server; the oldest is TLS 1.0.
    func look(newest: TLSVersion = .tlsv13) async throws(Failure) -> Sighting {
        let seen = SeenChain()
        let (channel, handshake): (any Channel, EventLoopFuture<TLSVersion?>)
        do {
            (channel, handshake) = try await connect(newest, seen)
        } catch {
            throw .unreachable(NetworkWords.text(error))
        }
        let result: Result<TLSVersion?, any Error>
        do { result = .success(try await handshake.get()) } catch { result = .failure(error) }
        try? await channel.close()
        switch result {
        case .success(let version): return Sighting(version: version, chain: seen.certificates)
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
