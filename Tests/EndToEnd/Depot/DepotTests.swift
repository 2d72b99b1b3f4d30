import Foundation
import Support
import SystemPackage
import Testing

/// Instances with a depot in common, a bucket or a database: what one publishes can be fetched from all.
@Suite(.enabled(if: !DepotKind.available.isEmpty, "rclone could not be fetched, and PostgreSQL is not installed"))
struct DepotTests {
    private static let numbers = "numbers: { +49 211 1234567: [{ play: welcome }, hangup] }"

    private func instance(
        _ store: any DepotServer, welcome: String = "welcome.flac", refused: Bool = false
    ) throws -> ServedFolder {
        try ServedFolder(
            Self.numbers, settings: refused ? store.refusedSettings : store.settings,
            environment: refused ? store.refusedEnvironment : store.environment
        ) { try $0.copy(welcome, to: "media/welcome.\(welcome.split(separator: ".").last ?? "")") }
    }

    private func health(_ served: ServedFolder) throws -> String {
        try DashboardClient(port: served.adminPort).get("/health").text
    }

    private static func object(_ url: String) -> String { String(url.suffix(20)) }

    @Test(
        "what one instance answers with can be fetched from another that does not have the recording",
        arguments: DepotKind.available)
    func shared(_ kind: DepotKind) throws {
        let store = try kind.server()
        let a = try instance(store)
        let b = try instance(store, welcome: "enter-code.au")
        let url = try #require(try a.provider.newCall().url)
        let other = try #require(try b.provider.newCall().url)
        // They were there before the first answer named them.
        #expect(try url != other && store.names() == [Self.object(url), Self.object(other)])
        let sound = try a.provider.fetch(url)
        #expect(try store.content(of: Self.object(url)) == sound.body)
        for _ in 0..<2 {
            let same = try b.provider.fetch(url)
            #expect(same.status == 200 && same.body == sound.body && same.header("etag") == sound.header("etag"))
        }
        // By another name, it is the same content.
        #expect(try b.provider.fetch(url.replacing("welcome-", with: "willkommen-")).status == 200)
        // Kept, so the store is needed no more, nor after a restart of the first.
        try store.replace(Self.object(url), with: nil)
        #expect(try b.provider.fetch(url).status == 200)
    }

    @Test("an announcement of minutes arrives whole", arguments: DepotKind.available)
    func long(_ kind: DepotKind) throws {
        let store = try kind.server()
        // More than one round trip holds.
        let second = WaveFile.tone(seconds: 1, rate: 8000).dropFirst(44)
        let sound = WaveFile.header(rate: 8000, channels: 1, frames: 300 * 8000) + (0..<300).flatMap { _ in second }
        let a = try ServedFolder(Self.numbers, settings: store.settings, environment: store.environment) {
            try $0.write(sound, to: "media/welcome.wav")
        }
        let b = try instance(store)
        let url = try #require(try a.provider.newCall().url)
        let whole = try a.provider.fetch(url)
        #expect(try whole.body.count > 4_500_000 && b.provider.fetch(url).body == whole.body)
    }

    @Test("names that no instance has published are not found, many at once neither", arguments: DepotKind.available)
    func unknown(_ kind: DepotKind) throws {
        let store = try kind.server()
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

    @Test(
        "what is not what its name says, or would not play, is not given out", arguments: DepotKind.available,
        ["other", "text", "cut"])
    func foreign(_ depot: DepotKind, _ kind: String) throws {
        let store = try depot.server()
        let a = try instance(store)
        let b = try instance(store, welcome: "enter-code.au")
        let url = try #require(try a.provider.newCall().url)
        let object = Self.object(url)
        let whole = try store.content(of: object)
        let wrong =
            switch kind {
            case "other": try store.content(of: Self.object(#require(b.provider.newCall().url)))
            case "text": Array("<html>".utf8)
            default: Array(whole.prefix(whole.count / 2))
            }
        try store.replace(object, with: wrong)
        #expect(try b.provider.fetch(url).status == 404)
        #expect(try a.provider.fetch(url).status == 200)
        // The other's own announcement is where it was.
        #expect(try b.provider.fetch(#require(b.provider.newCall().url)).status == 200)
        #expect(try !b.program.errorsSoFar().contains("has gone or was changed"))
        // Mended, it is found after a second.
        try store.replace(object, with: whole)
        try b.program.poll("the mended file") { try b.provider.fetch(url).status == 200 }
    }

    @Test(
        "while the store is down, calls are answered from the disk, and announcements are stored later",
        arguments: DepotKind.available)
    func down(_ kind: DepotKind) throws {
        let store = try kind.server(isDown: true)
        let a = try instance(store)
        let url = try #require(try a.provider.newCall().url)
        #expect(try a.provider.fetch(url).status == 200)
        try a.program.poll("the warning") {
            let text = try health(a)
            return text.lowercased().contains("connection refused") && text.contains("They are served from here")
        }
        try store.start()
        try a.program.poll("the object") { try store.names() == [Self.object(url)] }
        try a.program.poll("good health") { try !health(a).contains("They are served from here") }
        // What was published before is stored as well, with another store.
        try store.replace(Self.object(url), with: nil)
        try a.restart()
        try a.program.poll("the object again") { try store.names() == [Self.object(url)] }
    }

    @Test("a key without rights is reported, and no call is worse for it", arguments: DepotKind.available)
    func noRights(_ kind: DepotKind) throws {
        let store = try kind.server()
        let a = try instance(store, refused: true)
        let url = try #require(try a.provider.newCall().url)
        #expect(try a.provider.fetch(url).status == 200)
        try a.program.poll("the warning") { try health(a).contains(store.refusal) }
        #expect(try store.names().isEmpty)
    }

    @Test("the doctor finds what is missing, what is damaged, and who may not write", arguments: DepotKind.available)
    func doctor(_ kind: DepotKind) throws {
        let store = try kind.server()
        let a = try instance(store)
        let url = try #require(try a.provider.newCall().url)
        func consult(_ settings: String, _ environment: [String: String]) throws -> Consultation.Check? {
            let text = ServedFolder.text(Self.numbers, settings: settings)
                .replacing(Provider.publicURL, with: "http://phone.example.test:\(a.port)/ann")
            try a.folder.write(Array(text.utf8), to: "doctor.yaml")
            return try Consultation(in: a.folder, environment: environment)["depot"]
        }
        let healthy = try consult(store.settings, store.environment)
        #expect(healthy?.status == "ok", "\(String(describing: healthy))")
        #expect(healthy?.seen.hasSuffix("1 announcement, 1 compared with the hash; may write") == true)
        try store.replace(Self.object(url), with: Array("<html>".utf8))
        let damaged = try consult(store.settings, store.environment)
        #expect(damaged?.status == "failed" && damaged?.seen.contains("not what the name says") == true)
        try store.replace(Self.object(url), with: nil)
        let missing = try consult(store.settings, store.environment)
        #expect(missing?.status == "failed" && missing?.seen.contains("1 of 1 announcement missing: welcome-") == true)
        let refused = try consult(store.refusedSettings, store.refusedEnvironment)
        #expect(refused?.status == "failed" && refused?.seen.contains(store.refusal) == true)
    }

    @Test(
        "without keys the server says what it needs",
        .enabled(if: BucketServer.program != nil, "rclone could not be fetched"), arguments: [nil, "no-colon"])
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
