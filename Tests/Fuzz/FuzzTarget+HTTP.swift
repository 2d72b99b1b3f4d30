import Foundation
import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1

@testable import HTTPListener

extension FuzzTarget {
    /// Requests as a client may send them, on the handlers of a real connection.
    static let http = FuzzTarget(
        name: "http",
        corpus: {
            [
                "GET /media/a-0123.wav HTTP/1.1\r\nHost: a\r\nRange: bytes=0-99\r\nIf-None-Match: \"x\"\r\n\r\n",
                "POST /sipgate HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nAuthorization: Basic YTpi\r\n\r\nevent=dtmf&",
                "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n",
                "HEAD http://a/%2e%2e/x?y=z HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.1\r\nHost: b\r\n\r\n",
            ].map { Array($0.utf8) }
        },
        tokens: [
            "\r\n", "\n", "\r", "\0", "Content-Length: 1\r\n", "Transfer-Encoding: chunked\r\n", "Host: b\r\n", " ",
            ":", "HTTP/2.0",
            "ffffffffffffffff\r\n", "-1", "%2f", "%00", "Range: bytes=-0,1-", "GET ",
        ],
        run: { bytes in
            let channel = EmbeddedChannel()
            let limits = ConnectionLimits()
            try channel.pipeline.syncOperations.addHTTP(Echo(), limits: limits, activity: ConnectionActivity())
            // Bytes arrive in pieces.
            let middle = bytes.count / 2
            for part in [bytes[..<middle], bytes[middle...]] { _ = try? channel.writeInbound(ByteBuffer(bytes: part)) }
            channel.embeddedEventLoop.run()
            var answers = 0
            while let answer = try channel.readOutbound(as: ByteBuffer.self) {
                answers += answer.readableBytes
                try require(answers < 1 << 20, "answers without end")
            }
            _ = try? channel.finish(acceptAlreadyClosed: true)

            let text = String(decoding: bytes.prefix(1000), as: UTF8.self)
            if let path = RequestPath(target: text), let decoded = path.decoded {
                // `%2F` is part of a segment's text; a segment is a name that is looked up, and never a path.
                try require(!decoded.contains(where: \.isEmpty) || path.segments.contains(""), "a segment vanished")
            }
            _ = BasicCredentials(user: "a", password: "b").authorize(text)
        })

    private final class Echo: RequestResponder {
        func receive(_ head: HTTPRequestHead) -> BodyUse { head.method == .POST ? .collected : .ignored }
        func answer(_ head: HTTPRequestHead, body: ByteBuffer) -> RequestAnswer { .now(Reply(.ok, text: head.uri)) }
        func answerEarly(_ head: HTTPRequestHead) -> Reply { Reply(.contentTooLarge, text: "") }
        func answerUnreadable(isComplete: Bool) -> Reply { .unreadable }
        func answerWritten(client: () -> SocketAddress?) {}
    }

    /// Uploads: what is read must not depend on how the bytes arrive.
    static let multipart = FuzzTarget(
        name: "multipart",
        corpus: {
            [
                "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; "
                    + "filename=\"a%22.wav\"\r\nContent-Type: audio/wav\r\n\r\nRIFF\r\n--b--\r\n",
                "--b\r\ncontent-disposition: form-data; name=a\r\n\r\n--b\r\n\r\n--b--",
            ].map { Array($0.utf8) }
        },
        tokens: ["--b", "--b--", "\r\n", "\r\n\r\n", "name=\"", "filename=\"", "\"", "\\", ";", "\0"],
        run: { bytes in
            let whole = events(bytes, step: max(1, bytes.count))
            try require(events(bytes, step: 1) == whole, "other parts where bytes arrive one by one")
        })

    /// Neighbouring pieces of one part are joined; nil if it was refused or has no end.
    private static func events(_ bytes: [UInt8], step: Int) -> [String]? {
        var reader = MultipartReader(boundary: "b")
        var events: [String] = []
        var content: [UInt8] = []
        do {
            for start in stride(from: 0, to: bytes.count, by: step) {
                for event in try reader.read(bytes[start..<min(bytes.count, start + step)]) {
                    if case .data(let part) = event {
                        content += part
                    } else {
                        events += [String(decoding: content, as: UTF8.self), "\(event)"]
                        content = []
                    }
                }
            }
        } catch {
            return nil
        }
        return reader.isDone ? events : nil
    }
}
