package import Telephony

/// A question that the caller answers with keys.
package struct Menu: Hashable, Sendable {
    package let name: String
    package let prompt: Prompt
    /// The prompt when the menu asks again; `nil`: the same.
    package let again: Prompt?
    /// How long the menu waits after the prompt or after a key, in milliseconds.
    package let timeout: Int
    /// Fewest wildcards first, so the first that matches is the most specific.
    package let choices: [Choice]
    /// The steps after any other keys, instead of `wrongKey`.
    package let otherwise: StepList?
    package let silence: Retry
    package let wrongKey: Retry

    package struct Choice: Hashable, Sendable {
        package let keys: KeyPattern
        package let steps: StepList

        package init(keys: KeyPattern, steps: StepList) {
            self.keys = keys
            self.steps = steps
        }
    }

    /// What happens if no choice was made.
    package struct Retry: Hashable, Sendable {
        /// Played before the menu asks again.
        package let say: Prompt?
        /// How often the menu asks in total, at least 1.
        package let tries: Int
        /// The steps once all tries are used.
        package let then: StepList

        package init(say: Prompt?, tries: Int, then: StepList) {
            self.say = say
            self.tries = tries
            self.then = then
        }
    }

    package init(
        name: String, prompt: Prompt, again: Prompt?, timeout: Int, choices: [Choice], otherwise: StepList?,
        silence: Retry, wrongKey: Retry
    ) {
        self.name = name
        self.prompt = prompt
        self.again = again
        self.timeout = timeout
        self.choices = choices.sorted { $0.keys < $1.keys }
        self.otherwise = otherwise
        self.silence = silence
        self.wrongKey = wrongKey
    }

    /// The number of keys of the longest choice.
    package var maxKeys: Int { choices.map(\.keys.count).max() ?? 1 }

    /// The choice that `keys` match, if any.
    package func choice(for keys: String) -> Choice? { choices.first { $0.keys.matches(keys) } }

    /// The keys without a `#` at the end, which people press to end a code. Where a choice contains `#`, and where nothing
    /// else was pressed, it is a key as any other.
    package func withoutFinalHash(_ keys: String) -> String {
        guard keys.utf8.count > 1, keys.utf8.last == UInt8(ascii: "#"),
            !choices.contains(where: { $0.keys.text.utf8.contains(UInt8(ascii: "#")) })
        else { return keys }
        return String(keys.dropLast())
    }
}
