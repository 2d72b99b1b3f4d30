import Foundation
import Support
import SystemPackage
import Testing

/// Which call it is, what is dialled, and what callers open and close, over real HTTP with the real program.
struct ServeLegTests {
    private static let configuration = """
        numbers:
          +49 (0211) 1234567: reception
          +49 211 1234568: voicemail
          +49 211 1234569: { menu: boss }
        flows:
          reception:
            - diverted: { +49 0157*: { dial: [ 12, +49 (0) 211 1234500 ] }, any: voicemail }
            - caller: { internal: { dial: 13 }, unknown: { reject: busy }, anonymous: hangup }
            - check: office
              open: { menu: boss }
              closed: reject
        menus:
          boss:
            prompt: enter-code
            choices:
              "2xxx": [ { play: wrong-key }, { dial: "+49 208 455{keys}" } ]
              9121: [ { override: { office: closed, until: 2999-12-24 18:00 } }, { play: wrong-key }, hangup ]
              9122: [ { override: { office: clear } }, { play: wrong-key }, hangup ]
        schedules: { office: { hours: { daily: "00:00-24:00" } } }
        """

    private func serve() throws -> ServedFolder {
        try ServedFolder(Self.configuration, recordings: ["enter-code.au", "wrong-key.aiff"])
    }

    private func call(
        _ served: ServedFolder, _ fields: [(String, String?)], from: String = "4930555001", to: String = "492111234567",
        path: String = "/sipgate"
    ) throws -> XMLAnswer {
        try served.provider.xml(
            Provider.form(
                [("event", "newCall"), ("direction", "in"), ("from", from), ("to", to), ("callId", "LEG-2")] + fields),
            to: path)
    }

    @Test("a further leg of a call is left alone, and a forwarded call runs the flow of the number that it reaches")
    func legs() throws {
        let served = try serve()
        #expect(try call(served, [("origCallId", "LEG-2")]).action == "Gather")
        #expect(try call(served, [("origCallId", "LEG-1")]).action == nil)
        #expect(try call(served, [("origCallId", "LEG-1"), ("diversion", "492111234567")]).action == nil)
        try served.wait(for: "further leg of a call, left alone")
        #expect(try call(served, [("origCallId", "LEG-1"), ("diversion", "4930555")], to: "492111234568").isVoicemail)
        // Forwarded from the mobile, in a call of its own.
        let mobile = try call(served, [("origCallId", "LEG-2"), ("diversion", "4915799912345")])
        #expect(mobile.numbers == ["12", "492111234500"])
        #expect(try call(served, [("diversion", "1a2b")]).isVoicemail)
        for (from, action, numbers) in [
            ("12", "Dial", ["13"]), ("", "Reject", []), ("00000", "Reject", []),
            ("anonymous@anonymous.invalid", "Hangup", []),
        ] as [(String, String, [String])] {
            let answer = try call(served, [], from: from)
            #expect(answer.action == action && answer.numbers == numbers, "\(from)")
        }
    }

    @Test("the keys pressed are dialled, also after a prompt") func keys() throws {
        let served = try serve()
        let menu = try served.provider.newCall(to: "492111234569")
        let heard = try served.provider.dtmf("2123", after: menu)
        #expect(heard.action == "Gather" && heard.announcement == "wrong-key")
        try served.restart()
        #expect(try served.provider.dtmf(nil, after: heard).numbers == ["492084552123"])
    }

    @Test("a caller closes the office for all, once, and the program says who it was") func override() throws {
        let served = try serve()
        func announce(_ arguments: String...) throws -> String {
            try RunningProgram(
                [Announce.path, "override", "--state", "state"] + arguments, in: served.folder.path, input: .nothing
            ).wait().text
        }
        func isClosed() throws -> Bool { try served.provider.newCall(from: "4930555001").action == "Reject" }
        #expect(try !isClosed())
        let menu = try served.provider.newCall(to: "492111234569")
        let done = try served.provider.dtmf("9121", after: menu)
        #expect(done.announcement == "wrong-key")
        // The very next call.
        #expect(try isClosed())
        try served.program.poll("the file") { try announce().contains("office is closed") }
        #expect(
            try announce()
                == "office is closed until 2999-12-24 18:00 by a call from +4915799912345; by its regular hours it is open now\n"
        )
        #expect(
            try announce("--json").replacing(" : ", with: ":").replacing(": ", with: ":").contains(
                "\"author\":\"a call from +4915799912345\""))
        #expect(
            try DashboardClient(port: served.adminPort).get("/schedules").text.contains("by a call from +4915799912345")
        )
        try served.wait(for: "override office closed until 2999-12-24 18:00")
        // The same push again answers the same, and does not undo what was decided since.
        #expect(try announce("office", "--clear").contains("regular hours"))
        try served.program.poll("the regular hours") { try !isClosed() }
        #expect(try served.provider.dtmf("9121", after: menu) == done)
        #expect(try !isClosed())
        #expect(try announce() == "No overrides.\n")
        // Another call does.
        let second = try served.provider.newCall(to: "492111234569", callID: "SECOND")
        _ = try served.provider.dtmf("9121", after: second, callID: "SECOND")
        #expect(try isClosed())
        // The server stops only when it is stored.
        try served.restart()
        #expect(try isClosed())
        let third = try served.provider.newCall(to: "492111234569", callID: "THIRD")
        _ = try served.provider.dtmf("9122", after: third, callID: "THIRD")
        #expect(try !isClosed())
        try served.program.poll("the file") { try announce() == "No overrides.\n" }
    }

    @Test("an event at a wrong path is reported once, a scanner is not, and a second slash does no harm")
    func misplaced() throws {
        let served = try serve()
        let form = Provider.form([
            ("event", "newCall"), ("direction", "in"), ("from", "4930555001"), ("to", "492111234568"), ("callId", "1"),
        ])
        #expect(try call(served, [], to: "492111234568", path: "//sipgate").isVoicemail)
        #expect(try call(served, [], to: "492111234568", path: "/ann//sipgate").isVoicemail)
        for path in ["/wp-login.php", "/"] {
            #expect(try served.provider.post("log=admin&pwd=admin", to: path).status == 404)
        }
        #expect(try served.provider.post(form, to: "/sipgate.php?secret=1").status == 404)
        try served.wait(for: "/sipgate.php")
        for path in ["/", "/sipgate.php", "/ann/"] { #expect(try served.provider.post(form, to: path).status == 404) }
        let log = try served.program.errorsSoFar()
        let lines = log.split(separator: "\n").filter { $0.contains("where nothing answers") }
        #expect(lines.count == 1)
        #expect(lines.first?.contains("\(Provider.publicURL)/sipgate") == true)
        #expect(!log.contains("secret") && !log.contains("wp-login"))
        let metrics = try DashboardClient(port: served.adminPort).get("/metrics").text
        #expect(metrics.contains("announce_misplaced_events_total 4"))
    }

    @Test("a bad byte in a name does not cost a call its answer, and an outgoing call without a caller is no warning")
    func repaired() throws {
        let served = try serve()
        let form = "event=newCall&direction=in&from=4930555001&to=492111234568&callId=1"
        for field in ["user%5B%5D=J%C3", "=100%", "note=%zz"] {
            #expect(try served.provider.xml("\(field)&\(form)", to: "/sipgate").isVoicemail)
        }
        #expect(try served.provider.post(form + "%", to: "/sipgate").status == 400)
        try served.wait(for: "Refused an event")
        let outgoing = "event=newCall&direction=out&from=&to=4930555001&callId=2"
        #expect(try served.provider.xml(outgoing, to: "/sipgate").action == nil)
        let refused = try served.program.errorsSoFar().split(separator: "\n").filter { $0.contains("Refused") }
        #expect(refused.count == 1)
    }

    @Test("a recording is sent to a client that expects to be told to go on") func expectation() throws {
        let served = try serve()
        let url = try #require(try served.provider.newCall(to: "492111234569").url)
        for method in ["GET", "HEAD"] {
            let connection = try HTTPConnection(port: served.port)
            for _ in 1...2 {
                try connection.send(
                    HTTPRequest(method: method, path: try Provider.path(of: url), headers: [("Expect", "100-continue")])
                )
                #expect(try connection.receive(isHead: method == "HEAD").status == 200)
            }
        }
    }
}
