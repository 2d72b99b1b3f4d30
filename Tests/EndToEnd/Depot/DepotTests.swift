import Foundation
import Support
import SystemPackage
import Testing

/// Instances with a bucket in common: what one publishes can be fetched from all.
@Suite(.enabled(if: BucketServer.program != nil, "rclone could not be fetched"))
struct DepotTests {
    private static let numbers = "numbers: { +49 211 1234567: [{ play: welcome }, hangup] }"

    private func instance(
        _ store: BucketServer, welcome: String = "welcome.flac",
        keys: String = BucketServer.keys
    ) throws -> ServedFolder {
        try ServedFolder(
            Self.numbers, settings: store.settings, environment: ["BUCKET_KEYS": keys]
        ) { try $0.copy(welcome, to: "media/welcome.\(welcome.split(separator: ".").last ?? "")") }
    }

    private func health(_ served: ServedFolder) throws -> String {
        try DashboardClient(port: served.adminPort).get("/health").text
    }

    private static func object(_ url: String) -> String { String(url.suffix(20)) }

    @Test("what one instance answers with can be fetched from another that does not have the recording")
    func shared() throws {
        let store = try BucketServer()
        let a = try instance(store)
        let b = try instance(store, welcome: "enter-code.au")
        let url = try #require(try a.provider.newCall().url)
        let other = try #require(try b.provider.newCall().url)
        // They were there before the first answer named them.
        #expect(url != other && store.names == [Self.object(url), Self.object(other)])
        let sound = try a.provider.fetch(url)
        for _ in 0..<2 {
            let same = try b.provider.fetch(url)
            #expect(same.status == 200 && same.body == sound.body && same.header("etag") == sound.header("etag"))
        }
        // By another name, it is the same content.
        #expect(try b.provider.fetch(url.replacing("welcome-", with: "willkommen-")).status == 200)
        // Kept, so the store is needed no more, nor after a restart of the first.
        try FileManager.default.removeItem(atPath: store.objects.appending(Self.object(url)).string)
        #expect(try b.provider.fetch(url).status == 200)
    }

    @Test("names that no instance has published are not found, many at once neither")
    func unknown() throws {
        let store = try BucketServer()
        let a = try instance(store)
        let b = try instance(store, welcome: "enter-code.au")
        let url = try #require(try a.provider.newCall().url)
        let (base, port) = (url.dropLast(20), b.port)
        DispatchQueue.concurrentPerform(iterations: 8) { worker in
            for number in 0..<50 {
                let digits = String(format: "%016x", worker * 1000 + number)
                let answer = try? Provider(port: port).fetch("\(base)\(digits).wav")
                #expect(answer?.status == 404)
            }
        }
        #expect(try b.provider.fetch(url).status == 200)
        for name in ["welcome.wav", "welcome-0123456789ABCDEF.wav", "-0123456789abcdef.wav", "..-0123456789abcdef.wav"]
        {
            #expect(try b.provider.fetch(url.replacing(/[^\/]+$/, with: name)).status == 404)
        }
    }

    @Test("what is not what its name says, or would not play, is not given out", arguments: ["other", "text", "cut"])
    func foreign(_ kind: String) throws {
        let store = try BucketServer()
        let a = try instance(store)
        let b = try instance(store, welcome: "enter-code.au")
        let url = try #require(try a.provider.newCall().url)
        let object = store.objects.appending(Self.object(url)).string
        let whole = try Data(contentsOf: URL(fileURLWithPath: object))
        switch kind {
        case "other":
            let other = Self.object(try #require(try b.provider.newCall().url))
            try FileManager.default.removeItem(atPath: object)
            try FileManager.default.copyItem(atPath: store.objects.appending(other).string, toPath: object)
        case "text": try Data("<html>".utf8).write(to: URL(fileURLWithPath: object))
        default: try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: object))
        }
        #expect(try b.provider.fetch(url).status == 404)
        #expect(try a.provider.fetch(url).status == 200)
        // The other's own announcement is where it was.
        #expect(try b.provider.fetch(#require(b.provider.newCall().url)).status == 200)
        #expect(try !b.program.errorsSoFar().contains("has gone or was changed"))
        // Mended, it is found after a second.
        try whole.write(to: URL(fileURLWithPath: object))
        try b.program.poll("the mended file") { try b.provider.fetch(url).status == 200 }
    }

    @Test("while the store is down, calls are answered from the disk, and announcements are stored later")
    func down() throws {
        let store = try BucketServer(starts: false)
        let a = try instance(store)
        let url = try #require(try a.provider.newCall().url)
        #expect(try a.provider.fetch(url).status == 200)
        try a.program.poll("the warning") { try health(a).contains("connection refused. They are served from here") }
        try store.start()
        try a.program.poll("the object") { store.names == [Self.object(url)] }
        try a.program.poll("good health") { try !health(a).contains("They are served from here") }
        // What was published before is stored as well, with another store.
        try FileManager.default.removeItem(atPath: store.objects.appending(Self.object(url)).string)
        try a.restart()
        try a.program.poll("the object again") { store.names == [Self.object(url)] }
    }

    @Test("a wrong secret is reported, and no call is worse for it") func wrongSecret() throws {
        let store = try BucketServer()
        let a = try instance(store, keys: "tester:wrong")
        let url = try #require(try a.provider.newCall().url)
        #expect(try a.provider.fetch(url).status == 200)
        try a.program.poll("the warning") { try health(a).contains("the store answers 403, so check the key") }
        #expect(store.names.isEmpty)
    }

    @Test("without keys the server says what it needs", arguments: [nil, "no-colon"])
    func noKeys(_ keys: String?) throws {
        let store = try BucketServer()
        let folder = try TemporaryFolder()
        try folder.makeFolder("media")
        try folder.copy("welcome.flac", to: "media/welcome.flac")
        try folder.write(Array(ServedFolder.text(Self.numbers, settings: store.settings).utf8), to: "announce.yaml")
        let run = try RunningProgram(
            [Announce.path, "serve", "--state", "state"], in: folder.path,
            environment: keys.map { ["BUCKET_KEYS": $0] } ?? [:], input: .nothing
        ).wait()
        #expect(run.status == 1 && run.errors.contains("BUCKET_KEYS"), "\(run)")
    }
}
