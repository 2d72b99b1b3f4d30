import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// The page on announcements, by a browser without scripts at the real server.
struct AnnouncementsPageTests {
    private static let configuration = """
        numbers:
          +49 211 1234567: [ { play: greeting }, hangup ]
          +49 211 1234568: { menu: main }
        menus: { main: { prompt: greeting, choices: { 1: hangup } } }
        """

    private func serve() throws -> (ServedFolder, DashboardClient) {
        let served = try ServedFolder(Self.configuration) { try $0.copy("nothing-heard.wav", to: "media/greeting.wav") }
        return (served, DashboardClient(port: served.adminPort))
    }

    private func sound(_ ending: String, in folder: TemporaryFolder, _ frequency: Int = 440) throws -> [UInt8] {
        let name = "\(UUID().uuidString).\(ending)"
        try Tool.require(
            "sox", ["-n", "-r", "44100", "-c", "2", folder.file(name).string, "synth", "1", "sine", "\(frequency)"])
        return try folder.bytes(of: name)
    }

    /// The paths that the page's players and pictures name, by their last part.
    private func sources(_ page: HTTPAnswer) -> [String] {
        page.text.matches(of: /src="([^"]+)"/).map { String($0.1) }.filter { $0.hasPrefix("/announcements") }
    }

    @Test("a FLAC is uploaded, previewed, published, and plays on the telephone") func journey() throws {
        let (served, desk) = try serve()
        let flac = try sound("flac", in: served.folder)
        let preview = try desk.settled(try desk.upload(flac, named: "C:\\Sounds\\News of today.FLAC"))
        #expect(preview.status == 200)
        #expect(preview.text.contains("value=\"News of today\""))
        #expect(preview.text.contains("44100 Hz, stereo"))
        // Nothing is published yet.
        #expect(!(try desk.get("/announcements").text.contains("News")))

        let paths = sources(preview)
        // The picture, the announcement in four places, and what was uploaded.
        #expect(paths.count == 6)
        for path in paths {
            let answer = try desk.get(path)
            #expect(answer.status == 200, "\(path)")
            switch path.split(separator: "/").last {
            case "waveform.svg": #expect(answer.text.hasPrefix("<svg") && answer.body.count < 8000)
            case "recording": #expect(answer.body == flac && answer.header("content-type") == "audio/flac")
            default:
                #expect(answer.header("content-type") == "audio/wav")
                #expect(answer.body.count == 44 + 2 * 8000)
                #expect(try desk.get(path, headers: [("Range", "bytes=0-3")]).body == Array("RIFF".utf8))
            }
        }

        let draft = try #require(paths.first).split(separator: "/").prefix(3).joined(separator: "/")
        let live = try desk.settled(try desk.post("/\(draft)/publish", [("name", "news/today")]))
        #expect(live.text.contains("Published. No number plays it yet."), "\(live.text.suffix(3000))")
        let url = try #require(live.text.firstMatch(of: /<code>(https:[^<]+)<\/code>/)).1
        let wave = try served.provider.fetch(String(url)).body
        try served.folder.write(wave, to: "fetched.wav")
        let inspected = try Announce.run("inspect", "fetched.wav", in: served.folder)
        #expect(inspected.status == 0, "\(inspected.text)")
        let info = try Tool.require("sox", ["--i", served.folder.file("fetched.wav").string]).text
        #expect(info.contains("8000") && info.contains("16-bit Signed Integer PCM"))
        #expect(try served.folder.bytes(of: "media/news/today.flac") == flac)
        #expect(try desk.get("/\(draft)").status == 404)
        #expect(try desk.get("/announcements").text.contains("news/today"))
    }

    @Test("a publication that is not listed yet is waited for, not unknown")
    func onItsWay() throws {
        let served = try ServedFolder("numbers: {}")
        let desk = DashboardClient(port: served.adminPort)
        let page = try desk.get("/announcements/of/news?expect=0123456789abcdef")
        #expect(page.status == 200 && page.text.contains("not live yet"))
        // It comes again when the library reports something, and not before.
        #expect(page.header("refresh") == nil)
        #expect(page.text.contains("data-publishing=\"/announcements/of/news/events?expect=0123456789abcdef\""))
        let events = try HTTPConnection(port: served.adminPort)
        try events.send(HTTPRequest(path: "/announcements/of/news/events?expect=0123456789abcdef"))
        #expect(try events.receive(until: "data: overdue\n\n").contains("event: published\n"))
        #expect(try desk.get("/announcements/of/news?expect=0123456789abcdef&late=yes").status == 404)
        #expect(try desk.get("/announcements/of/news/events?expect=no-hash").status == 404)
    }

    @Test("a replacement gets a new URL; the old URL works and the old version can be restored")
    func replacing() throws {
        let (served, desk) = try serve()
        let old = try #require(try served.provider.newCall().url)
        let before = try served.provider.fetch(old).body

        let mp3 = try sound("mp3", in: served.folder)
        let preview = try desk.settled(try desk.upload(mp3, named: "x.mp3", replacing: "greeting"))
        let draft = try #require(sources(preview).first).split(separator: "/").prefix(3).joined(separator: "/")
        // Not by accident.
        let refused = try desk.post("/\(draft)/publish", [("name", "greeting")])
        #expect(refused.status == 409)
        #expect(refused.text.contains("The announcement greeting already exists"))
        let live = try desk.settled(try desk.post("/\(draft)/publish", [("name", "greeting"), ("replace", "yes")]))
        #expect(live.text.contains("Live: callers hear it now"))
        let new = try #require(try served.provider.newCall().url)
        #expect(new != old && live.text.contains(new))
        #expect(try served.provider.fetch(old).body == before)
        #expect(try served.provider.fetch(new).body != before)
        #expect(!FileManager.default.fileExists(atPath: served.folder.file("media/greeting.wav").string))

        // What it was can be listened to as it was published and as it was recorded.
        for path in sources(live) { #expect(try desk.get(path).status == 200, "\(path)") }
        let id = try #require(live.text.firstMatch(of: /name="version" value="([^"]+)"/)).1
        let back = try desk.settled(
            try desk.post("/announcements/of/greeting/restore", [("version", String(id))]))
        #expect(back.text.contains("Live: callers hear it now"))
        #expect(try served.provider.newCall().url == old)
        #expect(back.text.contains("greeting.mp3"))
    }

    @Test("a version replaced outside the dashboard can be restored from the published file") func otherHands() throws {
        let (served, desk) = try serve()
        let old = try #require(try served.provider.newCall().url)
        try served.folder.write(try sound("wav", in: served.folder), to: "media/greeting.wav")
        try served.program.poll("the new address") { try served.provider.newCall().url != old }
        let page = try desk.get("/announcements/of/greeting")
        let name = try #require(page.text.firstMatch(of: /name="published" value="([^"]+)"/)).1
        #expect(old.hasSuffix(name))
        let answer = try desk.post("/announcements/of/greeting/restore", [("published", String(name))])
        #expect(try desk.settled(answer).text.contains("Live"))
        #expect(try served.provider.newCall().url == old)
        let unknown = [("published", "greeting-0123456789abcdef.wav"), ("version", "../../secret"), ("x", "y")]
        for field in unknown {
            #expect(try desk.post("/announcements/of/greeting/restore", [field]).status == 404)
        }
    }

    @Test("announcements in use cannot be deleted; deleted ones can be restored") func deleting() throws {
        let (served, desk) = try serve()
        let refused = try desk.post("/announcements/of/greeting/delete", [])
        #expect(refused.status == 409)
        #expect(refused.text.contains("because it is in use: +49 211 123 4567, menu main"))
        #expect(try served.provider.newCall().url != nil)

        try served.folder.copy("enter-code.au", to: "media/spare.au")
        try served.program.poll("spare") { try desk.get("/announcements").text.contains("waveform/spare-") }
        let list = try desk.follow(try desk.post("/announcements/of/spare/delete", []))
        #expect(list.text.contains("spare was deleted"))
        #expect(!FileManager.default.fileExists(atPath: served.folder.file("media/spare.au").string))
        let id = try #require(list.text.firstMatch(of: /name="version" value="([^"]+)"/)).1
        let back = try desk.settled(try desk.post("/announcements/of/spare/restore", [("version", String(id))]))
        #expect(back.text.contains("No number plays it yet"))
        #expect(FileManager.default.fileExists(atPath: served.folder.file("media/spare.au").string))
    }

    @Test(
        "several recordings at once are listened to on one page and published together; each problem stays at its row")
    func several() throws {
        let (served, desk) = try serve()
        let wave = try served.folder.bytes(of: "media/greeting.wav")
        let sent = [("one.wav", wave), ("greeting.wav", wave), ("no sound.wav", Array("Buy milk.".utf8))]
        let connection = try HTTPConnection(port: served.adminPort, timeout: .seconds(60))
        try connection.send(
            HTTPRequest(
                method: "POST", path: "/announcements/upload",
                headers: [("Content-Type", "multipart/form-data; boundary=\(DashboardClient.boundary)")],
                body: DashboardClient.multipart([("token", try desk.token()), ("name", "")], files: sent)))
        let page = try desk.settled(try connection.receive())
        #expect(page.status == 200 && page.text.contains("Listen to 3 recordings before publishing"))
        #expect(page.text.contains("This recording cannot be published: "))
        let ids = page.text.matches(of: /name="id" value="([^"]+)"/).map { String($0.1) }
        #expect(ids.count == 3 && page.text.contains("name=\"replace-\(ids[1])\""))
        for sound in page.text.matches(of: /href="(\/announcements\/draft\/[^"]+)"/) {
            #expect(try desk.get(String(sound.1)).status == 200)
        }
        let names = [
            ("id", ids[0]), ("id", ids[1]), ("id", ids[2]), ("name-\(ids[0])", "first"), ("name-\(ids[1])", "greeting"),
        ]
        let refused = try desk.post("/announcements/drafts/publish", names)
        #expect(refused.status == 409 && refused.text.contains("The announcement greeting already exists"))
        try served.program.poll("the one without a problem") {
            try desk.get("/announcements").text.contains("waveform/first-")
        }
        let rest = [
            ("id", ids[1]), ("id", ids[2]), ("name-\(ids[1])", "greeting"), ("replace-\(ids[1])", "yes"),
        ]
        let done = try desk.post("/announcements/drafts/publish", rest)
        #expect(done.header("location") == "/announcements?published=1", "\(done.text.suffix(2000))")
        #expect(try desk.post("/announcements/drafts/publish", [("action", "discard"), ("id", ids[2])]).status == 303)
        #expect(try files(in: served, "media") == ["first.wav", "greeting.wav"])
        #expect(try desk.get("/announcements/drafts?id=../../x&id=nothing").status == 404)
    }

    @Test(
        "uploads that are not audio are refused with a reason and never published",
        arguments: [
            ("notes.wav", Array("Buy milk.\n".utf8), "text"), ("empty.wav", [], "empty"),
            ("page.mp3", Array("<!DOCTYPE html><script>alert(1)</script>".utf8), "web page"),
        ]) func noSound(_ name: String, _ bytes: [UInt8], _ words: String) throws
    {
        let (served, desk) = try serve()
        let answer = try desk.upload(bytes, named: name)
        let page = bytes.isEmpty ? answer : try desk.settled(answer)
        #expect(page.status == 422)
        #expect(page.text.contains(words), "\(page.text.suffix(900))")
        #expect(!page.text.contains("<script>alert"))
        if !bytes.isEmpty {
            let draft = try #require(answer.header("location")).split(separator: "?")[0]
            #expect(try desk.post("\(draft)/publish", [("name", "x")]).status == 409)
        }
        #expect(try files(in: served, "media") == ["greeting.wav"])
    }

    @Test("names are never paths") func traversal() throws {
        let (served, desk) = try serve()
        let wave = try served.folder.bytes(of: "media/greeting.wav")
        for name in [
            "../../evil", "/etc/passwd", "..", "a/../../b", ".hidden", "a\\b", "a+b", "a/.b/c", "x.tmp/y", "a\u{0}b",
            "",
            String(repeating: "n", count: 201),
        ] {
            let preview = try desk.settled(try desk.upload(wave, named: "../../\(name).wav"))
            #expect(preview.status == 200)
            let draft = try #require(sources(preview).first).split(separator: "/").prefix(3).joined(separator: "/")
            let answer = try desk.post("/\(draft)/publish", [("name", name)])
            #expect(answer.status == 422, "\(name): \(answer.text.suffix(500))")
            #expect(answer.text.contains("role=\"alert\""))
            #expect(try desk.post("/\(draft)/discard", []).status == 303)
        }
        #expect(try files(in: served, "") == ["announce.yaml", "media", "state"])
        #expect(try files(in: served, "media") == ["greeting.wav"])
    }

    private func files(in served: ServedFolder, _ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: served.folder.file(folder).string).sorted()
    }

    @Test(
        "only recordings of the catalogue are served as originals",
        arguments: [
            "../announce.yaml", "/etc/passwd", "..%2Fannounce.yaml", "%2E%2E%2Fannounce.yaml", "greeting.wav%00",
            "greeting",
        ]) func originals(_ path: String) throws
    {
        let (served, desk) = try serve()
        let original = try served.folder.bytes(of: "media/greeting.wav")
        #expect(try desk.get("/announcements/original/greeting.wav").body == original)
        #expect(try desk.get("/announcements/original/\(path)").status == 404)
        #expect(try desk.get("/announcements/sound/\(path)").status == 404)
        for place in ["phone-ear", "street", "mobile"] {
            #expect(try desk.get("/announcements/\(place)/\(path)").status == 404)
        }
    }

    @Test("markup in names is text") func markup() throws {
        let (served, desk) = try serve()
        let name = "\"><img src=x onerror=alert(1)>'&"
        let wave = try served.folder.bytes(of: "media/greeting.wav")
        let preview = try desk.settled(try desk.upload(wave, named: name + ".wav"))
        let draft = try #require(sources(preview).first).split(separator: "/").prefix(3).joined(separator: "/")
        let live = try desk.settled(try desk.post("/\(draft)/publish", [("name", name)]))
        #expect(live.text.contains("No number plays it yet"))
        for page in [preview, live, try desk.get("/announcements"), try desk.get("/announcements?q=%3Cimg")] {
            #expect(!page.text.contains("<img src=x"))
            #expect(page.text.contains("&lt;img src=x"))
        }
    }

    @Test("too much, too little, and without a token") func broken() throws {
        let (served, desk) = try serve()
        let token = try desk.token()
        func begin(_ length: Int, _ body: [UInt8]) throws -> HTTPConnection {
            let connection = try HTTPConnection(port: served.adminPort)
            var request = HTTPRequest(
                method: "POST", path: "/announcements/upload",
                headers: [("Content-Type", "multipart/form-data; boundary=\(DashboardClient.boundary)")])
            request.headers.append(("Content-Length", "\(length)"))
            try connection.send(request.bytes + body)
            return connection
        }
        #expect(try begin(1 << 30, []).receive().status == 413)
        let whole = DashboardClient.multipart([("token", token), ("name", "x")], file: "x.wav", [1, 2, 3])
        let half = Array(whole.dropLast(20))
        #expect(try begin(half.count, half).receive().status == 400)
        let foreign = DashboardClient.multipart([("token", "x"), ("name", "x")], file: "x.wav", [1, 2, 3])
        #expect(try begin(foreign.count, foreign).receive().status == 403)
        // Nothing is left of any of them.
        let drafts = served.folder.file("state/drafts").string
        let files = FileManager.default.enumerator(atPath: drafts)?.compactMap { $0 as? String } ?? []
        #expect(files.filter { $0.contains("/") && !$0.hasSuffix("lock") } == [])
        #expect(try served.provider.newCall().url != nil)
    }

    @Test("two publications at once") func twice() throws {
        let (served, desk) = try serve()
        let sounds = [try sound("flac", in: served.folder, 440), try sound("ogg", in: served.folder, 880)]
        let uploads = try sounds.map { try desk.upload($0, named: "both.x") }
        let drafts = try uploads.map { try #require($0.header("location")).split(separator: "?")[0] }
        for upload in uploads { #expect(try desk.settled(upload).status == 200) }
        let token = try desk.token()
        let connections = try drafts.map { draft in
            let connection = try HTTPConnection(port: served.adminPort)
            let form = Provider.form([("token", token), ("name", "both"), ("replace", "yes")])
            try connection.send(
                HTTPRequest(
                    method: "POST", path: "\(draft)/publish",
                    headers: [("Content-Type", "application/x-www-form-urlencoded")], body: Array(form.utf8)))
            return connection
        }
        for connection in connections { #expect(try connection.receive().status == 303) }
        // One of them is there, the other is kept.
        let media = try FileManager.default.contentsOfDirectory(atPath: served.folder.file("media").string)
        #expect(media.filter { $0.hasPrefix("both.") }.count == 1)
        try served.program.poll("both") {
            try desk.get("/announcements/of/both").text.contains("Published announcement")
        }
        #expect(try desk.get("/announcements/of/both").text.matches(of: /name="version"/).count == 1)
    }

    @Test("three hundred recordings, a page at a time") func many() throws {
        let (served, desk) = try serve()
        let wave = try served.folder.bytes(of: "media/greeting.wav")
        for number in 0..<300 {
            try served.folder.write(wave, to: "media/recording with a rather long name \(1000 + number).wav")
        }
        try served.program.poll("all of them", within: .seconds(120)) {
            let page = try desk.get("/announcements?q=rather+long+name+1299")
            return page.text.contains("waveform/")
        }
        let start = ContinuousClock.now
        let page = try desk.get("/announcements")
        let time = ContinuousClock.now - start
        #expect(page.body.count < 100_000, "\(page.body.count)")
        // A tenth of a second when nothing else goes on and the program is optimised.
        #expect(time < .seconds(3), "\(time)")
        #expect(page.text.contains("301 recordings"))
        #expect(page.text.contains("?first=300"))
        #expect(try desk.get("/announcements?first=300").text.contains("name 1299"))
    }
}
