import NIOCore
import NIOHTTP1
import Synchronization

/// What clients may take of a webhook's own server.
struct ServerLimits: Sendable {
    /// At the same time; a connection costs some kilobytes.
    var connections = 256
    /// From a request's first byte, or a connection's beginning, to the request's last byte. The provider waits no longer either.
    var request: Duration = .seconds(10)
    /// Without anything read or written.
    var idle: Duration = .seconds(30)
}

/// Who is connected to the server, and who goes when there are too many.
///
/// The one goes that has waited longest for the end of its request, whatever it sends: a connection on which a request trickles in
/// is as idle as one that is silent. Those whose request is being answered stay; if all of them are, the newest one goes.
final class ServerPlaces: Sendable {
    private struct Place {
        let channel: any Channel
        /// Nil while its request is being answered.
        var waitingSince: ContinuousClock.Instant?
    }

    private let places = Mutex<[ObjectIdentifier: Place]>([:])
    private let most: Int

    /// - Parameter most: Connections at the same time; at least one.
    init(most: Int) { self.most = max(1, most) }

    /// Enters a connection until it is closed.
    func enter(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        let leaving: (any Channel)? = places.withLock { places in
            places[id] = Place(channel: channel, waitingSince: .now)
            guard places.count > most else { return nil }
            let waiting = places.compactMap { id, place in place.waitingSince.map { (id, since: $0) } }
            guard let idlest = waiting.min(by: { $0.since < $1.since }) else { return nil }
            // It has gone for those who come next, though closing takes a moment.
            return places.removeValue(forKey: idlest.0)?.channel
        }
        channel.closeFuture.whenComplete { _ in self.places.withLock { places in _ = places.removeValue(forKey: id) } }
        leaving?.close(promise: nil)
    }

    /// Notes that a connection's request was read and is being answered, or that it was answered.
    func note(_ channel: any Channel, isAnswering: Bool) {
        places.withLock { $0[ObjectIdentifier(channel)]?.waitingSince = isAnswering ? nil : .now }
    }
}

/// Closes a connection whose request takes too long to come.
///
/// The first handler of the pipeline, so it sees the first byte of a request. The end is seen behind the HTTP decoder only: there,
/// `RequestEnd` tells this one by an outbound event.
final class RequestDeadline: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer

    /// The whole request was read, or the whole answer was written.
    enum Progress: Sendable { case requestRead, answerWritten }

    private let limit: TimeAmount
    private var deadline: Scheduled<Void>?
    private var isAnswering = false
    /// Whether some of the next request came while this one was being answered.
    private var hasMore = false

    init(_ limit: Duration) { self.limit = TimeAmount(limit) }

    func handlerAdded(context: ChannelHandlerContext) { start(context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isAnswering { hasMore = true } else if deadline == nil { start(context) }
        context.fireChannelRead(data)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        switch event as? Progress {
        case .requestRead:
            deadline?.cancel()
            (deadline, isAnswering, hasMore) = (nil, true, false)
        case .answerWritten:
            isAnswering = false
            if hasMore { start(context) }
        case nil: return context.triggerUserOutboundEvent(event, promise: promise)
        }
        promise?.succeed()
    }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

    private func start(_ context: ChannelHandlerContext) {
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
    }
}

/// Tells `RequestDeadline` how far a request is.
final class RequestEnd: ChannelDuplexHandler {
    typealias InboundIn = NIOHTTPServerRequestFull
    typealias InboundOut = NIOHTTPServerRequestFull
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.triggerUserOutboundEvent(RequestDeadline.Progress.requestRead, promise: nil)
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let isEnd = if case .end = unwrapOutboundIn(data) { true } else { false }
        context.write(data, promise: promise)
        if isEnd { context.triggerUserOutboundEvent(RequestDeadline.Progress.answerWritten, promise: nil) }
    }
}
