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

    @Test("a call in a menu goes on as the menu was when it was heard, and after a restart where that is possible")
    func callsGoOn() throws {
        let served = try ServedFolder(
            ServeCallTests.configuration, recordings: ServeCallTests.recordings)
        let menu = try served.provider.newCall()
        try write(
            ServeCallTests.configuration.replacing("3: { menu: code }", with: "3: hangup"), in: served)
        try served.program.poll("the edit") {
            try served.provider.dtmf("3", after: try served.provider.newCall()).action == "Hangup"
        }
        #expect(try served.provider.dtmf("3", after: menu).announcement == "enter-code")
        // The menu itself is gone.
        try write("numbers: { +49 211 1234567: hangup }", in: served)
        // It takes numbers away, which has to be confirmed.
        served.program.send(SIGHUP)
        try served.program.poll("the second edit") { try served.provider.newCall().action == "Hangup" }
        #expect(try served.provider.dtmf("3", after: menu).announcement == "enter-code")
        // The position leads nowhere after a restart, and the call rings as usual.
        try served.restart()
        #expect(try served.provider.dtmf("3", after: menu) == XMLAnswer(Array("<Response/>".utf8)))
    }

    @Test("menus, flows and hours are edited all the time, and every key that is pressed does what the caller was told")
    func editsLoseNoCall() throws {
        func text(_ edit: Int) -> String {
            let (menu, flow) = ("menu\(edit % 5)", "flow\(edit % 3)")
            let keys = edit.isMultiple(of: 2) ? "1: hangup, 2: { dial: +49 30 123456 }" : "2: hangup, 1: voicemail"
            let hours = "schedules: { office: { hours: { daily: \(edit % 4 < 2 ? "00:00-24:00" : "closed") } } }"
            let step =
                edit % 4 < 2
                ? "{ check: office, open: { menu: \(menu) }, closed: { menu: \(menu) } }" : "{ menu: \(menu) }"
            return """
                numbers: { +49 211 1234567: { flow: \(flow) } }
                flows: { \(flow): \(step) }
                menus: { \(menu): { prompt: greeting, choices: { \(keys), 3: repeat } } }
                \(edit % 4 < 2 ? hours : "")
                """
        }
        let served = try ServedFolder(text(0)) { try $0.copy("nothing-heard.wav", to: "media/greeting.wav") }
        let provider = served.provider
        var waiting: [(answer: XMLAnswer, id: String)] = []
        var (calls, plans): (Int, Set<String?>) = (0, [])
        for edit in 1...80 {
            try write(text(edit), in: served)
            for _ in 0..<10 {
                calls += 1
                let answer = try provider.newCall(callID: "\(calls)")
                #expect(answer.action == "Gather")
                waiting.append((answer, "\(calls)"))
                // Some have waited for many edits.
                let call = waiting.remove(at: calls * 7919 % waiting.count)
                let again = try provider.dtmf("3", after: call.answer, callID: call.id)
                #expect(again.action == "Gather", "after edit \(edit)")
                waiting.append((again, call.id))
                guard calls % 10 < 8 else { continue }
                let other = waiting.remove(at: calls * 104_729 % waiting.count)
                let end = try provider.dtmf("1", after: other.answer, callID: other.id)
                plans.insert(end.action)
                #expect(["Hangup", "Dial"].contains(end.action), "after edit \(edit)")
            }
        }
        #expect(plans == ["Hangup", "Dial"])
    }

    @Test("calls in progress keep the addresses that they were given when the public URL becomes another")
    func publicURL() throws {
        let menus = """
            numbers: { +49 211 1234567: { menu: main } }
            menus: { main: { prompt: greeting, choices: { 1: voicemail } } }
            """
        let served = try ServedFolder(menus) { try $0.copy("nothing-heard.wav", to: "media/greeting.wav") }
        let first = try served.provider.newCall()
        let address = Provider.publicURL
        for (number, url) in ["https://other.example.test", "https://other.example.test/x/y"].enumerated() {
            let text = ServedFolder.text(menus).replacing(address, with: url)
            try served.folder.write(Array(text.utf8), to: "announce.yaml")
            try served.program.poll("the edit") {
                try served.provider.newCall(callID: "\(number)").onData?.hasPrefix(url + "/sipgate") == true
            }
            #expect(try served.provider.dtmf("1", after: first).isVoicemail)
            #expect(try served.provider.fetch(#require(first.url)).status == 200)
        }
    }

    @Test("SIGHUP has the recordings looked at, also where the system reports no changes") func rescan() throws {
        // Behind two links: the second may be turned without notice, as a folder of another machine may change.
        let served = try ServedFolder(Self.configuration) { folder in
            let script = "mkdir one two && ln -s one link && rmdir media && ln -s link media"
            #expect(try Announce.shell(script, in: folder).status == 0)
            try folder.copy("nothing-heard.wav", to: "one/greeting.wav")
            try folder.copy("touch-tone.wav", to: "two/greeting.wav")
        }
        let old = try #require(try served.provider.newCall().url)
        #expect(try Announce.shell("ln -sfn two link", in: served.folder).status == 0)
        served.program.send(SIGHUP)
        try served.program.poll("the other folder") { try served.provider.newCall().url != old }
    }
}
