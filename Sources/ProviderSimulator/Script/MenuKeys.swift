package import CallFlow
import Telephony

/// What callers press who have no script: mostly a choice of the menu they hear, sometimes nothing or a wrong key.
package struct MenuKeys: Sendable {
    private let menus: [Menu]
    /// The prompts of each menu as they appear in URLs, without what differs in spelling.
    private let prompts: [[String]]

    package init(_ configuration: Configuration) {
        menus = configuration.menus.values.sorted { $0.name < $1.name }
        prompts = menus.map { menu in
            [menu.prompt, menu.again ?? menu.prompt].map { Self.letters($0.parts.map(\.text).joined()) }
        }
    }

    /// The keys to press; nil: none.
    ///
    /// - Parameters:
    ///   - heard: The sound's name in its URL; nil: none was played.
    ///   - mostKeys: How many keys end the wait.
    func keys(after heard: String?, mostKeys: Int, using random: inout SeededRandom) -> String? {
        if random.happens(10) { return nil }
        let digits = "0123456789"
        func wrong() -> String { String((0..<mostKeys).compactMap { _ in digits.randomElement(using: &random) }) }
        if random.happens(7) { return wrong() }
        guard let menu = menu(heard, mostKeys) else { return wrong() }
        // The first are the most wanted, and digits more than `*` and `#`.
        let choices = menu.choices.sorted { left, right in
            (left.keys.text.first?.isNumber == true ? 0 : 1, left.keys.text)
                < (right.keys.text.first?.isNumber == true ? 0 : 1, right.keys.text)
        }
        let count = choices.count
        guard count > 0 else { return nil }
        let choice = random.choice(choices.enumerated().map { (value: $1, weight: count - $0) })
        return String(choice.keys.text.map { $0 == "x" ? digits.randomElement(using: &random) ?? "0" : $0 })
    }

    /// The menu whose prompt ends what was heard: the longest, since prompts may end in one another.
    private func menu(_ heard: String?, _ mostKeys: Int) -> Menu? {
        let heard = heard.map(Self.letters) ?? ""
        let candidates = zip(menus, prompts).filter { $0.0.maxKeys == mostKeys }
        let best = candidates.max { left, right in Self.match(left.1, heard) < Self.match(right.1, heard) }
        return best?.0
    }

    private static func match(_ prompts: [String], _ heard: String) -> Int {
        prompts.filter { heard.hasSuffix($0) }.map(\.count).max() ?? 0
    }

    private static func letters(_ text: String) -> String { text.filter { $0.isASCII && ($0.isLetter || $0.isNumber) } }
}
