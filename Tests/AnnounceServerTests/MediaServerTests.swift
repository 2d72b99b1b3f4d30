import CallFlow
import Foundation
import HTTPListener
import NIOCore
import ServerFixtures
import Support
import SystemPackage
import Telephony
import Testing

@Suite("Announcements over HTTP")
struct MediaServerTests {
    @Test(
        "Whole files, from memory and from the disk, and how they may be kept",
        arguments: [0, 1, 44, 100_000, 1 << 20, (1 << 20) + 1, 3_000_001])
    func whole(_ size: Int) async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer(catalogue: try Example.catalogue(folder, sizes: [size]))
        let client = try server.client()
        for path in ["/media/0.wav", "/media/0.wav", "/ann/media/0.wav?x"] {
            await client.send(get(path))
            let answer = try await client.readAnswer()
            #expect(answer.status == 200)
            #expect(answer.body == Example.bytes(size))
            #expect(answer.fields["content-type"] == "audio/wav")
            #expect(answer.fields["cache-control"] == "public, max-age=31536000, immutable")
            #expect(answer.fields["etag"] == "\"hash0\"")
            #expect(answer.fields["last-modified"] == "Sun, 06 Nov 1994 08:49:37 GMT")
            #expect(answer.fields["accept-ranges"] == "bytes")
            #expect(answer.fields["x-content-type-options"] == "nosniff")
        }
        await client.send(get("/media/0.wav", method: "HEAD"))
        let head = try await client.readAnswer(toHead: true)
        #expect(head.status == 200)
        #expect(head.fields["content-length"] == "\(size)")
        try await server.stop()
    }

    @Test("Ranges, and unchanged content", arguments: [100_000, 2_000_000])
    func parts(_ size: Int) async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer(catalogue: try Example.catalogue(folder, sizes: [size]))
        let client = try server.client()
        for (range, expected) in [("10-19", 10..<20), ("-100", size - 100..<size), ("500-", 500..<size)] {
            await client.send(get("/media/0.wav", "Range: bytes=\(range)"))
            let answer = try await client.readAnswer()
            #expect(answer.status == 206)
            #expect(answer.body == Array(Example.bytes(size)[expected]))
            #expect(answer.fields["content-range"] == "bytes \(expected.lowerBound)-\(expected.upperBound - 1)/\(size)")
        }
        await client.send(get("/media/0.wav", "Range: bytes=\(size)-"))
        let outOfRange = try await client.readAnswer()
        #expect(outOfRange.status == 416)
        #expect(outOfRange.fields["content-range"] == "bytes */\(size)")
        await client.send(get("/media/0.wav", "If-None-Match: \"hash0\""))
        let notModified = try await client.readAnswer()
        #expect(notModified.status == 304)
        #expect(notModified.fields["etag"] == "\"hash0\"")
        await client.send(get("/media/0.wav", "If-Match: \"x\""))
        #expect(try await client.readAnswer().status == 412)
        await client.send(get("/media/0.wav", "Range: bytes=0-1", method: "HEAD"))
        #expect(try await client.readAnswer(toHead: true).fields["content-length"] == "\(size)")
        await client.send(get("/media/0.wav", method: "POST") + get("/media/0.wav", method: "DELETE"))
        for _ in 0..<2 {
            let answer = try await client.readAnswer()
            #expect(answer.status == 405)
            #expect(answer.fields["allow"] == "GET, HEAD")
        }
        try await server.stop()
    }

    @Test(
        "Only published files are served",
        arguments: [
            "/media/", "/media", "/media/1.wav", "/media/../secret", "/media/%2e%2e%2fsecret", "/media/..%2fsecret",
            "/media//0.wav", "//media/0.wav", "/media/./0.wav", "/media/0.wav/", "/media/0.wav%00.txt",
            "/media/%30.wav",
            "/media/.hidden", "/media/0.WAV", "/media/sub/0.wav", "/secret", "/media\\0.wav", "/ann/ann/media/0.wav",
        ])
    func notFound(_ path: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write("secret".utf8, to: "secret")
        let server = try await RunningServer(catalogue: try Example.catalogue(folder, sizes: [44]))
        let client = try server.client()
        await client.send(get(path))
        #expect(try await client.readAnswer().status == 404)
        try await server.stop()
    }

    @Test("A file that was changed on disk is not found", arguments: [44, 2_000_000])
    func changed(_ size: Int) async throws {
        let folder = try TemporaryFolder()
        let catalogue = try Example.catalogue(folder, sizes: [size, size, size, size])
        let manager = FileManager.default
        try manager.removeItem(atPath: folder.file("0.wav").string)
        try folder.write([1, 2, 3], to: "1.wav")
        try manager.removeItem(atPath: folder.file("2.wav").string)
        try folder.write(Example.bytes(size), to: "elsewhere")
        try manager.createSymbolicLink(
            atPath: folder.file("2.wav").string, withDestinationPath: folder.file("elsewhere").string)
        try manager.removeItem(atPath: folder.file("3.wav").string)
        try manager.createDirectory(atPath: folder.file("3.wav").string, withIntermediateDirectories: false)
        let server = try await RunningServer(catalogue: catalogue)
        let client = try server.client()
        for index in 0..<4 {
            for method in ["GET", "HEAD"] {
                await client.send(get("/media/\(index).wav", method: method))
                #expect(try await client.readAnswer(toHead: method == "HEAD").status == 404)
            }
        }
        try await server.stop()
    }

    @Test("Memory for files is bounded, and files in demand stay")
    func cache() {
        let cache = ContentCache(capacity: 1000, largest: 300)
        cache.insert(.init(repeating: 0, count: 301), named: "large")
        #expect(cache["large"] == nil)
        for index in 0..<1000 {
            cache.insert(.init(repeating: 1, count: 100 + index % 7), named: "\(index)")
            #expect(cache.size <= 1000)
            cache.insert(.init(repeating: 2, count: 10), named: "favourite")
            #expect(cache["favourite"] != nil)
        }
        #expect(cache["999"]?.readableBytes == 100 + 999 % 7)
        #expect(cache.size > 800)
    }
}
