import Foundation
import Support
import SystemPackage
import Testing

/// What happened on a telephone call: its legs, who answered, and what the provider leaves out. Pushed as the provider does, over
/// HTTP, and seen in `announce log`, its JSON and CSV, on the console and on the dashboard.
struct CallStoryTests {
    private static let configuration = """
        numbers:
          +49 211 1234500: connect
          +49 211 1234501: connect
          +49 211 1234568: [ { play: wrong-key }, hangup ]
          outgoing:
            +49 211 1234500: [ { called: { costly: reject, +49 30*: { dial: called-number, caller-id: +49 211 1234501 } } }, connect ]
        lists: { costly: [ +49 900* ] }
        """

    private static let jennifer = "4915799912345"
    private static let (doc, marty) = ("492111234500", "492111234501")

    private let served: ServedFolder

    init() throws { served = try ServedFolder(Self.configuration, recordings: ["wrong-key.aiff"]) }

    private func push(_ event: String, _ id: String, _ fields: [(name: String, value: String?)]) throws {
        _ = try served.provider.xml(Provider.form([("event", event), ("callId", id)] + fields), to: "/sipgate")
    }

    private func sides(_ to: String, from: String? = jennifer) -> [(name: String, value: String?)] {
        [("direction", "in"), ("from", from), ("to", to)]
    }

    private func newCall(
        _ id: String, user: String?, to: String, from: String? = jennifer, diversion: String? = nil
    ) throws {
        try push("newCall", id, sides(to, from: from) + [("user[]", user), ("diversion", diversion)])
    }

    private func answer(_ id: String, user: String, number: String, diversion: String? = nil) throws {
        try push(
            "answer", id,
            sides(number) + [("user", user), ("answeringNumber", number), ("diversion", diversion)])
    }

    private func hangup(_ id: String, to: String, cause: String = "normalClearing") throws {
        try push("hangup", id, sides(to) + [("cause", cause)])
    }

    private func log(_ arguments: String...) throws -> String {
        let run = try RunningProgram(
            [Announce.path, "log", "--state", "state"] + arguments, in: served.folder.path, input: .nothing
        ).wait()
        #expect(run.status == 0, "\(run.errors)")
        return run.text
    }

    /// Waits until all that was pushed is in the log: events are written in their order.
    private func written() throws {
        try newCall("LAST", user: nil, to: Self.marty, from: "4930555009")
        try served.program.poll("the last call") { try log("--json", "-n", "3").contains("\"LAST\"") }
    }

    private struct Call: Decodable, Equatable {
        var callId: String
        var from: String?
        var to: String?
        var diversion: String?
        var users: String?
        var answered: String?
        var answeredBy: String?
        var answeringNumber: String?
        var ended: String?
        var cause: String?
        var outcome: String
        var legs: [Call]?
    }

    /// Without the sentinel.
    private func calls() throws -> [Call] {
        let text = try log("--json")
        #expect(try OutputSchema("log").verdict(of: Array(text.utf8)) == "valid")
        return try JSONDecoder().decode([Call].self, from: Data(text.utf8)).filter { $0.callId != "LAST" }
    }

    // MARK: The stories of the provider's documents

    enum Story: CaseIterable { case transfer, transferNotTaken, forwarding }

    private func tell(_ story: Story) throws {
        let (first, second) = ("12111955", "21102015")
        try newCall(first, user: "Doc", to: Self.doc)
        if story == .forwarding {
            try hangup(first, to: Self.doc, cause: "forwarded")
        } else {
            try answer(first, user: "Doc", number: Self.doc)
        }
        try newCall(second, user: "Marty", to: Self.marty, diversion: Self.doc)
        if story != .transferNotTaken { try answer(second, user: "Marty", number: Self.marty, diversion: Self.doc) }
        try hangup(second, to: Self.marty, cause: story == .transferNotTaken ? "noAnswer" : "normalClearing")
        if story != .forwarding { try hangup(first, to: Self.doc) }
        try written()
    }

    @Test("a transfer that is answered, one that is not, and a forwarding are one call each", arguments: Story.allCases)
    func story(_ story: Story) throws {
        try tell(story)
        let docWords = "Doc (+492111234500)"
        let martyWords = "Marty (+492111234501)"
        let answerers: String
        let names: String
        switch story {
        case .transfer: (answerers, names) = ("\(docWords), then \(martyWords)", "Doc, Marty")
        case .transferNotTaken: (answerers, names) = (docWords, "Doc")
        case .forwarding: (answerers, names) = (martyWords, "Marty")
        }

        let lines = try log().split(separator: "\n").map(String.init)
        #expect(lines.count == 4)
        #expect(lines[0].contains("+4915799912345 > +492111234500  answered  "))
        #expect(lines[0].contains("by \(answerers), normalClearing") && lines[0].hasSuffix("  12111955"))
        #expect(lines[1].hasPrefix("    leg 1  ") && lines[1].hasSuffix("  12111955"))
        #expect(lines[1].contains(story == .forwarding ? "  forwarded  " : "  answered  "))
        #expect(lines[2].hasPrefix("    leg 2  ") && lines[2].hasSuffix("  diverted from +492111234500  21102015"))
        #expect(
            lines[2].contains("+4915799912345 > +492111234501  \(story == .transferNotTaken ? "missed" : "answered")"))
        #expect(try log("-n", "2").split(separator: "\n").count == 4)

        let calls = try calls()
        let call = try #require(calls.first)
        let legs = try #require(call.legs)
        #expect(calls.count == 1 && call.callId == "12111955" && legs.map(\.callId) == ["12111955", "21102015"])
        #expect(call.from == "+4915799912345" && call.to == "+492111234500" && call.users == "Doc, Marty")
        #expect(call.outcome == "answered" && call.answeredBy == names && call.cause == "normalClearing")
        #expect(
            call.ended == legs[story == .forwarding ? 1 : 0].ended && call.answered == legs.compactMap(\.answered).first
        )
        #expect(
            legs.map(\.diversion) == [nil, "+492111234500"] && legs.map(\.to) == ["+492111234500", "+492111234501"])

        let rows = try csv()
        #expect(rows.count == 2 && rows[0]["legs"] == "12111955 21102015" && rows[0]["outcome"] == "answered")
        #expect(rows[0]["answeredBy"] == names && rows[1]["legs"] == "")

        // Any leg leads to the whole call.
        let whole = try log("--call", "21102015")
        #expect(whole.hasPrefix(lines[0]) && whole.contains("newCall, leg 2, answered in"))
        #expect(try log("--call", "12111955") == whole)
        let json = try log("--call", "21102015", "--json")
        #expect(try OutputSchema("log").verdict(of: Array(json.utf8)) == "valid")
        #expect(json.contains("\"callId\":\"21102015\""))
        #expect(try log("--number", "1234501").contains(lines[0]))

        let client = DashboardClient(port: served.adminPort)
        let list = try client.get("/calls").text
        #expect(list.contains("2 calls, newest first."))
        #expect(list.matches(of: /<tr><th scope="row"><a href="\/calls\//).count == 2)
        let spaced = answerers.replacing(/\+49211123(\d{4})/) { "+49 211 123 \($0.1)" }
        #expect(list.matches(of: /<tr class="leg">/).count == 2 && list.contains("by \(spaced)"))
        #expect(try client.get("/calls?number=1234501&q=marty").text.contains("1 call."))
        #expect(try client.get("/calls?outcome=answered").text.contains("1 call."))
        let today = try client.get("/home").text
        #expect(today.contains("2 calls, by hour"))
        let path = try #require(list.matches(of: /<a href="(\/calls\/[0-9]+)">/).last).output.1
        let page = try client.get(String(path)).text
        #expect(page.contains("2 legs of this call") && page.contains("<dd>\(spaced)</dd>"))
        #expect(page.contains("Call started, leg 2") && page.contains("diverted from +49 211 123 4500"))
        // The same after a restart.
        try served.restart()
        #expect(try log().split(separator: "\n").map(String.init) == lines)
    }

    private func csv() throws -> [[String: String]] {
        try served.folder.write(Array(try log("--csv").utf8), to: "calls.csv")
        let script =
            "import csv, json, sys; json.dump(list(csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8'), strict=True)), sys.stdout)"
        let run = try Tool.require("/usr/bin/python3", ["-c", script, served.folder.file("calls.csv").string])
        return try JSONDecoder().decode([[String: String]].self, from: Data(run.text.utf8))
    }

    // MARK: What is not one call

    @Test("two anonymous callers, and a caller who dials again within seconds") func apart() throws {
        try newCall("A1", user: "Doc", to: Self.doc, from: "anonymous")
        try push("answer", "A1", sides(Self.doc, from: "anonymous") + [("user", "Doc")])
        try newCall("A2", user: "Marty", to: Self.marty, from: "anonymous", diversion: Self.doc)
        try newCall("R1", user: "Doc", to: Self.doc)
        try hangup("R1", to: Self.doc, cause: "cancel")
        try newCall("R2", user: "Doc", to: Self.doc)
        try hangup("R2", to: Self.doc, cause: "busy")
        try newCall("R3", user: "Marty", to: Self.marty, diversion: Self.doc)
        try written()
        #expect(try calls().map(\.callId) == ["A1", "A2", "R1", "R2", "R3"])
        #expect(try calls().allSatisfy { $0.legs == nil })
        #expect(try DashboardClient(port: served.adminPort).get("/home").text.contains("6 calls, by hour"))
    }

    @Test("a busy switchboard: every transfer belongs to its own call, and those that cannot be told apart to none")
    func switchboard() throws {
        for number in 0..<40 {
            // Every fourth telephone shows the number of one company.
            let from = number.isMultiple(of: 4) ? "4930555000" : "49157\(10_000_000 + number)"
            try newCall("A\(number)", user: "Doc", to: Self.doc, from: from)
        }
        for number in 0..<40 {
            let from = number.isMultiple(of: 4) ? "4930555000" : "49157\(10_000_000 + number)"
            try newCall("B\(number)", user: "Marty", to: Self.marty, from: from, diversion: Self.doc)
        }
        try written()
        let found = try JSONDecoder().decode([Call].self, from: Data(try log("--json", "--since", "1h").utf8))
        #expect(found.count == 1 + 30 + 20)
        for call in found {
            #expect(
                call.legs?.map { $0.callId.dropFirst() }
                    == call.legs.map { _ in [call.callId.dropFirst(), call.callId.dropFirst()] })
            #expect(call.legs == nil || call.from != "+4930555000")
        }
    }

    // MARK: What the provider leaves out

    @Test("who answered is the name, and the number beside it, wherever it is shown") func name() throws {
        try newCall("N", user: "Jürgen Müller", to: Self.doc)
        try answer("N", user: "Jürgen Müller", number: Self.doc)
        try hangup("N", to: Self.doc)
        try written()
        try served.wait(for: "Jürgen Müller (+492111234500) answers the call from +4915799912345 to +492111234500")
        #expect(try log().contains("by Jürgen Müller (+492111234500), normalClearing  N\n"))
        let call = try #require(try calls().first)
        #expect(call.answeredBy == "Jürgen Müller" && call.answeringNumber == "+492111234500")
        #expect(
            try csv()[0].filter { $0.key.hasPrefix("answer") && $0.key != "answered" } == [
                "answeredBy": "Jürgen Müller", "answeringNumber": "+492111234500",
            ])
        #expect(
            try DashboardClient(port: served.adminPort).get("/calls").text.contains(
                "by Jürgen Müller (+49 211 123 4500)"))
    }

    @Test("answered, although the answer was not reported, or after the hang-up") func lateAnswers() throws {
        try newCall("LOST", user: "Doc", to: Self.doc)
        try push(
            "hangup", "LOST", sides(Self.doc) + [("cause", "normalClearing"), ("answeringNumber", Self.doc)])
        try newCall("LATE", user: "Doc", to: Self.doc)
        try hangup("LATE", to: Self.doc)
        try answer("LATE", user: "Doc", number: Self.doc)
        try newCall("BUSY", user: "Doc", to: Self.doc)
        try push("hangup", "BUSY", sides(Self.doc) + [("cause", "busy"), ("answeringNumber", Self.doc)])
        try written()
        #expect(try calls().map(\.outcome) == ["answered", "answered", "missed"])
        #expect(try calls().map(\.answeringNumber) == ["+492111234500", "+492111234500", "+492111234500"])
        #expect(try DashboardClient(port: served.adminPort).get("/calls?outcome=answered").text.contains("2 calls"))
    }

    @Test("events with nothing but a callId are about that call") func onlyID() throws {
        try push("answer", "123", [])
        try push("hangup", "123", [("cause", "normalClearing")])
        try written()
        try served.wait(for: "call 123 is answered")
        try served.wait(for: "call 123 ends: normalClearing")
        #expect(try log().contains("  call 123  answered  "))
        #expect(try DashboardClient(port: served.adminPort).get("/calls").text.contains(">call 123</td>"))
        #expect(!(try served.program.errorsSoFar()).contains("from unknown"))
    }

    @Test(
        "a name in Latin-1, or damaged, costs no caller the greeting",
        arguments: ["J%FCrgen", "J%C3", "%E4%F6%FC+%", "%00"])
    func damagedName(_ name: String) throws {
        let form = "event=newCall&direction=in&from=4915799912345&to=492111234568&callId=1"
        for field in ["user%5B%5D=\(name)", "user=\(name)"] {
            let heard = try served.provider.xml("\(form)&\(field)", to: "/sipgate")
            #expect(heard.action == "Gather" && heard.announcement == "wrong-key")
        }
        #expect(
            try served.provider.xml("event=answer&\(form.dropFirst(14))&user=\(name)", to: "/sipgate").action == nil)
        try written()
        #expect(try calls().map(\.outcome) == ["answered"])
    }

    @Test("an outgoing call branches by the number dialled") func called() throws {
        func dial(_ to: String) throws -> XMLAnswer {
            try served.provider.newCall(from: Self.doc, to: to, callID: to, direction: "out")
        }
        #expect(try dial("49900123456").action == "Reject")
        let berlin = try dial("4930123456")
        #expect(berlin.numbers == ["4930123456"] && berlin.callerID == Self.marty)
        #expect(try dial("4989123456").action == nil)
        try served.wait(for: "number +492111234500 > called number in list costly")
        try served.wait(for: "number +492111234500 > called +4930*")
        func check(_ text: String) throws -> RunningProgram.Result {
            try served.folder.write(Array(ServedFolder.text(text).utf8), to: "other.yaml")
            return try Announce.run("check", "other.yaml", "--state", "other", in: served.folder)
        }
        let wrong = try check(Self.configuration.replacing("called:", with: "caled:"))
        #expect(wrong.status == 1 && wrong.errors.contains("`called`"), "\(wrong.errors)\(wrong.text)")
        let graph = try Announce.run("graph", in: served.folder)
        #expect(graph.text.contains("to costly") && graph.text.contains("to +4930*"))
    }
}
