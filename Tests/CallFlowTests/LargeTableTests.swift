import Telephony
import Testing

@testable import CallFlow

/// Tables of numbers that are too large to be listed one by one do what the same table does when it is small.
struct LargeTableTests {
    static let text =
        MarkedConfiguration.head + """
            numbers: { file: numbers.csv, +49 40 1234: reception, default: hangup }
            flows:
              reception: { menu: main }
              night: voicemail
              practice: [ { play: "{greeting}" }, { dial: "{target}" } ]
              loop: { dial: +49 211 5550000 }
            menus:
              main: { prompt: hello, choices: { 1: { dial: +49 30 12345 }, 2: { flow: night }, 3: { flow: loop } } }
            customers:
              bakery: { numbers: [ +49 211 5*, +49 40 1234 ] }
              salon: +49 211 51*

            """

    private static func files(_ table: String, isLarge: Bool, name: String = "numbers.csv") -> CompanionFiles {
        var files = CompanionFiles()
        files.contents[name] = isLarge ? .rows(NumberRowsReader.rows(of: table)) : .text(table)
        return files
    }

    private static func read(
        _ table: String, isLarge: Bool, text: String = text
    ) -> ConfigurationFile.Reading {
        ConfigurationFile.read(
            text, folder: "/srv", announcements: nil, files: files(table, isLarge: isLarge))
    }

    private static func configuration(
        _ table: String, isLarge: Bool = true, text: String = text
    ) throws -> Configuration {
        let reading = read(table, isLarge: isLarge, text: text)
        return try #require(reading.configuration, "\(reading.problems.map(\.message))")
    }

    /// Rows in many notations, in no order.
    private static func rows(_ count: Int, delimiter: String = ",", lineBreak: String = "\n") -> String {
        var random = SplitMix64(state: 7)
        var numbers = Array(1_000_000..<1_000_000 + count)
        numbers.shuffle(using: &random)
        let ways = [
            ["night", "", "", ""], ["reception", "", "", "bakery"], ["practice", "g", "+49 30 777", "salon"],
            ["\"practice\"", " h", "\"+49 30 \"\"", ""], ["voicemail", "", "", ""],
        ].map { $0.map { $0.replacing("\"+49 30 \"\"", with: "+49 30 778") } }
        let lines = numbers.enumerated().map { index, number in
            let written = [
                "+49 211 \(number)", "0049211\(number)", "\"+49 (0)211 \(number)\"", "49 211/\(number)",
                " +49211\(number) ",
                "+49 0211 \(number)",
            ][index % 6]
            return ([written] + ways[index % ways.count]).joined(separator: delimiter)
        }
        let more = [
            ["+49 211 4*", "night", "", "", "salon"], ["+49 211 41*", "reception", "", "", ""],
            ["+39 06 123456", "night", "", "", ""], ["+1 212 5550123", "night", "", "", ""],
        ].map { $0.joined(separator: delimiter) }
        let header = ["Number", "flow", "greeting", "target", "customer"].joined(separator: delimiter)
        return ([header] + lines + [""] + more).joined(separator: lineBreak) + lineBreak
    }

    @Test(
        "every number has the same steps and the same customer as in a small table",
        arguments: [(",", "\n"), (";", "\r\n"), ("\t", "\n")])
    func same(delimiter: String, lineBreak: String) throws {
        let table = "\u{FEFF}" + Self.rows(600, delimiter: delimiter, lineBreak: lineBreak)
        let text = Self.text.replacing("bakery: { numbers: [ +49 211 5*, +49 40 1234 ] }", with: "bakery: +49 40 1234")
            .replacing("salon: +49 211 51*", with: "salon: { name: Salon }")
        let small = try Self.configuration(table, isLarge: false, text: text)
        let large = try Self.configuration(table, text: text)
        #expect(large.numbers.incoming.entries.count == 1 && large.numbers.incoming.count == 605)
        #expect(small.flows == large.flows && small.numbers.incoming.count == 605)
        let (smallCustomers, largeCustomers) = (CustomerNumbers(small), CustomerNumbers(large))
        let others = [
            "+49 211 4123456", "+49 211 4999", "+49 211 999", "+49 40 1234", "+49 2111000000", "+39 06 123456",
        ]
        for number in others + (0..<700).map({ "+49 211 \(1_000_000 + $0)" }) {
            let number = try PhoneNumber(number)
            let (one, other) = (small.numbers.incoming.entry(for: number), large.numbers.incoming.entry(for: number))
            #expect(one?.steps.steps == other?.steps.steps && one?.pattern == other?.pattern, "\(number)")
            #expect(smallCustomers[number] == largeCustomers[number], "\(number)")
        }
        // What each customer sees.
        for customer in ["bakery", "salon"] {
            let views = [small, large].map { CustomerView($0, of: [customer]) }
            #expect(views[0].configuration.flows.keys.sorted() == views[1].configuration.flows.keys.sorted())
            #expect(views[0].configuration.numbers.incoming.count == views[1].configuration.numbers.incoming.count)
        }
        #expect(Set(small.prompts) == Set(large.prompts))
    }

    @Test(
        "mistakes are reported in the same words at the same places as in a small table",
        arguments: [
            "number,flow\n0211 1234567,night\n+49 211 1,nigth\n+49 211 1234567,\n,night\nx,night\n",
            "number,flow\n+49 211 1234567,night\n+49 (0)211 1234567,reception\n", "number,flow,flow\n",
            "nummer,flow\n+49 211 1234567,night\n", "number,flow\n+49 211 1234567,night,too,many\n", "",
            "number,flow,greeting\n+49 211 1234567,practice,a\n+49 211 1234568,night,b\n",
            "number,flow,customer\n+49 211 1234567,night,bakrey\n", "number,flow\n+49 40 1234,night\n",
            "number,flow\n\"+49 211 1234567,night\n", "number,flow\n+49 211 5550000,loop\n",
            "number,flow\n+49 211 12\"34567,night\n", "number,flow,my column\n",
            "number,flow,name\n+49 211 1234567,night,\(String(repeating: "x", count: 81))\n",
            "number,name,flow\n+49 211 1234567,a\u{7}b,night\n+49 211 1234568,ok,night\n",
        ])
    func mistakes(table: String) throws {
        func messages(_ isLarge: Bool) -> [String] {
            Self.read(table, isLarge: isLarge).problems.map { problem in
                // How a number is written that is there twice is not kept.
                let message = problem.message.contains("is the same number as in line 2") ? "twice" : problem.message
                return "\(problem.place.file ?? ""):\(problem.place.line) \(problem.kind.severity) \(message)"
            }
        }
        let small = messages(false).filter { !$0.contains("unreachable") && !$0.contains("already defined") }
        let large = messages(true).filter { !$0.contains("unreachable") && !$0.contains("already defined") }
        #expect(Set(small).subtracting(large).isEmpty, "\(large)")
        #expect(
            messages(true).contains { $0.contains("already defined in line 2 of numbers.csv") }
                == table.contains("40 1234"))
        #expect(
            Self.read(table, isLarge: true).configuration == nil
                || Self.read(table, isLarge: false).configuration != nil)
    }

    @Test("of many bad rows the first are reported, and how many there are")
    func manyMistakes() throws {
        let table = "number,flow\n" + (0..<100).map { "0211 \(1000 + $0),night\n" }.joined()
        let problems = Self.read(table, isLarge: true).problems.filter { $0.place.file != nil }
        #expect(problems.count == 21)
        #expect(problems[0].message == "`0211 1000` has no country code; write `+49 211 1000`")
        #expect(problems[0].place.line == 2 && problems[0].place.text == "0211 1000")
        #expect(problems.last?.message == "80 more rows of this table have problems")
    }

    @Test("the pieces in which a file is read do not matter", arguments: [1, 2, 3, 7, 1000])
    func pieces(size: Int) throws {
        let bytes = Array(Self.rows(200, lineBreak: "\r\n").utf8)
        var reader = NumberRowsReader()
        for start in stride(from: 0, to: bytes.count, by: size) {
            Array(bytes[start..<min(bytes.count, start + size)]).withUnsafeBytes { reader.read($0) }
        }
        let (rows, whole) = (reader.finish(), NumberRowsReader.rows(of: String(decoding: bytes, as: UTF8.self)))
        #expect(rows == whole && rows.keys == whole.keys && rows.targets == whole.targets)
        #expect(
            rows.faults == whole.faults && rows.faultCount == 0 && rows.isEnded && rows.fingerprint == whole.fingerprint
        )
    }

    @Test("numbers are read as `NumberPattern` reads them, and digits are found in them as in a text")
    func notations() throws {
        var random = SplitMix64(state: 3)
        let plain = PlainNumbers()
        let pieces = [
            "+", "0", "00", "49", "39", "7", "1", "225", "(0)", " ", "211", "12", "3456", "9", "\"", "*", "x",
        ]
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 1...8, using: &random)).map { _ in pieces.randomElement(using: &random) ?? ""
            }
            .joined()
            let key = Array(text.utf8).withUnsafeBufferPointer { plain.key($0) }
            guard let key else { continue }
            let written = text.hasPrefix("\"") ? String(text.dropFirst().dropLast()) : text
            #expect(key == (try? NumberPattern(written)).map { NumberKey($0) }, "\(text)")
            #expect(key.pattern == (try? NumberPattern(written)))
            let part = "\(Int.random(in: 0..<1000, using: &random))"
            let zeros = "0" + part
            for part in [part, zeros] {
                let digits = try #require(NumberKey.Digits(part))
                #expect(key.contains(digits) == key.pattern.digits.contains(part), "\(key.pattern) \(part)")
            }
        }
        #expect(
            NumberKey.Digits("") == nil && NumberKey.Digits("1234567890123456") == nil && NumberKey.Digits("1x") == nil)
    }

    @Test(
        "names of numbers are those of the same column in a small table, and cost nothing where there are none",
        arguments: ["number,flow,name,customer", "name,customer,number,flow", "customer,number,name,flow"])
    func names(header: String) throws {
        let columns = header.split(separator: ",").map(String.init)
        let called = ["Front desk", " Küche ", "\"Hall, left\"", "\"the \"\"old\"\" one\"", "", "\"\"", "Büro 12"]
        let lines = (0..<300).map { index in
            columns.map { column in
                switch column {
                case "number": index == 299 ? "+49 211 9*" : "+49 211 \(1_000_000 + index)"
                case "flow": index % 3 == 0 ? "night" : "reception"
                case "name": index == 299 ? "All others" : called[index % called.count]
                default: index % 2 == 0 ? "bakery" : ""
                }
            }.joined(separator: ",")
        }
        let table = ([header] + lines).joined(separator: "\n") + "\n"
        let text = Self.text.replacing("bakery: { numbers: [ +49 211 5*, +49 40 1234 ] }", with: "bakery: +49 40 1234")
            .replacing("salon: +49 211 51*", with: "salon: { name: Salon }")
            .replacing("numbers: {", with: "numbers: { names: { +49 40 1234: Harbour, +49 211 1000003: Mine },")
        let small = try Self.configuration(
            table, isLarge: false, text: text.replacing(", +49 211 1000003: Mine", with: ""))
        let large = try Self.configuration(table, text: text)
        #expect(large.numbers.incoming.large.first?.rows.targets.count == 4)
        for number in (0..<310).map({ "+49 211 \(1_000_000 + $0)" }) + ["+49 40 1234", "+49 211 9123456", "+49 30 1"] {
            let number = try PhoneNumber(number)
            let expected = number.digits == "492111000003" ? "Mine" : small.numbers.names[number]
            #expect(large.numbers.names[number] == expected, "\(number)")
        }
        for part in ["FRONT", "küche", "left", "\"old\"", "mine", "Büro", "nothing", "harbour"] {
            let part = try #require(NamePart(part))
            let found = large.numbers.names.first(400, with: part).map(\.pattern.description).sorted()
            let other = small.numbers.names.entries.filter { part.isIn($0.name) }.map(\.pattern.description).sorted()
            #expect(found == other || found == ["+492111000003"], "\(found)")
        }
        // Each customer has the names of its own rows.
        let view = CustomerView(large, of: ["bakery"]).configuration.numbers.names
        #expect(try view[PhoneNumber("+492111000002")] == "Hall, left" && view[PhoneNumber("+492111000001")] == nil)
        // Other names are no other ways of calls.
        let edited = table.replacing("Front desk", with: "Back door")
        let new = try #require(try Self.exchanged(table, by: edited, text: text))
        #expect(try new.numbers.names[PhoneNumber("+492111000000")] == "Back door")
        #expect(CallPlan(new).fingerprint == CallPlan(large).fingerprint)
        // Without names, and with empty ones, a row takes 16 bytes.
        let without = NumberRowsReader.rows(of: Self.rows(100))
        #expect(!without.hasNames && without.memory == 16 * without.count)
        let empty = NumberRowsReader.rows(of: "number,flow,name\n+49 211 1234567,night,\n")
        #expect(!empty.hasNames && empty.memory == 16)
    }

    // MARK: Edits

    private static func exchanged(_ table: String, by new: String, text: String = text) throws -> Configuration? {
        let configuration = try configuration(table, text: text)
        return configuration.exchangingRows(
            from: WrittenConfiguration(text, files: files(table, isLarge: true)),
            to: WrittenConfiguration(text, files: files(new, isLarge: true)))
    }

    @Test("an edit of rows alone keeps everything else, and is what a whole reading makes of it")
    func exchange() throws {
        let old = Self.rows(300)
        let new = old.replacing("1000007", with: "9000007")
            .replacing(",night,,,", with: ",reception,,,bakery", maxReplacements: 1)
        let configuration = try #require(try Self.exchanged(old, by: new))
        #expect(try configuration == Self.configuration(new))
        let plan = CallPlan(try Self.configuration(old))
        let following = plan.following(configuration)
        #expect(
            following.fingerprint == CallPlan(configuration).fingerprint && following.fingerprint != plan.fingerprint)
        #expect(following.configuration == configuration)
    }

    @Test(
        "rows that are wrong, that lead elsewhere, or that something else names, have the whole read again",
        arguments: [
            "+49 211 7000000,hangup,,,", "0211 123,night,,,", "+49 40 1234,night,,,", "+49 211 5550000,night,,,",
            "+49 30 12345,night,,,",
        ])
    func wholeReading(row: String) throws {
        #expect(try Self.exchanged(Self.rows(50), by: Self.rows(50) + row + "\n") == nil)
        #expect(try Self.exchanged(Self.rows(50), by: Self.rows(50) + "+49 211 7000000,night,,,\n") != nil)
        #expect(try Self.exchanged(Self.rows(50), by: "number,flow\n+49 211 7000000,night\n") == nil)
    }

    @Test("calls in progress go on by the rows that began them: the plan is another one if a number leads elsewhere")
    func fingerprints() throws {
        let lines = ["+49 211 1234567,night", "+49 211 1234568,reception", "+49 211 1234569,night"]
        func fingerprint(_ lines: [String]) throws -> UInt32 {
            CallPlan(try Self.configuration((["number,flow"] + lines).joined(separator: "\n") + "\n")).fingerprint
        }
        let first = try fingerprint(lines)
        #expect(try fingerprint(lines.reversed()) == first)
        #expect(try fingerprint(Array(lines.dropLast())) != first)
        #expect(try fingerprint([lines[0], lines[1], "+49 211 1234569,reception"]) != first)
    }

    @Test("numbers that an edit takes away, and those that do something else, are counted and some of them named")
    func losses() throws {
        let old = "number,flow\n" + (0..<1000).map { "+49 211 \(1_000_000 + $0),night\n" }.joined()
        let new =
            "number,flow\n"
            + (30..<1000).map { "+49 211 \(1_000_000 + $0),\($0 < 40 ? "reception" : "night")\n" }.joined()
        let (before, after) = (try Self.configuration(old), try Self.configuration(new))
        func written(_ table: String) -> WrittenConfiguration {
            WrittenConfiguration(Self.text, files: Self.files(table, isLarge: true))
        }
        let loss = try #require(EditLoss(from: before, written(old), to: after, written(new)))
        #expect(loss.count == 30 && loss.numbers.first == "+492111000000" && !loss.isCutOff && loss.numbers.count <= 10)
        #expect(EditLoss(from: after, written(new), to: before, written(old)) == nil)
        let cut = try #require(EditLoss(from: before, written(old), to: after, written(String(new.dropLast(3)))))
        #expect(cut.isCutOff)

        let changes = RowChange.all(from: before, to: after) { $0?.steps != $1?.steps }
        #expect(changes.map(\.count) == [30, 10])
        #expect(changes[0].after == nil && changes[0].first.map(\.description).first == "+492111000000")
        #expect(changes[1].before?.steps == [.flow("night")] && changes[1].after?.steps == [.flow("reception")])
    }

    @Test("the graph has one node for all rows that lead to the same flow")
    func graph() throws {
        let dot = FlowGraph(try Self.configuration(Self.rows(500))).dot
        #expect(dot.contains("100 numbers of numbers.csv") && !dot.contains("+492111000"))
        #expect(try Self.configuration(Self.rows(500)).scheduleUses.isEmpty)
    }

    @Test("numbers of a customer in a table, and those that a masked log has the same as of")
    func ownNumbers() throws {
        let table =
            "number,flow,customer\n+49 211 12340001,night,bakery\n+49 211 12340002,night,\n+49 211 22340002,night,salon\n"
        let numbers = TableNumbers(of: ["bakery"], in: try Self.configuration(table))
        #expect(numbers.own.map(\.description) == ["+4921112340001"])
        #expect(numbers.lookalikes.map(\.description) == ["+4921112340002"])
    }
}
