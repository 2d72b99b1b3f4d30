import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// A state folder that cannot be used when the server starts, or is taken away from it: calls are answered all the same,
/// `/health` and the log say what is missing, and it is made up for as soon as that is possible.
struct ServeStateFaultTests {
    private static let configuration = """
        numbers: { +49 211 1234567: { menu: main } }
        menus: { main: { prompt: [ nothing-heard, wrong-key ], choices: { 3: [ { play: wrong-key }, hangup ] } } }
        """
    private static let recordings = ["nothing-heard.wav", "wrong-key.aiff"]

    /// The state folder as the server finds it.
    struct Fault: CustomTestStringConvertible {
        let name: String
        /// Makes the folder, before the server starts and as only it sees it.
        let script: String
        let reason: String
        let mend: String
        var needsMount = true

        var testDescription: String { name }

        static let all =
            [
                Fault(
                    name: "a file in its place", script: "touch state",
                    reason: "is not a folder, so state cannot be stored there", mend: "rm state", needsMount: false),
                Fault(
                    name: "read-only", script: "mkdir state && mount -t tmpfs -o ro,mode=700 none state",
                    reason: "read-only file system", mend: "mount -o remount,rw state"),
                Fault(
                    name: "full",
                    script:
                        "mkdir state && mount -t tmpfs -o size=20m,mode=700 none state && { head -c 30000000 /dev/zero > state/filler; } "
                        + "2> /dev/null || true", reason: "no space left on device", mend: "rm state/filler"),
            ].filter { Announce.canMount || !$0.needsMount }
    }

    private func health(_ served: ServedFolder) throws -> HTTPAnswer {
        try DashboardClient(port: served.adminPort).get("/health")
    }

    private func metric(_ line: String, of served: ServedFolder) throws -> Bool {
        try DashboardClient(port: served.adminPort).get("/metrics").text.contains("\n\(line)\n")
    }

    /// A whole call, with both of its sounds.
    private func call(_ number: Int, _ served: ServedFolder) throws {
        let provider = served.provider
        let menu = try provider.newCall(callID: "call-\(number)")
        #expect(menu.action == "Gather")
        #expect(try provider.fetch(try #require(menu.url)).status == 200)
        let closed = try provider.dtmf("3", after: menu, callID: "call-\(number)")
        let errors = try served.program.errorsSoFar()
        #expect(closed.announcement == "wrong-key", "\(errors)")
        let sound = try provider.fetch(try #require(closed.url))
        #expect(sound.status == 200 && sound.body.starts(with: Array("RIFF".utf8)) && sound.body.count > 10_000)
    }

    @Test("a server starts on a state folder that cannot be used", arguments: Fault.all) func start(_ fault: Fault)
        throws
    {
        let served = try ServedFolder(
            Self.configuration, recordings: Self.recordings,
            wrapper: fault.needsMount
                ? ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", "\(fault.script); exec \"$@\"", "sh"] : [],
            prepare: { (folder: TemporaryFolder) throws -> Void in
                if !fault.needsMount { #expect(try Announce.shell(fault.script, in: folder).status == 0) }
            })
        /// Runs a script in the server's folder, with the disks that the server sees.
        func shell(_ script: String) throws -> String {
            try Tool.require(
                "nsenter",
                ["-t", "\(served.program.process)", "-m", "sh", "-c", "cd \(served.folder.path) && { \(script); }"]
            ).text.trimmingCharacters(in: .newlines)
        }
        for number in 0..<3 { try call(number, served) }
        let told = try health(served)
        #expect(
            told.status == 503 && told.text.contains("\"ready\":false") && told.text.contains(fault.reason),
            "\(told.text)")
        #expect(try served.program.errorsSoFar().contains(fault.reason))
        #expect(try metric("announce_state_is_usable 0", of: served))
        #expect(try DashboardClient(port: served.adminPort).get("/home").text.contains(fault.reason))
        let menu = try served.provider.newCall(callID: "across")

        _ = fault.needsMount ? try shell(fault.mend) : try Announce.shell(fault.mend, in: served.folder).text
        try served.program.poll("recovery", within: .seconds(60)) {
            let now = try health(served)
            return now.status == 200 && now.text.contains("\"warnings\":[]")
        }
        #expect(try metric("announce_state_is_usable 1", of: served))
        #expect(try served.program.errorsSoFar().contains("can be used again"))
        // The log has what waited in memory, and the announcements are where they belong.
        let count = "sqlite3 -readonly state/calls.sqlite 'SELECT count(*) FROM call'"
        try served.program.poll("the log") {
            try fault.needsMount
                ? shell(count) == "4" : Announce.shell(count, in: served.folder).text == "4\n"
        }
        let files = "ls state/media/*/ | grep -cE '^[0-9a-f]{64}.wav$|^index.json$'"
        try served.program.poll("the announcements and the index") {
            let stored = try fault.needsMount ? shell(files) : Announce.shell(files, in: served.folder).text
            return stored.trimmingCharacters(in: .newlines) == "4"
        }

        guard !fault.needsMount else { return }
        let spare = "announce-spare-\(served.program.process)-"
        try served.restart()
        #expect(try FileManager.default.contentsOfDirectory(atPath: "/dev/shm").allSatisfy { !$0.hasPrefix(spare) })
        // The secret that was in memory has been stored.
        #expect(try served.provider.dtmf("3", after: menu, callID: "across").announcement == "wrong-key")
        try call(4, served)
    }

    @Test(
        "what is in a folder that has become read-only is used, and what is new is published beside it",
        .enabled(if: Announce.canMount)) func readOnly() throws
    {
        let served = try ServedFolder(
            Self.configuration, recordings: Self.recordings,
            wrapper: [
                "/usr/bin/unshare", "--mount", "/bin/sh", "-c",
                "[ ! -e locked ] || { mount --bind state state && mount -o remount,bind,ro state; } && exec \"$@\"",
                "sh",
            ])
        let menu = try served.provider.newCall(callID: "across")
        let sound = try served.provider.fetch(try #require(menu.url)).body
        served.program.send(SIGTERM)
        #expect(try served.program.wait(within: .seconds(5)).status == 0)
        try served.folder.write([], to: "locked")
        try FileManager.default.removeItem(atPath: served.folder.file("media/wrong-key.aiff").string)
        try served.folder.copy("touch-tone.wav", to: "media/wrong-key.wav")
        try served.startAgain()
        // Soon joined anew, of an announcement from the folder and a new one; the earlier address still leads to the earlier sound.
        var again = menu
        try served.program.poll("the new announcement") {
            again = try served.provider.newCall(callID: "new")
            return again.url != menu.url
        }
        #expect(try served.provider.fetch(try #require(again.url)).body.count > 10_000)
        #expect(try served.provider.fetch(try #require(menu.url)).body == sound)
        #expect(try served.provider.dtmf("3", after: menu, callID: "across").announcement == "wrong-key")
        #expect(try health(served).status == 503)
    }

    @Test(
        "a damaged secret, password or list of overrides costs no call",
        arguments: [
            ("position-secret", "is not the secret that announce wrote there"),
            ("admin-password", "The dashboard is closed"), ("overrides.json", "does not contain overrides"),
        ]) func damaged(_ file: String, _ sentence: String) throws
    {
        let served = try ServedFolder(Self.configuration, recordings: Self.recordings) { (folder: TemporaryFolder) in
            try folder.makeFolder("state")
            try folder.write(Array("nonsense".utf8), to: "state/\(file)")
        }
        try call(0, served)
        #expect(try served.program.errorsSoFar().contains(sentence))
        #expect(try health(served).text.contains(sentence))
        let page = try DashboardClient(port: served.adminPort).get("/numbers")
        #expect(page.status == (file == "admin-password" ? 503 : 200))
    }

    // MARK: Files that vanish

    @Test(
        "published files that vanish are made again, before whoever asks for them notices",
        arguments: [
            // Until the server is slower than rm, which finds folders made again.
            "until rm -rf state; do :; done", "rm state/media/*/*.wav",
            "for f in state/media/*/*.wav; do echo x > $f; done",
        ])
    func vanish(_ script: String) throws {
        let served = try ServedFolder(Self.configuration, recordings: Self.recordings)
        let menu = try served.provider.newCall(callID: "1")
        let single = try served.provider.dtmf("3", after: menu, callID: "1")
        #expect(try Announce.shell(script, in: served.folder).status == 0)
        for answer in [menu, single] {
            let sound = try served.provider.fetch(try #require(answer.url))
            #expect(sound.status == 200 && sound.body.count > 10_000)
        }
        try served.wait(for: "has gone or was changed")
        try served.program.poll("files") {
            try Announce.shell("ls state/media/*/ | grep -cE '^[0-9a-f]{64}.wav$'", in: served.folder).text == "3\n"
        }
        try served.program.poll("health") { try health(served).text.contains("\"warnings\":[]") }
        try call(2, served)
    }

    @Test("a file that cannot be made again is missed without anyone asking for it") func missed() throws {
        let served = try ServedFolder(Self.configuration, recordings: Self.recordings)
        #expect(try health(served).status == 200)
        #expect(try Announce.shell("mv media away && rm state/media/*/*.wav", in: served.folder).status == 0)
        try served.program.poll("health", within: .seconds(60)) {
            let told = try health(served)
            return told.status == 503 && told.text.contains("wrong-key has gone from the state folder")
        }
        #expect(try Announce.shell("mv away media", in: served.folder).status == 0)
        try served.program.poll("recovery", within: .seconds(60)) { try health(served).status == 200 }
        try call(0, served)
    }

    // MARK: Without inotify

    /// Whether a program can be run that gets no inotify object.
    private static let canForbidWatching: Bool = {
        guard let folder = try? TemporaryFolder() else { return false }
        return (try? Announce.shell("\(noWatching) true", in: folder))?.status == 0
    }()
    private static let noWatching =
        "unshare --user --map-root-user sh -c 'echo 0 > /proc/sys/user/max_inotify_instances && exec \"$@\"' sh"

    @Test(
        "where the system reports no changes, they are looked for, and /health says so", .enabled(if: canForbidWatching)
    )
    func polling() throws {
        let served = try ServedFolder(
            Self.configuration, recordings: Self.recordings,
            wrapper: ["/bin/sh", "-c", "exec \(Self.noWatching) \"$@\"", "sh"])
        let told = try health(served).text
        #expect(told.contains("announce.yaml is looked at every few seconds"), "\(told)")
        #expect(told.contains("overrides.json is looked at every few seconds") && told.contains("\"ready\":true"))
        #expect(told.contains("max_user_instances"))
        let url = try served.provider.newCall().url
        try FileManager.default.removeItem(atPath: served.folder.file("media/wrong-key.aiff").string)
        try served.folder.copy("touch-tone.wav", to: "media/wrong-key.wav")
        try served.program.poll("the recording") { try served.provider.newCall().url != url }
        let text = ServedFolder.text("numbers: { +49 211 1234567: voicemail }")
        try served.folder.write(Array(text.utf8), to: "announce.yaml")
        try served.program.poll("the edit") { try served.provider.newCall().isVoicemail }
    }
}
