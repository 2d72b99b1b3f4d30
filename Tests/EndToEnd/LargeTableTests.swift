import Foundation
import Support
import Testing

/// A table of numbers that is too large to be listed, with the real program: every command and page that lists numbers names some and
/// counts the others.
struct LargeTableTests {
    private static let configuration = """
        numbers: { file: numbers.csv, default: connect }
        flows:
          day: [ { check: office, open: { dial: +49 30 12345 }, closed: voicemail } ]
          night: voicemail
        schedules: { office: { hours: { daily: 00:00-24:00 } } }
        customers: { bakery: { name: Kern }, salon: { name: Salon } }
        """
    private static let count = 1200
    /// More than 4 MiB in few rows.
    private static let table: String = {
        let padding = String(repeating: " ", count: 4000)
        let rows = (0..<count).map { index in
            "+49 211 \(7_000_000 + index),Desk \(index),\(index % 3 == 0 ? "night" : "day"),\(index < 10 ? "bakery" : "")\(padding)\n"
        }
        return "number,name,flow,customer\n" + rows.joined()
    }()

    private func write(_ folder: TemporaryFolder) throws {
        try folder.write(Array(Self.table.utf8), to: "numbers.csv")
    }

    @Test("check, graph, call and test count its numbers and name some") func commands() throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("media")
        try folder.write(Array(ServedFolder.text(Self.configuration).utf8), to: "announce.yaml")
        try write(folder)
        let check = try Announce.run("check", "--state", "state", in: folder)
        #expect(check.status == 0, "\(check.errors)")
        #expect(
            check.text.contains("+492117000000 (Desk 0)  night") && !check.text.contains("+492117000005"),
            "\(check.text)")
        #expect(check.text.contains(" 1200 numbers: 800 day, 400 night"), "\(check.text)")
        let json = try Announce.run("check", "--json", "--state", "state", in: folder)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(json.text.utf8)) as? [String: Any], "\(json)")
        let table = try #require((object["tables"] as? [[String: Any]])?.first)
        #expect(table["count"] as? Int == Self.count && table["file"] as? String == "numbers.csv")
        #expect((object["numbers"] as? [Any])?.count == 6)
        var lines = Self.table.split(separator: "\n").map(String.init)
        lines.insert(contentsOf: ["0211 1,,day,", "+49 211 1234567,,dya,"], at: 3)
        try folder.write(Array(lines.joined(separator: "\n").utf8), to: "numbers.csv")
        let wrong = try Announce.run("check", "--state", "state", in: folder)
        #expect(
            wrong.status == 1
                && wrong.errors.hasPrefix(
                    "numbers.csv:4:1: error: `0211 1` has no country code; write `+49 211 1`\nnumbers.csv:5:18: "),
            "\(wrong.errors)")
        try write(folder)
        let graph = try Announce.run("graph", in: folder)
        #expect(graph.text.contains("800 numbers of numbers.csv") && graph.text.contains("400 numbers of numbers.csv"))
        let call = try Announce.run("call", "0211 7000001", "--state", "state", in: folder)
        #expect(call.text.contains("+493012345"), "\(call)")
        try folder.write(
            Array("- call: +49 211 7000003\n  at: 2026-11-27 12:00\n  steps: [ voicemail ]\n".utf8),
            to: "calls.yaml")
        let test = try Announce.run("test", in: folder)
        #expect(test.status == 0, "\(test)")
    }

    @Test("the server answers its numbers, and the dashboard finds them and shows them page by page")
    func server() throws {
        let served = try ServedFolder(Self.configuration, prepare: write)
        #expect(try served.provider.newCall(to: "492117000003").action == "Dial")
        #expect(try served.provider.newCall(to: "492117000001").numbers.map { $0.filter(\.isNumber) } == ["493012345"])
        let dashboard = DashboardClient(port: served.adminPort)
        for path in try DashboardPages.all(of: dashboard) {
            let page = try dashboard.get(path)
            #expect(page.status == 200 && page.body.count <= 100_000, "\(path): \(page.body.count) bytes")
        }
        let first = try dashboard.get("/numbers").text
        #expect(first.contains("+49 211 700 0000") && first.contains("1201"))
        let last = try dashboard.get("/numbers?first=1200").text
        #expect(last.contains("+49 211 700 1199") && !last.contains("+49 211 700 1198"))
        let found = try dashboard.get("/numbers?q=7000777").text
        #expect(found.contains("+49 211 700 0777") && !found.contains("+49 211 700 0778"))
        // By the column of names, wherever a number is shown.
        for (path, isThere) in [
            ("/numbers?q=desk+777", true), ("/search?q=DESK+777", true), ("/numbers/in/%2B492117000777", true),
            ("/numbers?q=desk+1777", false), ("/search?q=desk+1777", false),
        ] {
            #expect(try dashboard.get(path).text.contains("Desk 777 (+49 211 700 0777)") == isThere, "\(path)")
        }
        #expect(try dashboard.get("/numbers?q=night&first=360").text.contains("+49 211 700 1197"))
        #expect(try dashboard.get("/numbers?q=Kern").text.contains("+49 211 700 0009"))
        #expect(try !dashboard.get("/numbers?q=Kern").text.contains("+49 211 700 0010"))
        #expect(try dashboard.get("/search?q=7000777").text.contains("/numbers/in/%2B492117000777"))
        let page = try dashboard.get("/numbers/in/%2B492117000777")
        #expect(page.status == 200 && page.text.contains("400 numbers of numbers.csv"))
        #expect(try dashboard.get("/numbers/in/%2B492117009999").status == 404)
        #expect(try dashboard.get("/numbers/in/%2B492117000777/edit").text.contains("too large to edit here"))
        #expect(try dashboard.get("/tables").text.contains("1200 numbers of numbers.csv"))
        #expect(try dashboard.get("/home").text.contains("799"))
    }
}
