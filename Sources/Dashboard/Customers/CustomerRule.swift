import CallFlow
import Telephony

/// What people with a login for some customers may use: an answer for every route of the dashboard. A route without one is for people
/// who see everything.
enum CustomerRule: Sendable {
    /// Nothing on it belongs to anyone.
    case open
    /// Handles only what the visitor sees, through `VisiblePlan`.
    case filtered
    /// Shows a part that the path names, if the visitor sees it; changes it, if no one else uses it.
    case part(@Sendable ([String: String]) -> CustomerPart?)
    /// A form for a part: shown only to those who may change it.
    case form(@Sendable ([String: String]) -> CustomerPart?)
    /// For people who see everything.
    case all

    enum Verdict: Sendable {
        case allowed
        /// As if it did not exist.
        case unknown
        /// Others use it too; its name.
        case shared(String)
        /// For people who see everything.
        case refused
    }

    /// - Parameters:
    ///   - pattern: the route's path, with names in braces.
    ///   - parameters: the values of the braces.
    ///   - view: what the visitor sees; nil: everything.
    static func verdict(
        _ pattern: String, _ parameters: [String: String], isGet: Bool, _ view: CustomerView?
    ) -> Verdict {
        guard let view else { return .allowed }
        switch rules[pattern] ?? .all {
        case .open, .filtered: return .allowed
        case .all: return .refused
        case .part(let part), .form(let part):
            guard let part = part(parameters), view.sees(part) else { return .unknown }
            if isGet, case .part? = rules[pattern] { return .allowed }
            return view.owns(part) ? .allowed : .shared(part.name)
        }
    }

    /// Whether a page is listed for people of customers.
    static func isListed(_ pattern: String) -> Bool {
        switch rules[pattern] ?? .all {
        case .open, .filtered: true
        case .part, .form, .all: false
        }
    }

    /// By the paths of routes.
    static let rules: [String: CustomerRule] = [
        "/": .open, "/today": .open, "/advanced": .open,
        "/home": .filtered, "/home/now": .filtered, "/home/events": .filtered, "/home/several": .filtered,
        "/home/at/{location}/close": .form(schedule("location")),
        "/home/at/{location}/open": .form(schedule("location")),
        "/home/at/{location}/switch": .part(schedule("location")),
        "/calls": .filtered, "/calls/{call}": .filtered,
        "/calls/{call}/block": .part(blockList), "/calls/{call}/unblock": .part(blockList),
        "/call-back": .filtered, "/call-back/call-back.csv": .filtered, "/call-back/mark": .filtered,
        "/announcements": .filtered, "/announcements/upload": .filtered,
        "/announcements/text": .filtered, "/announcements/text/hear": .filtered,
        "/announcements/of/{name}": .part(announcement), "/announcements/of/{name}/events": .part(announcement),
        "/announcements/of/{name}/delete": .part(announcement),
        "/announcements/of/{name}/restore": .part(announcement),
        "/announcements/of/{name}/version/{id}": .part(announcement),
        "/announcements/original/{path}": .filtered, "/announcements/sound/{file}": .filtered,
        "/announcements/street/{file}": .filtered, "/announcements/mobile/{file}": .filtered,
        "/announcements/phone-ear/{file}": .filtered, "/announcements/waveform/{file}": .filtered,
        "/announcements/drafts": .filtered, "/announcements/drafts/publish": .filtered,
        "/announcements/draft/{id}": .filtered, "/announcements/draft/{id}/{sound}": .filtered,
        "/announcements/draft/{id}/publish": .filtered, "/announcements/draft/{id}/discard": .filtered,
        "/schedules": .filtered, "/schedules/{schedule}": .part(schedule("schedule")),
        "/schedules/{schedule}/override": .part(schedule("schedule")),
        "/schedules/{schedule}/hours": .form(schedule("schedule")),
        "/schedules/{schedule}/hours/check": .form(schedule("schedule")),
        "/schedules/{schedule}/copy": .form(schedule("schedule")),
        "/schedules/{schedule}/copy/check": .form(schedule("schedule")),
        "/rotas/{rota}/turns": .form(rota), "/rotas/{rota}/turns/check": .form(rota),
        "/rotas/{rota}": .part(rota), "/rotas/{rota}/override": .part(rota),
        "/numbers": .filtered, "/numbers/{direction}/{number}": .part(number),
        "/numbers/in/{number}/edit": .form(number), "/numbers/in/{number}/edit/check": .form(number),
        "/numbers/in/{number}/steps": .form(number), "/numbers/in/{number}/steps/check": .form(number),
        "/flows": .filtered, "/flows/{flow}": .form(flow), "/flows/{flow}/check": .form(flow),
        "/forms/announcements": .filtered,
        "/menus": .filtered, "/menus/{menu}": .form(menu), "/menus/{menu}/check": .form(menu),
        "/try": .filtered, "/try/step": .filtered, "/try/export": .filtered, "/try/event": .filtered,
        "/media/{name}": .filtered, "/search": .filtered,
        "/numbers/new": .all, "/numbers/new/check": .all, "/tables": .all, "/tables/{index}": .all,
        "/tables/{index}/csv": .all, "/tables/{index}/check": .all,
        "/advanced/health": .all, "/advanced/doctor": .all, "/alerts": .all, "/alerts/test": .all, "/alerts/way": .all,
        "/alerts/rules": .all,
        "/configuration": .all, "/configuration/check": .all, "/configuration/accept": .all,
        "/configuration/versions/{version}": .all, "/users": .all, "/users/{user}": .all, "/users/{user}/role": .all,
        "/users/{user}/link": .all, "/users/{user}/remove": .all, "/audit": .all, "/audit.csv": .all,
    ]

    private static func schedule(_ name: String) -> @Sendable ([String: String]) -> CustomerPart? {
        { $0[name].map { .schedule($0) } }
    }
    private static let rota: @Sendable ([String: String]) -> CustomerPart? = { $0["rota"].map { .rota($0) } }
    private static let flow: @Sendable ([String: String]) -> CustomerPart? = { $0["flow"].map { .flow($0) } }
    private static let menu: @Sendable ([String: String]) -> CustomerPart? = { $0["menu"].map { .menu($0) } }
    private static let announcement: @Sendable ([String: String]) -> CustomerPart? = { values in
        (try? AnnouncementName(values["name"] ?? "")).map { .announcement($0) }
    }
    /// Callers are blocked for all numbers that use the list.
    private static let blockList: @Sendable ([String: String]) -> CustomerPart? = { _ in .list("blocked") }
    private static let number: @Sendable ([String: String]) -> CustomerPart? = { values in
        let direction = values["direction"].map { CallDirection(rawValue: $0) } ?? .incoming
        guard let direction, let name = values["number"] else { return nil }
        if name == "default" { return .number(direction, nil) }
        return (try? NumberPattern(name)).map { .number(direction, $0) }
    }
}
