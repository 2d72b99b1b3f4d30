import CallFlow
import NIOCore
import NIOPosix
import NIOSSL
import Sipgate

/// Submits one mail to an SMTP server (RFC 5321, RFC 6409), with STARTTLS (RFC 3207) and a login by password (RFC 4954).
///
/// The conversation is a question and an answer at a time: the server greets, and then each command is sent when the reply to
/// the one before has come. A reply is one or more lines `250-…`, the last with a space after its number; 2xx is yes, 3xx
/// go on, 4xx and 5xx no.
///
///     S: 220 mail.example.com        C: AUTH PLAIN AGFubmEAc2VjcmV0
///     C: EHLO [192.0.2.1]            S: 235 welcome
///     S: 250-mail.example.com        C: MAIL FROM:<a@example.com>     S: 250 ok
///     S: 250-STARTTLS                C: RCPT TO:<b@example.com>       S: 250 ok
///     S: 250 AUTH PLAIN              C: DATA                          S: 354 go on
///     C: STARTTLS                    C: … the mail, then a line with only a dot
///     S: 220 go ahead                S: 250 queued
///     (TLS; then EHLO again)         C: QUIT
struct SMTPClient {
    private let mail: AlertWay.Mail
    private let server: Endpoint
    private let password: String?
    private let authorities: String?

    /// - Parameter authorities: a PEM file of certificates that the server is trusted by beside the system's.
    init(_ mail: AlertWay.Mail, _ server: Endpoint, password: String?, authorities: String?) {
        (self.mail, self.server, self.password, self.authorities) = (mail, server, password, authorities)
    }

    func send(_ message: MailMessage) async throws {
        do {
            let context = try mail.encryption == .off ? nil : Self.context(authorities)
            let channel = try await connect(mail.encryption == .implicit ? context : nil)
            try await channel.executeThenClose { input, output in
                var session = SMTPSession(channel.channel, input.makeAsyncIterator(), output, host: server.host)
                try await session.expect("the connection", 220)
                var features = try await session.greet()
                if mail.encryption == .startTLS, let context {
                    guard features.contains("STARTTLS") else { throw DeliveryError.noEncryption(host: server.host) }
                    try await session.command("STARTTLS", 220)
                    try await session.secure(context, host: Self.name(server.host))
                    features = try await session.greet()
                }
                if let user = mail.user, let password {
                    // In the clear, anyone on the way could read it.
                    guard mail.encryption != .off || isThisMachine else {
                        throw DeliveryError.noLogin(host: server.host)
                    }
                    try await session.logIn(user, password, features)
                }
                try await session.command("MAIL FROM:<\(mail.from)>", 250)
                for address in mail.to { try await session.command("RCPT TO:<\(address)>", 250, 251) }
                try await session.command("DATA", 354)
                try await session.deliver(message.bytes)
                // The mail is taken; what comes now changes nothing.
                _ = try? await session.command("QUIT", 221)
            }
        } catch let error as DeliveryError {
            throw error
        } catch {
            throw DeliveryError.connection(ConnectionFailure(error), host: server.host)
        }
    }

    private var isThisMachine: Bool { ["localhost", "127.0.0.1", "::1"].contains(server.host) }

    private func connect(_ context: NIOSSLContext?) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(10))
            .connect(host: server.host, port: server.port) { [server] channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(
                            try NIOSSLClientHandler(context: context, serverHostname: Self.name(server.host)))
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
    }

    /// The name that a certificate must have; nil for an address, which is compared by itself.
    private static func name(_ host: String) -> String? {
        (try? SocketAddress(ipAddress: host, port: 0)) == nil ? host : nil
    }

    private static func context(_ authorities: String?) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let authorities {
            configuration.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(authorities))]
        }
        return try NIOSSLContext(configuration: configuration)
    }
}
