/// What a person may do on the dashboard.
package enum Role: String, Codable, Hashable, Sendable, CaseIterable {
    /// Everything, logins included.
    case owner
    /// Everything but logins.
    case editor
    /// Opens and closes schedules, also several at once, swaps turns, and listens. Sees no calls and no callers, so neither the
    /// list of whom to call back nor those in progress.
    case switching = "switch"
    /// Looks and listens, and simulates calls; changes nothing.
    case reader = "read"

    /// Whether the role may use a route. A route that is not named here is for owners and editors where it changes something, and
    /// for readers where it shows something.
    ///
    /// - Parameter pattern: the route's path, with names in braces.
    func allows(_ pattern: String, isGet: Bool) -> Bool {
        switch self {
        case .owner: true
        case .editor: !Self.isOfOwner(pattern)
        case .reader: !Self.isOfOwner(pattern) && (isGet || Self.changesNothing.contains(pattern))
        case .switching:
            isGet ? Self.shownToSwitching.contains(pattern) : Self.switches.contains(pattern)
        }
    }

    /// Whether the role sees who calls.
    var seesCalls: Bool { allows("/calls", isGet: true) }

    /// Who has a login, and what everyone did.
    private static func isOfOwner(_ pattern: String) -> Bool {
        ["/users", "/audit"].contains { pattern == $0 || pattern.hasPrefix($0 + "/") || pattern.hasPrefix($0 + ".") }
    }

    /// Forms that simulate a call, or validate a text without saving it.
    static let changesNothing: Set = ["/try", "/try/step", "/try/export", "/try/event", "/configuration/check"]

    private static let switches: Set = [
        "/home/at/{location}/switch", "/home/several", "/schedules/{schedule}/override", "/rotas/{rota}/override",
    ]

    private static let shownToSwitching: Set = [
        "/", "/home", "/today", "/home/events", "/home/several", "/home/at/{location}/close",
        "/home/at/{location}/open",
        "/schedules", "/schedules/{schedule}", "/rotas/{rota}", "/announcements", "/announcements/of/{name}",
        "/announcements/of/{name}/events", "/announcements/sound/{file}", "/announcements/waveform/{file}",
        "/announcements/phone-ear/{file}", "/announcements/street/{file}",
        "/announcements/mobile/{file}", "/media/{name}",
    ]
}
