import NIOCore
import NIOEmbedded
import Testing

@testable import HTTPListener

@Suite("Who goes when places run short")
struct ConnectionRegisterTests {
    /// A connection from an address, and whether it was told to go.
    private final class Connection {
        let channel = EmbeddedChannel()
        private(set) var mustGo = false

        private final class Witness: ChannelInboundHandler {
            typealias InboundIn = Any
            weak var connection: Connection?

            func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
                if event is ConnectionEviction { connection?.mustGo = true }
            }
        }

        init(_ address: String) throws {
            channel.remoteAddress = try SocketAddress(ipAddress: address, port: 4000)
            let witness = Witness()
            witness.connection = self
            try channel.pipeline.syncOperations.addHandler(witness)
        }
    }

    @Test(
        "an address beyond its bound loses its own idlest, and others lose nothing",
        arguments: [
            ("192.0.2.1", "192.0.2.1", "192.0.2.2", true), ("192.0.2.1", "::ffff:192.0.2.1", "::ffff:192.0.2.9", true),
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1", true),
            // On this machine: proxies that stand for many.
            ("127.0.0.1", "127.0.0.2", "192.0.2.1", false), ("::1", "::1", "192.0.2.1", false),
            // As configured.
            ("198.51.100.7", "::ffff:198.51.100.7", "192.0.2.1", false),
            ("2001:db8:9::1", "2001:db8:9::1", "::2", false),
        ])
    func bound(_ first: String, _ same: String, _ other: String, _ isBound: Bool) throws {
        let register = ConnectionRegister(perAddress: 2) { address in
            address == [198, 51, 100, 7] || address.starts(with: [0x20, 0x01, 0x0D, 0xB8, 0, 9])
        }
        let connections = try [other, first, same, same].map { try Connection($0) }
        let activities = connections.prefix(3).map { register.add($0.channel) }
        #expect(connections.map(\.mustGo) == [false, false, false, false])
        activities[1].touch()
        _ = register.add(connections[3].channel)
        #expect(connections.map(\.mustGo) == [false, false, isBound, false])
        #expect(register.count.evicted == (isBound ? 1 : 0))
        // One that has ended counts no more.
        _ = try connections[2].channel.finish()
        _ = try connections[3].channel.finish()
        let next = try Connection(first)
        _ = register.add(next.channel)
        #expect(!connections[1].mustGo && !next.mustGo)
    }

    @Test("room is made by those that were of no use the longest, and nobody is told twice") func room() throws {
        let register = ConnectionRegister(perAddress: 100)
        let connections = try (1...5).map { try Connection("192.0.2.\($0)") }
        let activities = connections.map { register.add($0.channel) }
        activities[0].touch()
        register.makeRoom(2)
        #expect(connections.map(\.mustGo) == [false, true, true, false, false])
        register.makeRoom(1)
        #expect(connections.map(\.mustGo) == [false, true, true, true, false])
        #expect(register.count == (5, 3))
    }
}
