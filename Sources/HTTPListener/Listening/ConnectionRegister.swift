import NIOCore
import Synchronization

/// Who is connected to one listener, from which address, and when each connection was last of use; decides who goes when places
/// run short.
///
/// The longest idle go first, whatever they are doing: a connection on which a request trickles in, or whose client does not read
/// its answer, is as idle as one that is silent. Those who have just come, and those who are served, stay.
final class ConnectionRegister: Sendable {
    private struct Entry {
        let channel: any Channel
        let activity: ConnectionActivity
        let client: ClientAddress?
    }

    private struct Content {
        var entries: [ObjectIdentifier: Entry] = [:]
        var counts: [ClientAddress: Int] = [:]
        /// Connections that were told to go, since the start.
        var evicted = 0
    }

    private let content = Mutex(Content())
    private let perAddress: Int
    private let isUnlimited: @Sendable ([UInt8]) -> Bool

    /// - Parameters:
    ///   - perAddress: connections that one address may have; one more ends its own idlest.
    ///   - isUnlimited: whether that does not hold for an address.
    init(perAddress: Int, isUnlimited: @escaping @Sendable ([UInt8]) -> Bool = { _ in false }) {
        self.perAddress = perAddress
        self.isUnlimited = isUnlimited
    }

    /// Connections that are open, and those that had to go since the start.
    var count: (open: Int, evicted: Int) { content.withLock { ($0.entries.count, $0.evicted) } }

    /// Enters a connection until it is closed.
    func add(_ channel: any Channel) -> ConnectionActivity {
        let id = ObjectIdentifier(channel)
        let entry = Entry(
            channel: channel, activity: ConnectionActivity(),
            client: channel.remoteAddress.flatMap { ClientAddress($0, unless: isUnlimited) })
        let crowded = content.withLock { content in
            content.entries[id] = entry
            guard let client = entry.client else { return false }
            content.counts[client, default: 0] += 1
            return content.counts[client, default: 0] > perAddress
        }
        channel.closeFuture.whenComplete { _ in self.remove(id) }
        if crowded { evict(max(1, perAddress / 16)) { $0.client == entry.client } }
        return entry.activity
    }

    private func remove(_ id: ObjectIdentifier) {
        content.withLock { content in
            guard let client = content.entries.removeValue(forKey: id)?.client, let count = content.counts[client]
            else { return }
            content.counts[client] = count > 1 ? count - 1 : nil
        }
    }

    /// Makes room for some more connections. Several go at once, since looking for them takes longer the more there are.
    func makeRoom(_ count: Int) { evict(count) { _ in true } }

    private func evict(_ count: Int, where isMeant: (Entry) -> Bool) {
        let leaving = content.withLock { content in
            var found = content.entries.values.compactMap { entry in
                isMeant(entry) && !entry.activity.isLeaving ? (since: entry.activity.last, entry) : nil
            }
            found.sort { $0.since < $1.since }
            let leaving = found.prefix(count).map(\.1)
            for entry in leaving { entry.activity.leave() }
            content.evicted += leaving.count
            return leaving
        }
        for entry in leaving { entry.channel.pipeline.fireUserInboundEventTriggered(ConnectionEviction()) }
    }
}

/// An address as a client has one: in IPv6 a host that has one has all of the same 64 first bits (RFC 6177). Not of clients on this
/// machine, nor of those that may have any number of connections: they stand for many.
struct ClientAddress: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    init?(_ address: SocketAddress, unless isUnlimited: ([UInt8]) -> Bool) {
        let bytes = address.withSockAddr { pointer, size in
            Array(UnsafeRawBufferPointer(start: pointer, count: size))
        }
        // Behind family and port (and in IPv6 the flow, 4 bytes): ip(7), ipv6(7).
        switch (address, bytes.count) {
        case (.v4, 8...): self.init(v4: Array(bytes[4..<8]), isUnlimited)
        case (.v6, 24...): self.init(v6: Array(bytes[8..<24]), isUnlimited)
        default: return nil
        }
    }

    private init?(v4 bytes: [UInt8], _ isUnlimited: ([UInt8]) -> Bool) {
        guard bytes.first != 127, !isUnlimited(bytes) else { return nil }
        self.init(high: 0, low: Self.number(bytes[...]))
    }

    private init?(v6 bytes: [UInt8], _ isUnlimited: ([UInt8]) -> Bool) {
        let (first, last) = (Self.number(bytes.prefix(8)), Self.number(bytes.suffix(8)))
        if first == 0, last >> 32 == 0xFFFF {
            // ::ffff:a.b.c.d is IPv4.
            self.init(v4: Array(bytes.suffix(4)), isUnlimited)
        } else if first == 0, last == 1 {
            return nil
        } else {
            guard !isUnlimited(bytes) else { return nil }
            self.init(high: first, low: 0)
        }
    }

    private init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}
