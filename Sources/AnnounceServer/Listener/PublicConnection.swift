import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// HTTP/1.1 of the public listener, answered on the connection's own loop: no request changes threads unless it waits for
/// a disk.
struct PublicConnection: ServerChildChannel {
    struct Value: ServerChildChannelValue {
        let channel: any Channel
    }

    let limits: ConnectionLimits
    let responder: PublicResponder

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHTTP(limits)
            try channel.pipeline.syncOperations.addHandler(RequestHandler(responder, limits: limits))
            return Value(channel: channel)
        }
    }

    func handle(value: Value, logger: Logger) async {
        await withTaskCancellationHandler {
            // However it ends: the connection is gone.
            try? await value.channel.closeFuture.get()
        } onCancel: {
            value.channel.close(promise: nil)
        }
    }
}

extension ChannelPipeline.SynchronousOperations {
    /// HTTP/1.1 with limits on everything that a client may do to a connection.
    func addHTTP(_ limits: ConnectionLimits) throws {
        let connection = ConnectionHandler(limits)
        try addHandler(ReceivedBytesHandler(connection))
        var decoderLimits = NIOHTTPDecoderLimitConfiguration()
        decoderLimits.maxHeaderFieldSize = limits.headerBytes
        decoderLimits.maxHeaderListSize = limits.headerBytes
        decoderLimits.maxHeaderFieldCount = 100
        try configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: false,
            withEncoderConfiguration: .init(), withDecoderLimitConfiguration: decoderLimits)
        try addHandler(connection)
    }
}
