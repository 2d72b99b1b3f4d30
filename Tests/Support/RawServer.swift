import NIOCore
import NIOPosix

/// A TCP server on this machine that does the same with every connection, on a port of its own.
package final class RawServer: Sendable {
    /// What happens to a connection.
    package enum Behaviour: Sendable {
        /// Sends bytes once something was received, then closes.
        case send(String)
        /// Resets the connection once something was received.
        case reset
    }

    package let port: Int
    private let channel: any Channel

    package init(_ behaviour: Behaviour) async throws {
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(behaviour))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    package func stop() async { try? await channel.close() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let behaviour: Behaviour

        init(_ behaviour: Behaviour) { self.behaviour = behaviour }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let channel = context.channel
            switch behaviour {
            case .send(let text):
                channel.writeAndFlush(ByteBuffer(string: text)).whenComplete { _ in channel.close(promise: nil) }
            case .reset:
                // Closing without lingering resets.
                let options = channel as? any SocketOptionProvider
                options?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
            }
        }
    }
}
