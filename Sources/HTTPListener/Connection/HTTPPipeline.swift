import NIOCore
import NIOHTTP1

extension ChannelPipeline.SynchronousOperations {
    /// Adds HTTP/1.1 with limits on everything that a client may do to a connection.
    func addHTTP(
        _ responder: any RequestResponder, limits: ConnectionLimits, activity: ConnectionActivity
    ) throws {
        let connection = ConnectionHandler(limits, activity)
        try addHandler(ReceivedBytesHandler(connection))
        var decoderLimits = NIOHTTPDecoderLimitConfiguration()
        decoderLimits.maxHeaderFieldSize = limits.headerBytes
        decoderLimits.maxHeaderListSize = limits.headerBytes
        decoderLimits.maxHeaderFieldCount = 100
        // Pipelining and errors are handled by `RequestHandler`; reply fields are made here, so they need no validation.
        try configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: false,
            withEncoderConfiguration: .init(), withDecoderLimitConfiguration: decoderLimits)
        try addHandler(connection)
        try addHandler(RequestHandler(responder, limits: limits))
    }
}
