import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// What changes while calls are answered: recordings and the configuration.
struct ServeReloadTests {
    private static let configuration = "numbers: { +49 211 1234567: { play: greeting } }"

    private func serve() throws -> ServedFolder {
        try ServedFolder(Self.configuration) { try $0.copy("nothing-heard.wav", to: "media/greeting.wav") }
    }

    private func write(
        _ configuration: String, in served: ServedFolder, settings: String = "webhook: { signature: off }"
    )
        throws
    {
        try served.folder.write(
            Array(ServedFolder.text(configuration, settings: settings).utf8), to: "announce.yaml")
    }

    @Test("a replaced recording has a new URL, and the old one still works") func recording() throws {
        let served = try serve()
        let old = try #require(try served.provider.newCall().url)
        let before = try served.provider.fetch(old).body
        // Beside it under a name that is passed over, then in its place in one step.
        try served.folder.copy("touch-tone.wav", to: "media/greeting.wav.tmp")
        rename(served.folder.file("media/greeting.wav.tmp").string, served.folder.file("media/greeting.wav").string)
        var new = old
        try served.program.poll("a new address") {
            new = try #require(try served.provider.newCall().url)
            return new != old
        }
        #expect(try served.provider.fetch(new).body != before)
        #expect(try served.provider.fetch(old).body == before)
        #expect(try served.provider.fetch(old).status == 200)
    }

    @Test("an edit with errors is reported and ignored; a valid one applies at once") func configuration() throws {
        let served = try serve()
        try write("numbers: { +49 211 1234567: { play: greting }, +49 30: hangup }", in: served)
        // All of its problems, with their places.
        try served.wait(for: "announce.yaml:5:37")
        try served.wait(for: "did you mean `greeting`?")
        try served.wait(for: "announce.yaml:5:48")
        #expect(try served.provider.newCall().action == "Play")

        try write("numbers: { +49 211 1234567: hangup }", in: served)
        try served.program.poll("the new configuration") { try served.provider.newCall().action == "Hangup" }
    }

    @Test("files replaced by a rename or through a link are noticed") func replaced() throws {
        let served = try serve()
        try served.folder.write(
            Array(ServedFolder.text("numbers: { +49 211 1234567: voicemail }").utf8), to: ".announce.yaml.swp")
        rename(served.folder.file(".announce.yaml.swp").string, served.folder.file("announce.yaml").string)
        try served.program.poll("the renamed file") { try served.provider.newCall().isVoicemail }

        try served.folder.makeFolder("elsewhere")
        try served.folder.write(
            Array(ServedFolder.text("numbers: { +49 211 1234567: { reject: busy } }").utf8), to: "elsewhere/new.yaml")
        let script = "ln -s elsewhere/new.yaml link && mv -T link announce.yaml"
        #expect(try Announce.shell(script, in: served.folder).status == 0)
        try served.program.poll("the linked file") { try served.provider.newCall().reason == "busy" }
        try served.folder.write(
            Array(ServedFolder.text("numbers: { +49 211 1234567: hangup }").utf8), to: "elsewhere/new.yaml")
        try served.program.poll("behind the link") { try served.provider.newCall().action == "Hangup" }
    }

    @Test("SIGHUP reloads") func hangup() throws {
        let served = try serve()
        served.program.send(SIGHUP)
        try served.wait(for: "unchanged")
        #expect(try served.provider.newCall().action == "Play")
    }

    @Test("an edit may come before the recording that it needs") func recordingAfterEdit() throws {
        let served = try serve()
        try write("numbers: { +49 211 1234567: { play: news } }", in: served)
        try served.wait(for: "no recording for announcement `news`")
        try served.folder.copy("enter-code.au", to: "media/news.au")
        try served.program.poll("the news") { try served.provider.newCall().announcement == "news" }
    }

    @Test("level and trim change the announcements; settings that need a restart are reported") func settings() throws {
        let served = try serve()
        let old = try #require(try served.provider.newCall().url)
        try write("recordings: { level: -30 LUFS, trim: true }\n" + Self.configuration, in: served)
        try served.program.poll("the levelled announcement") { try served.provider.newCall().url != old }
        #expect(try served.provider.fetch(old).status == 200)

        let text = ServedFolder.text(Self.configuration).replacing(
            "listen: \"127.0.0.1:0\"", with: "listen: \"127.0.0.1:1\"")
        try served.folder.write(Array(text.utf8), to: "announce.yaml")
        try served.wait(for: "restart")
        #expect(try served.provider.newCall().action == "Play")
    }

    @Test("edits and new recordings, good and bad, and not one call is dropped") func nothingIsDropped() throws {
        let served = try serve()
        let connection = try HTTPConnection(port: served.port)
        let form = Provider.form([("event", "newCall"), ("callId", "1"), ("from", "491"), ("to", "492111234567")])
        let request = try served.provider.request(form, to: "/sipgate")
        var actions: Set<String?> = []
        for edit in 0..<60 {
            switch edit % 4 {
            case 0: try write("numbers: { +49 211 1234567: { play: greeting } }", in: served)
            case 1: try write("numbers: { +49 211 1234567: hangup }", in: served)
            case 2: try write("numbers: { +49 211 1234567: nonsense", in: served)
            default: try served.folder.copy("nothing-heard.wav", to: "media/more-\(edit).wav")
            }
            for _ in 0..<5 {
                try connection.send(request)
                let answer = try connection.receive()
                #expect(answer.status == 200)
                actions.insert(try XMLAnswer(answer.body).action)
            }
        }
        #expect(actions.isSubset(of: ["Play", "Hangup"]) && !actions.isEmpty)
        try write("numbers: { +49 211 1234567: voicemail }", in: served)
        try served.program.poll("the last edit") { try served.provider.newCall().isVoicemail }
    }

    @Test("a call in a menu that an edit has changed continues where possible") func callsGoOn() throws {
        let served = try ServedFolder(
            ServeCallTests.configuration, recordings: ServeCallTests.recordings)
        let menu = try served.provider.newCall()
        try write(
            ServeCallTests.configuration.replacing("3: { menu: code }", with: "3: hangup"), in: served)
        try served.program.poll("the edit") { try served.provider.dtmf("3", after: menu).action == "Hangup" }
        // The menu itself is gone: the position leads nowhere, and the call rings as usual.
        try write("numbers: { +49 211 1234567: hangup }", in: served)
        // It takes numbers away, which has to be confirmed.
        served.program.send(SIGHUP)
        try served.program.poll("the second edit") { try served.provider.newCall().action == "Hangup" }
        #expect(try served.provider.dtmf("3", after: menu) == XMLAnswer(Array("<Response/>".utf8)))
    }
}
