import Support
import Testing

/// The depot in a store that verifies what was signed to the last byte.
@Suite(.enabled(if: CephStore.isInstalled, "ceph-mon, ceph-osd, radosgw and rclone"))
struct CephTests {
    private static let numbers = "numbers: { +49 211 1234567: [{ play: welcome }, hangup] }"

    private func instance(_ store: CephStore, welcome: String, secret: String) throws -> ServedFolder {
        try ServedFolder(
            Self.numbers, settings: store.settings, environment: ["BUCKET_KEYS": "\(store.user):\(secret)"]
        ) { try $0.copy(welcome, to: "media/welcome.\(welcome.split(separator: ".").last ?? "")") }
    }

    @Test("what one instance stores is whole, another gives it out, and a wrong secret is reported") func shared()
        throws
    {
        let store = try CephStore()
        let a = try instance(store, welcome: "welcome.flac", secret: store.secret)
        let b = try instance(store, welcome: "enter-code.au", secret: store.secret)
        let url = try #require(try a.provider.newCall().url)
        let other = try #require(try b.provider.newCall().url)
        let keys = [url, other].map { "ansagen/2026_v1.0/" + $0.suffix(20) }
        #expect(try store.names() == Set(keys))
        let sound = try a.provider.fetch(url)
        #expect(try sound.body == store.content(of: keys[0]))
        let same = try b.provider.fetch(url)
        #expect(same.status == 200 && same.body == sound.body)
        #expect(try b.provider.fetch(url.replacing(/[0-9a-f]{16}/, with: "0123456789abcdef")).status == 404)

        let c = try instance(store, welcome: "main-menu.mp3", secret: "wrong")
        #expect(try c.provider.fetch(#require(c.provider.newCall().url)).status == 200)
        try c.program.poll("the warning") {
            try DashboardClient(port: c.adminPort).get("/health").text.contains(
                "the store answers 403, so check the key")
        }
        #expect(try store.names() == Set(keys))
    }
}
