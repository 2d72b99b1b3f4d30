import HTTPTypes
import Sipgate

/// A language of the dashboard.
package enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case german = "de"

    /// The language of the request that is being answered. `AdminController` sets it; a stream that outlives the request
    /// keeps it only if its task was begun while the request was answered.
    @TaskLocal static var current = Language.english

    /// What a person who reads this language calls it.
    var ownName: String {
        switch self {
        case .english: "English"
        case .german: "Deutsch"
        }
    }

    /// Chooses the language that was picked on the dashboard, else the one that the browser prefers, else English.
    init(for head: HTTPRequest) {
        self = Self.picked(head) ?? Self.preferred(head.headerFields[values: .acceptLanguage]) ?? .english
    }

    // MARK: The choice on the dashboard

    static let cookieName = "language"

    /// The field that has a browser remember the choice for a year. The cookie is no secret, and opens nothing.
    var cookie: String { "\(Self.cookieName)=\(rawValue); Path=/; Max-Age=31536000; SameSite=Lax" }

    private static func picked(_ head: HTTPRequest) -> Language? {
        for field in head.headerFields[values: .cookie] {
            for pair in field.split(separator: ";").map({ $0.trimmed }) where pair.hasPrefix(cookieName + "=") {
                if let language = Language(rawValue: String(pair.dropFirst(cookieName.utf8.count + 1))) {
                    return language
                }
            }
        }
        return nil
    }

    // MARK: The browser's preference

    /// The language with the greatest weight in `Accept-Language` (RFC 9110, section 12.5.4), the first of equal ones: `de-AT,
    /// de;q=0.9, en;q=0.8` prefers German. A region is ignored; `*` prefers nothing.
    private static func preferred(_ fields: [String]) -> Language? {
        var best: (language: Language, weight: Double)?
        for range in fields.joined(separator: ",").split(separator: ",").prefix(32) {
            let parts = range.split(separator: ";").map { $0.trimmed }
            guard let tag = parts.first?.split(separator: "-").first,
                let language = Language(rawValue: tag.lowercased())
            else { continue }
            let written = parts.dropFirst().first { $0.hasPrefix("q=") }
            let weight = written.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if weight > best?.weight ?? 0 { best = (language, weight) }
        }
        return best?.language
    }
}
