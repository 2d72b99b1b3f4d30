import CallFlow
import Telephony
import Testing

/// Customers: how they are written, what belongs to them, and what their people may change.
struct CustomerTests {
    private static let head = """
        numbers:
          +49 211 4001101: bakery
          +49 211 4001102: salon
          +49 211 40012*: [ { check: office, open: connect }, { play: closed }, hangup ]
        flows:
          bakery: [ { check: shop, open: { menu: main } }, { check: shared, open: { dial: on-call } }, voicemail ]
          salon: [ { caller: { vip: connect } }, { check: shared, open: { play: welcome } }, hangup ]
        menus: { main: { prompt: [ bakery/hello, main-menu ], choices: { "9999": [ { override: { shop: clear } }, { play: closed }, hangup ] } } }
        schedules:
          shop: { hours: { daily: 09:00-17:00 } }
          shared: { hours: { daily: 09:00-17:00 } }
          office: { hours: { daily: 09:00-17:00 } }
          spare: { hours: { daily: 09:00-17:00 } }
        people: { anna: +49 157 99912345 }
        rotas: { on-call: { every: 1 week, from: 2026-01-05, turns: [ anna ] } }
        lists: { vip: [ +49 30 1 ] }

        """
    private static let recordings = ["bakery/hello", "main-menu", "closed", "welcome", "christmas"]

    private func read(_ customers: String) throws -> ConfigurationFile.Reading {
        try MarkedConfiguration(MarkedConfiguration.head + Self.head + customers).read(Self.recordings)
    }

    private func configuration(_ customers: String) throws -> Configuration {
        let reading = try read(customers)
        return try #require(reading.configuration, "\(reading.problems.map(\.message))")
    }

    @Test("a customer is numbers, or numbers with a name, schedules and recordings")
    func notations() throws {
        let customers = try configuration(
            """
            customers:
              salon: +49 211 4001102
              hair dresser: [ +49 211 40012* ]
              bakery: { name: Bäckerei Kern, numbers: 0049 211 4001101, schedules: spare, recordings: [ christmas, x-* ] }
              empty: { name: Nobody yet }
            """
        ).customers
        #expect(customers.keys.sorted() == ["bakery", "empty", "hair dresser", "salon"])
        #expect(customers["salon"]?.title == "salon" && customers["bakery"]?.title == "Bäckerei Kern")
        #expect(customers["bakery"]?.numbers.map(\.description) == ["+492114001101"])
        #expect(customers["hair dresser"]?.numbers.map(\.description) == ["+4921140012*"])
        let bakery = try #require(customers["bakery"])
        for (name, isOwn) in [
            ("christmas", true), ("x-mas", true), ("bakery/new", true), ("bakery", false), ("closed", false),
        ] {
            #expect(bakery.owns(try AnnouncementName(name)) == isOwn, "\(name)")
        }
    }

    typealias Case = (text: String, kind: ConfigurationProblem.Kind, suggestion: String?)

    @Test(
        "what is wrong is reported with its place and a suggestion",
        arguments: [
            ("{ b: { «number»: +49 211 4001101 } }", .unknownKey("number", of: "the customer `b`"), "numbers"),
            ("{ b: «0211 4001101» }", .nationalNumber("0211 4001101"), "+49 211 4001101"),
            ("{ b: { schedules: [ «shpo» ] } }", .unknownName(.schedule, "shpo"), "shop"),
            ("{ b: { recordings: [ x/*, «chrismas» ] } }", .unknownName(.announcement, "chrismas"), "christmas"),
            (
                "{ a: +49 211 4001101, b: [ «+49 211 400 11 01» ] }", .numberOfCustomer("+492114001101", "a"), nil
            ),
            ("{ b: «+49 211 4009999» }", .numberNotListed("+492114009999"), nil),
            ("{ «b»: }", .noValue("b"), nil),
            ("«[ a ]»", .wrongKind("`customers`", expected: "a mapping", found: "a list"), nil),
            ("{ «b/c»: +49 211 4001101 }", .badName("b/c"), nil),
        ] as [Case])
    func mistakes(_ marked: String, _ kind: ConfigurationProblem.Kind, _ suggestion: String?) throws {
        let configuration = MarkedConfiguration(MarkedConfiguration.head + Self.head + "customers: " + marked)
        let reading = try configuration.read(Self.recordings)
        let found = try #require(reading.problems.first { $0.kind == kind }, "\(reading.problems.map(\.message))")
        #expect(found.place == configuration.places.first && found.suggestion == suggestion)
        let others = reading.problems.filter { $0 != found && $0.kind != .unused(.schedule, "spare") }
        #expect(others == [], "\(others.map(\.message))")
    }

    private static let two = """
        customers:
          bakery: +49 211 4001101
          salon: { numbers: +49 211 4001102, schedules: [ spare ], recordings: [ christmas ] }
        """

    @Test("what numbers lead to is their customers': by flows, menus, branches, rotas, overrides")
    func parts() throws {
        let parts = CustomerParts(try configuration(Self.two))
        func owners(_ part: CustomerPart) -> [String] {
            parts.owners(of: part).map { if case .customer(let name) = $0 { name } else { "house" } }.sorted()
        }
        func recording(_ name: String) throws -> CustomerPart { .announcement(try AnnouncementName(name)) }
        #expect(owners(.schedule("shop")) == ["bakery"] && owners(.schedule("shared")) == ["bakery", "salon"])
        #expect(owners(.schedule("office")) == ["house"] && owners(.schedule("spare")) == ["salon"])
        #expect(owners(.menu("main")) == ["bakery"] && owners(.flow("salon")) == ["salon"])
        #expect(owners(.rota("on-call")) == ["bakery"] && owners(.person("anna")) == ["bakery"])
        #expect(owners(.list("vip")) == ["salon"])
        #expect(try owners(recording("closed")) == ["bakery", "house"])
        #expect(try owners(recording("christmas")) == ["salon"])
        #expect(try owners(recording("salon/new")) == ["salon"])
        #expect(try owners(recording("elsewhere")) == ["house"])
        #expect(owners(.number(.incoming, try NumberPattern("+492114001101"))) == ["bakery"])
        #expect(owners(.number(.incoming, nil)) == ["house"] && owners(.schedule("no such")) == ["house"])
    }

    @Test("a number within a listed prefix shares what the prefix does; one that is not listed shares `default`")
    func prefixes() throws {
        let configuration = try configuration(
            """
            customers:
              inside: [ +49 211 4001234, +49 211 9999999 ]
              around: +49 211*
            """)
        let parts = CustomerParts(configuration)
        let prefix = CustomerPart.number(.incoming, try NumberPattern("+4921140012*"))
        #expect(parts.owners(of: prefix) == [.customer("inside"), .customer("around")])
        #expect(!parts.owns(.schedule("office"), ["inside"]) && parts.sees(.schedule("office"), ["inside"]))
        #expect(parts.owns(.schedule("shop"), ["around"]) && !parts.sees(.schedule("shop"), ["inside"]))
        #expect(parts.sees(.number(.incoming, nil), ["inside"]))
        let numbers = CustomerNumbers(configuration)
        #expect(try numbers[PhoneNumber("+492114001234")] == "inside")
        #expect(try numbers[PhoneNumber("+4921177")] == "around")
        #expect(try numbers[PhoneNumber("+4930123")] == nil)
    }

    @Test("the view of a customer has nothing of others in it, and its flows are complete")
    func view() throws {
        let whole = try configuration(Self.two)
        let view = CustomerView(whole, of: ["bakery"])
        let seen = view.configuration
        #expect(seen.flows.keys.sorted() == ["bakery"] && seen.menus.keys.sorted() == ["main"])
        #expect(seen.schedules.keys.sorted() == ["shared", "shop"] && seen.customers.keys.sorted() == ["bakery"])
        #expect(seen.numbers.incoming.entries.map(\.pattern.description) == ["+492114001101"])
        #expect(seen.lists.isEmpty && seen.people.keys.sorted() == ["anna"])
        #expect(view.owns(.schedule("shop")) && !view.owns(.schedule("shared")))
        #expect(CustomerView(whole, of: []).configuration.schedules.isEmpty)
        #expect(CustomerView(whole, of: ["no such"]).configuration.numbers.incoming.entries.isEmpty)
        #expect(CustomerView(whole, of: ["bakery", "salon"]).owns(.schedule("shared")))
    }

    @Test("an edit may change what is one's own alone, and use nothing else")
    func edits() throws {
        let old = try configuration(Self.two)
        func foreign(_ change: (inout Configuration) throws -> Void, by customers: Set<String> = ["bakery"]) rethrows
            -> String?
        {
            var new = old
            try change(&new)
            return CustomerEdit(from: old, to: new, by: customers).foreignName
        }
        func steps(_ step: Step) -> StepList { StepList(path: "flows.bakery", steps: [step]) }
        #expect(foreign { _ in } == nil)
        #expect(foreign { $0.schedules["shop"] = nil } == nil)
        #expect(foreign { $0.schedules["shared"] = nil } == "shared" && foreign { $0.menus["main"] = nil } == nil)
        #expect(foreign({ $0.schedules["shared"] = nil }, by: ["bakery", "salon"]) == nil)
        #expect(foreign { $0.flows["salon"] = steps(.hangup) } == "salon")
        #expect(foreign { $0.flows["bakery"] = steps(.flow("salon")) } == "salon")
        #expect(
            foreign { $0.flows["bakery"] = steps(.check(schedule: "office", open: nil, closed: nil, holiday: nil)) }
                == "office")
        #expect(
            try foreign { $0.flows["bakery"] = steps(.play(Prompt(try AnnouncementName("christmas")))) } == "christmas")
        #expect(foreign { $0.flows["bakery"] = steps(.voicemail) } == nil)
        #expect(foreign { $0.people["anna"] = nil } == nil && foreign { $0.customers = [:] } == "announce.yaml")
        #expect(foreign { $0.alerts.language = .german } == "announce.yaml")
        #expect(
            try foreign {
                let entries =
                    $0.numbers.incoming.entries + [.init(pattern: try NumberPattern("+4921155"), steps: steps(.hangup))]
                $0.numbers = NumberPlan(incoming: NumberTable(entries), outgoing: $0.numbers.outgoing, otherwise: nil)
            } == "+4921155")
        #expect(
            foreign {
                $0.numbers = NumberPlan(
                    incoming: NumberTable($0.numbers.incoming.entries.dropLast()), outgoing: $0.numbers.outgoing,
                    otherwise: nil)
            } == "+4921140012*")
    }

    @Test("names of numbers are seen and given by those whose numbers they are, and schedules are added by them")
    func names() throws {
        let old = try configuration(Self.two)
        func named(_ names: [String: String]) throws -> Configuration {
            var copy = old
            copy.numbers = NumberPlan(
                incoming: old.numbers.incoming, outgoing: old.numbers.outgoing, otherwise: old.numbers.otherwise,
                names: NumberNames(try names.map { .init(pattern: try NumberPattern($0), name: $1) }))
            return copy
        }
        let both = try named(["+49 211 4001101": "Shop", "+49 211 4001102": "Salon"])
        #expect(CustomerView(both, of: ["bakery"]).configuration.numbers.names.entries.map(\.name) == ["Shop"])
        func foreign(_ new: Configuration, since old: Configuration) -> String? {
            CustomerEdit(from: old, to: new, by: ["bakery"]).foreignName
        }
        #expect(foreign(try named(["+49 211 4001101": "Shop"]), since: old) == nil)
        #expect(foreign(both, since: old) == "+492114001102")
        #expect(foreign(try named(["+49 211 4001101": "Shop"]), since: both) == "+492114001102")
        #expect(foreign(try named(["+49 211 40012*": "Others"]), since: old) == "+4921140012*")
        var copy = old
        copy.schedules["new"] = old.schedules["shop"]
        #expect(foreign(copy, since: old) == "new")
        copy.customers["bakery"] = old.customers["bakery"]?.with(schedules: ["new"])
        #expect(foreign(copy, since: old) == nil)
        copy.customers["bakery"] = old.customers["bakery"]?.with(schedules: ["new", "office"])
        #expect(foreign(copy, since: old) == "announce.yaml")
    }

    @Test("tables have a column `customer`, and included files customers of their own")
    func files() throws {
        let text =
            MarkedConfiguration.head
            + "include: branch.yaml\nnumbers: { file: numbers.csv }\ncustomers: { bakery: { name: Kern } }\n"
        var files = CompanionFiles()
        files.contents["branch.yaml"] = .text("customers: { salon: +49 211 4001102 }\n")
        files.contents["numbers.csv"] = .text(
            "number,flow,customer\n+49 211 4001101,voicemail,bakery\n+49 211 4001102,hangup,\n+49 211 4001103,hangup,bakry\n"
        )
        var reading = ConfigurationFile.read(text, folder: "/srv", announcements: nil, files: files)
        #expect(reading.problems.map(\.message) == ["unknown customer `bakry`; did you mean `bakery`?"])
        #expect(reading.problems.first?.place.line == 4 && reading.problems.first?.place.file == "numbers.csv")
        files.contents["numbers.csv"] = .text(
            "number,flow,customer\n+49 211 4001101,voicemail,bakery\n+49 211 4001102,hangup,\n")
        reading = ConfigurationFile.read(text, folder: "/srv", announcements: nil, files: files)
        let customers = try #require(reading.configuration, "\(reading.problems.map(\.message))").customers
        #expect(customers["bakery"]?.numbers.map(\.description) == ["+492114001101"] && customers.count == 2)
    }
}
