import FoundationEssentials
import NIOCore
import NIOSSL

/// The commands and replies on one connection to an SMTP server.
struct SMTPSession {
    private let channel: any Channel
    private var input: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let output: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private let host: String
    private var received = ByteBuffer()

    /// Bytes of a reply; a server that says more is none.
    private static let longestReply = 1 << 16

    init(
        _ channel: any Channel, _ input: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        _ output: NIOAsyncChannelOutboundWriter<ByteBuffer>, host: String
    ) {
        (self.channel, self.input, self.output, self.host) = (channel, input, output, host)
    }

    /// Introduces this machine, and returns what the server can do, in capitals: `STARTTLS`, `AUTH PLAIN LOGIN`.
    mutating func greet() async throws -> [String] {
        // An address in brackets stands for a machine without a name (RFC 5321, section 4.1.3).
        let address = channel.localAddress?.ipAddress ?? "127.0.0.1"
        return try await command("EHLO [\(address.contains(":") ? "IPv6:" : "")\(address)]", 250).dropFirst().map {
            $0.uppercased()
        }
    }

    /// Begins TLS on this connection.
    ///
    /// What came before TLS could be anybody's: a server that has said more than its reply is not trusted with the rest
    /// (CVE-2011-0411).
    mutating func secure(_ context: NIOSSLContext, host: String?) async throws {
        guard received.readableBytes == 0 else { throw DeliveryError.notSMTP }
        let channel = channel
        try await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(
                try NIOSSLClientHandler(context: context, serverHostname: host), position: .first)
        }.get()
    }

    mutating func logIn(_ user: String, _ password: String, _ features: [String]) async throws {
        let methods = features.first { $0.hasPrefix("AUTH") }?.split(separator: " ").dropFirst() ?? []
        func encoded(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
        if methods.contains("PLAIN") {
            try await command("AUTH PLAIN \(encoded("\0\(user)\0\(password)"))", saying: "the login", 235)
        } else if methods.contains("LOGIN") {
            try await command("AUTH LOGIN", saying: "the login", 334)
            try await command(encoded(user), saying: "the login", 334)
            try await command(encoded(password), saying: "the login", 235)
        } else {
            throw DeliveryError.noLogin(host: host)
        }
    }

    /// Sends the mail itself. A line that begins with a dot gets another, which the server removes.
    mutating func deliver(_ message: [UInt8]) async throws {
        let (dot, feed) = (UInt8(ascii: "."), UInt8(ascii: "\n"))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(message.count + 16)
        for byte in message {
            if byte == dot, bytes.last ?? feed == feed { bytes.append(dot) }
            bytes.append(byte)
        }
        if !message.suffix(2).elementsEqual([UInt8(ascii: "\r"), feed]) { bytes += Array("\r\n".utf8) }
        try await output.write(ByteBuffer(bytes: bytes + Array(".\r\n".utf8)))
        try await expect("the mail", 250)
    }

    /// Sends a command and awaits one of these replies.
    ///
    /// - Parameter name: what an error calls it; nil: the command itself, unless it is a secret.
    @discardableResult
    mutating func command(_ text: String, saying name: String? = nil, _ codes: Int...) async throws -> [String] {
        try await output.write(ByteBuffer(string: text + "\r\n"))
        return try await reply(to: name ?? text, codes)
    }

    @discardableResult
    mutating func expect(_ command: String, _ codes: Int...) async throws -> [String] {
        try await reply(to: command, codes)
    }

    /// - Returns: the lines of the reply without their number.
    private mutating func reply(to command: String, _ codes: [Int]) async throws -> [String] {
        var lines: [String] = []
        var size = 0
        while true {
            let line = try await self.line()
            size += line.utf8.count
            guard let code = Int(line.prefix(3)), line.utf8.count >= 3, size < Self.longestReply else {
                throw DeliveryError.notSMTP
            }
            lines.append(String(line.dropFirst(4)))
            if line.dropFirst(3).first == "-" { continue }
            guard codes.contains(code) else {
                throw DeliveryError.refused(command: command, code: code, words: lines.joined(separator: " "))
            }
            return lines
        }
    }

    private mutating func line() async throws -> String {
        while true {
            if let end = received.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
                let length = end - received.readerIndex + 1
                let bytes = received.readBytes(length: length) ?? []
                return String(decoding: bytes.filter { $0 != 13 && $0 != 10 }, as: UTF8.self)
            }
            guard received.readableBytes < Self.longestReply else { throw DeliveryError.notSMTP }
            guard var more = try await input.next(isolation: #isolation) else { throw ChannelError.eof }
            received.writeBuffer(&more)
        }
    }
}
