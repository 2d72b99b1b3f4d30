import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// An SMTP server on this machine that keeps the mails it takes, on a port of its own.
package final class MailServer: Sendable {
    /// What it does beside taking mail.
    package struct Behaviour: Sendable {
        /// Nil: it does not offer STARTTLS.
        package var identity: Authority.Identity?
        /// Base64 of `\0user\0password`; nil: it offers no login.
        package var login: String?
        /// The reply to `RCPT TO`.
        package var recipient = "250 ok"
        /// Said as soon as a client connects.
        package var greeting = "220 mail.example.test ESMTP"
        /// Says nothing more after the greeting.
        package var isSilent = false
        /// Bytes that follow the reply to STARTTLS before TLS begins, as someone in between would send them.
        package var smuggled = ""

        package init() {}
    }

    /// A mail as it was taken.
    package struct Mail: Sendable {
        package var from: String
        package var to: [String]
        package var text: String
        /// Whether it came over TLS.
        package var isEncrypted: Bool
        package var isLoggedIn: Bool

        /// The value of a header field.
        package func header(_ name: String) -> String? {
            text.components(separatedBy: "\r\n").first { $0.hasPrefix(name + ": ") }.map {
                String($0.dropFirst(name.count + 2))
            }
        }

        /// The body, decoded from base64.
        package var body: String {
            let parts = text.components(separatedBy: "\r\n\r\n")
            let data = Data(base64Encoded: parts.dropFirst().joined().replacingOccurrences(of: "\r\n", with: ""))
            return String(decoding: data ?? Data(), as: UTF8.self)
        }
    }

    package let port: Int
    private let channel: any Channel
    private let taken: Mutex<[Mail]>

    package init(_ behaviour: Behaviour = Behaviour()) async throws {
        let box = Box()
        let context = try behaviour.identity.map { identity in
            try NIOSSLContext(
                configuration: .makeServerConfiguration(
                    certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(identity.certificates.utf8)).map {
                        .certificate($0)
                    }, privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(identity.key.utf8), format: .pem))))
        }
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Session(behaviour, context) { box.server?.take($0) })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
        taken = Mutex([])
        box.set(self)
    }

    /// The mails taken, in order.
    package var mails: [Mail] { taken.withLock { $0 } }

    package func stop() async { try? await channel.close() }

    private func take(_ mail: Mail) { taken.withLock { $0.append(mail) } }

    /// The socket must be there before its owner is.
    private final class Box: Sendable {
        private struct Owner { weak var server: MailServer? }
        private let owner = Mutex(Owner())
        var server: MailServer? { owner.withLock { $0.server } }
        func set(_ server: MailServer) { owner.withLock { $0.server = server } }
    }

    private final class Session: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let behaviour: Behaviour
        private let context: NIOSSLContext?
        private let take: (Mail) -> Void
        private var received = ""
        private var mail = Mail(from: "", to: [], text: "", isEncrypted: false, isLoggedIn: false)
        private var isData = false

        init(_ behaviour: Behaviour, _ context: NIOSSLContext?, take: @escaping (Mail) -> Void) {
            (self.behaviour, self.context, self.take) = (behaviour, context, take)
        }

        func channelActive(context: ChannelHandlerContext) { say(behaviour.greeting, context) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            received += String(buffer: unwrapInboundIn(data))
            while let end = received.range(of: "\r\n") {
                let line = String(received[..<end.lowerBound])
                received = String(received[end.upperBound...])
                if !behaviour.isSilent { answer(line, context) }
            }
        }

        private func say(_ text: String, _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text + "\r\n")), promise: nil)
        }

        private func answer(_ line: String, _ context: ChannelHandlerContext) {
            if isData {
                guard line == "." else {
                    mail.text += (line.hasPrefix(".") ? String(line.dropFirst()) : line) + "\r\n"
                    return
                }
                isData = false
                take(mail)
                (mail.text, mail.to) = ("", [])
                return say("250 queued", context)
            }
            switch line.split(separator: " ").first?.uppercased() {
            case "EHLO":
                let features = [
                    self.context != nil && !mail.isEncrypted ? "STARTTLS" : nil,
                    behaviour.login.map { _ in "AUTH PLAIN LOGIN" }, "SIZE 1000000",
                ].compactMap(\.self)
                for feature in ["mail.example.test"] + features.dropLast() { say("250-\(feature)", context) }
                say("250 \(features.last ?? "")", context)
            case "STARTTLS":
                guard let tls = self.context else { return say("502 no", context) }
                say("220 go ahead" + (behaviour.smuggled.isEmpty ? "" : "\r\n" + behaviour.smuggled), context)
                mail.isEncrypted = true
                try? context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls), position: .first)
            case "AUTH":
                mail.isLoggedIn = line == "AUTH PLAIN \(behaviour.login ?? "")"
                say(mail.isLoggedIn ? "235 welcome" : "535 wrong password", context)
            case "MAIL":
                mail.from = String(line.dropFirst("MAIL FROM:<".count).dropLast())
                say("250 ok", context)
            case "RCPT":
                mail.to.append(String(line.dropFirst("RCPT TO:<".count).dropLast()))
                say(behaviour.recipient, context)
            case "DATA":
                isData = true
                say("354 go on", context)
            case "QUIT":
                say("221 bye", context)
                context.close(promise: nil)
            default: say("500 what?", context)
            }
        }
    }
}
