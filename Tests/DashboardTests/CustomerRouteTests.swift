import Foundation
import ServerFixtures
import Support
import Telephony
import Testing

@testable import Dashboard

/// The table of every route, by every role, for what is one's own, someone else's, and shared: over HTTP.
@Suite("Customers on every route")
struct CustomerRouteTests {
    /// What people with a login for one customer get on a route, if their role has it at all.
    private enum Answer {
        /// A page, table, stream or sound with nothing of anyone else on it.
        case filtered
        /// A part by its name: seen if it is theirs or shared; otherwise it does not exist.
        case seen
        /// A form for a part, or what it sends: only for what is theirs alone.
        case owned
        /// Refused, whatever it is about: for people who see everything.
        case refused
    }

    /// A route that is not in here makes the test fail: it needs an answer here and in `CustomerRule`.
    private static let answers: [String: Answer] = [
        "GET /": .filtered, "GET /today": .filtered, "GET /home": .filtered, "GET /home/now": .filtered,
        "GET /home/events": .filtered, "GET /home/several": .filtered, "POST /home/several": .filtered,
        "GET /home/at/{location}/close": .owned, "GET /home/at/{location}/open": .owned,
        "POST /home/at/{location}/switch": .owned,
        "GET /calls": .filtered, "GET /calls/{call}": .seen, "POST /calls/{call}/block": .owned,
        "POST /calls/{call}/unblock": .owned,
        "GET /call-back": .filtered, "GET /call-back/call-back.csv": .filtered, "POST /call-back/mark": .filtered,
        "GET /announcements": .filtered, "GET /announcements/of/{name}": .seen,
        "GET /announcements/of/{name}/events": .seen, "POST /announcements/of/{name}/delete": .owned,
        "POST /announcements/of/{name}/restore": .owned, "GET /announcements/of/{name}/version/{id}": .seen,
        "GET /announcements/original/{path}": .seen, "GET /announcements/sound/{file}": .seen,
        "GET /announcements/street/{file}": .seen, "GET /announcements/mobile/{file}": .seen,
        "GET /announcements/phone-ear/{file}": .seen, "GET /announcements/waveform/{file}": .seen,
        "GET /announcements/text": .filtered, "POST /announcements/text": .filtered,
        "POST /announcements/text/hear": .filtered,
        "POST /announcements/upload": .filtered, "GET /announcements/drafts": .seen,
        "POST /announcements/drafts/publish": .filtered, "GET /announcements/draft/{id}": .seen,
        "GET /announcements/draft/{id}/{sound}": .seen, "POST /announcements/draft/{id}/publish": .owned,
        "POST /announcements/draft/{id}/discard": .owned,
        "GET /schedules": .filtered, "GET /schedules/{schedule}": .seen, "POST /schedules/{schedule}/override": .owned,
        "GET /schedules/{schedule}/hours": .owned, "POST /schedules/{schedule}/hours": .owned,
        "POST /schedules/{schedule}/hours/check": .owned,
        "GET /rotas/{rota}": .seen, "POST /rotas/{rota}/override": .owned,
        "GET /numbers": .filtered, "GET /numbers/{direction}/{number}": .seen,
        "GET /numbers/in/{number}/edit": .owned, "POST /numbers/in/{number}/edit": .owned,
        "POST /numbers/in/{number}/edit/check": .owned, "GET /menus/{menu}": .owned, "POST /menus/{menu}": .owned,
        "POST /menus/{menu}/check": .owned,
        "GET /numbers/in/{number}/steps": .owned, "POST /numbers/in/{number}/steps": .owned,
        "POST /numbers/in/{number}/steps/check": .owned, "GET /forms/announcements": .filtered,
        "POST /flows": .filtered, "GET /flows/{flow}": .owned, "POST /flows/{flow}": .owned,
        "POST /flows/{flow}/check": .owned, "POST /menus": .filtered, "GET /schedules/{schedule}/copy": .owned,
        "POST /schedules/{schedule}/copy": .owned, "POST /schedules/{schedule}/copy/check": .owned,
        "GET /rotas/{rota}/turns": .owned, "POST /rotas/{rota}/turns": .owned,
        "POST /rotas/{rota}/turns/check": .owned,
        "GET /search": .filtered, "GET /advanced": .filtered, "GET /try": .filtered, "POST /try": .filtered,
        "POST /try/step": .filtered, "POST /try/export": .filtered, "POST /try/event": .filtered,
        "GET /media/{name}": .seen,
        "GET /numbers/new": .refused, "POST /numbers/new": .refused, "POST /numbers/new/check": .refused,
        "GET /tables": .refused, "GET /tables/{index}": .refused, "GET /tables/{index}/csv": .refused,
        "POST /tables/{index}": .refused, "POST /tables/{index}/check": .refused,
        "GET /alerts": .refused, "POST /alerts/test": .refused, "POST /alerts/way": .refused,
        "POST /alerts/rules": .refused,
        "GET /advanced/health": .refused, "GET /advanced/doctor": .refused, "POST /advanced/doctor": .refused,
        "GET /configuration": .refused, "POST /configuration": .refused, "POST /configuration/check": .refused,
        "POST /configuration/accept": .refused, "GET /configuration/versions/{version}": .refused,
        "GET /users": .refused, "GET /users/{user}": .refused, "POST /users": .refused,
        "POST /users/{user}/role": .refused, "POST /users/{user}/link": .refused,
        "POST /users/{user}/remove": .refused, "GET /audit": .refused, "GET /audit.csv": .refused,
    ]

    /// Whose a part is.
    private enum Whose: CaseIterable {
        case own, foreign, house, shared, unknown

        var word: String {
            switch self {
            case .own: "bakery"
            case .foreign: "salon"
            case .house: "house"
            case .shared: "shared"
            case .unknown: "nothing"
            }
        }
    }

    /// The path of a route about something of someone; nil if they have no such thing.
    private static func path(_ route: String, _ whose: Whose, _ office: CustomerOffice) async throws -> String? {
        let word = whose.word
        var values = [
            "location": "\(word)-hours", "schedule": "\(word)-hours", "menu": "\(word)-menu", "sound": "recording",
        ]
        values["rota"] = whose == .house ? nil : "\(word)-rota"
        values["flow"] = whose == .house ? nil : "\(word)-flow"
        let recording: String =
            switch whose {
            case .own, .foreign: "\(word)/welcome"
            case .house, .shared, .unknown: "\(word)-closed"
            }
        values["name"] = recording.percentEncoded
        values["file"] = CustomerOffice.file(recording)
        values["path"] = "\(recording).wav".percentEncoded
        values["direction"] = "in"
        let index = [Whose.own, .foreign, .house].firstIndex(of: whose)
        values["number"] = index.map { "+49211400110\($0 + 1)" } ?? (whose == .unknown ? "+492114009999" : nil)
        values["call"] = whose == .unknown ? "12345" : nil
        if let index { values["call"] = "\(try await office.call(index + 1))" }
        values["id"] = whose == .house ? office.houseDraft : whose == .unknown ? "nothing" : nil
        if route.contains("/media/") { values["name"] = CustomerOffice.file(recording) }
        if route.hasSuffix("/version/{id}") || route.hasSuffix("/restore") {
            guard whose == .own || whose == .foreign else { return nil }
            values["name"] = "\(word)/old".percentEncoded
            values["id"] = office.versions["\(word)/old"]?.percentEncoded
        }
        // Callers are blocked for everyone who uses the list, and that is the whole house.
        if route.hasSuffix("block"), whose == .own || whose == .unknown { return nil }
        if route == "/announcements/drafts" { return values["id"].map { "\(route)?id=\($0)" } }
        var path = route
        for match in route.matches(of: /\{([a-z]+)\}/) {
            guard let value = values[String(match.1)] else { return nil }
            path = path.replacing(match.0, with: value.contains("%") ? value : value.percentEncoded)
        }
        return path
    }

    private static func isAllowed(_ whose: Whose, _ answer: Answer, _ route: String) -> Int? {
        switch (answer, whose) {
        case (.filtered, _): nil
        case (.refused, _): 403
        case (.seen, .own), (.seen, .shared), (.owned, .own): nil
        case (.owned, .shared): 403
        // What the agency blocks for all is not a customer's to change.
        case (.owned, _) where route.hasSuffix("block"): 403
        default: 404
        }
    }

    @Test("every route by every role: one's own, someone else's, shared, unknown", arguments: CustomerOffice.roles)
    func table(role: Role) async throws {
        let office = try await CustomerOffice()
        let routes = try office.routes().filter { !$0.isOpen }
        let names = Set(routes.map { "\($0.isGet ? "GET" : "POST") \($0.path)" })
        #expect(
            names == Set(Self.answers.keys),
            "without an answer: \(names.subtracting(Self.answers.keys)); gone: \(Set(Self.answers.keys).subtracting(names))"
        )
        #expect(
            Set(routes.map(\.path)).subtracting(CustomerRule.rules.keys).isEmpty,
            "without a rule: \(Set(routes.map(\.path)).subtracting(CustomerRule.rules.keys))")
        let person = try await office.logIn(role)
        // What is looked at first, since what is sent takes things away.
        for route in routes.sorted(by: { ($0.isGet ? 0 : 1, $0.path) < ($1.isGet ? 0 : 1, $1.path) }) {
            let name = "\(route.isGet ? "GET" : "POST") \(route.path)"
            guard let answer = Self.answers[name] else { continue }
            let hasParts = route.path.contains("{") || route.path == "/announcements/drafts"
            for whose in hasParts && answer != .refused ? Whose.allCases : [.own] {
                let path =
                    answer == .refused
                    ? route.path.replacing(/\{[a-z]+\}/, with: "x")
                    : try await Self.path(route.path, whose, office) ?? (hasParts ? nil : route.path)
                guard let path else { continue }
                let expected =
                    role.allows(route.path, isGet: route.isGet) ? Self.isAllowed(whose, answer, route.path) : 403
                // A stream that is allowed never ends; the others have no secrets either.
                if expected == nil, route.path.hasSuffix("/events") { continue }
                let visitor = try await office.again(person)
                let reply: RawClient.Answer
                switch route.action {
                case .get: reply = try await visitor.get(path)
                case .text:
                    let event = #"{"event":"newCall","to":"+492114001101","from":""}"#
                    reply = try await visitor.send(path, event, "text/plain", ["X-Token: \(visitor.token)"])
                case .form, .upload:
                    let version = path.hasSuffix("/restore") ? office.versions["\(whose.word)/old"] : nil
                    reply = try await visitor.post(path, ["version": version ?? ""])
                }
                if let expected {
                    #expect(reply.status == expected, "\(role) \(name) \(whose): \(reply.status) \(path)")
                } else {
                    #expect(
                        ![403, 404, 500].contains(reply.status), "\(role) \(name) \(whose): \(reply.status) \(path)")
                }
                #expect(Self.foreign(in: reply.text, path) == [], "\(role) \(name) \(whose) \(path)")
            }
        }
        try await office.close()
    }

    /// Words of others on a page; what was asked for may be repeated.
    static func foreign(in text: String, _ asked: String = "") -> [String] {
        let words = [
            "salon", "house", "4001102", "400 1102", "4001103", "400 1103", "30555002", "30 555 002", "30555003",
            "30 555 003", "99912346", "9991 2346", "99912348", "9991 2348",
        ]
        let text = text.lowercased().replacing(asked.lowercased(), with: "")
        return words.filter { word in text.contains(word) && !asked.contains(word) }
    }

    @Test(
        "people of a customer that the file no longer has see nothing, and are let in", arguments: CustomerOffice.roles)
    func gone(role: Role) async throws {
        let office = try await CustomerOffice()
        let person = try await office.logIn(role, of: "gone")
        for path in ["/home", "/schedules", "/announcements"] {
            let page = try await person.get(path)
            #expect(page.status == 200 && Self.foreign(in: page.text) == [] && !page.text.contains("bakery"), "\(path)")
        }
        #expect(try await person.get("/schedules/bakery-hours").status == 404)
        try await office.close()
    }
}

extension String {
    fileprivate var percentEncoded: String {
        addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-._~"))) ?? self
    }
}
