/// All sentences of the dashboard, each once, in every language. A page has no words of its own.
///
/// A feature has a file: `Texts+Calls.swift`. A sentence with values is a function, so that each language can put them where they
/// belong and choose its own plural:
/// ```swift
/// extension Texts {
///     enum Calls {
///         static var title: String { either("Calls", "Anrufe") }
///         static func tries(_ count: Int) -> String {
///             either(count == 1 ? "once" : "\(count) times", count == 1 ? "einmal" : "\(count)-mal")
///         }
///     }
/// }
/// ```
/// A sentence that lacks a language does not compile.
///
/// What the owner wrote (names of numbers, menus and announcements), findings about the configuration file, and the keys of that
/// file are the same in both.
enum Texts {
    /// The sentence in the language of the request.
    static func either(_ english: @autoclosure () -> String, _ german: @autoclosure () -> String) -> String {
        switch Language.current {
        case .english: english()
        case .german: german()
        }
    }

    /// The same for a sentence with markup: a link, an emphasis.
    static func either(html english: @autoclosure () -> HTML, _ german: @autoclosure () -> HTML) -> HTML {
        switch Language.current {
        case .english: english()
        case .german: german()
        }
    }

    /// `a, b and c`, `a, b und c`
    static func list(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + either(" and ", " und ") + last
    }
}
