package import Telephony

extension TextTemplate {
    /// The words to speak at a moment.
    ///
    /// Sentences whose placeholders have no value then are left out, unless nothing else is left.
    package func spoken(at moment: Moment, in context: TextContext) -> String {
        let words = ScheduleWords(moment: moment, context: context, template: self)
        let complete = sentences.compactMap { $0.spoken { words.value($0, after: $1) } }
        let said =
            complete.isEmpty
            ? sentences.compactMap { $0.spoken { words.value($0, after: $1) ?? words.substitute($0) } } : complete
        let text = said.joined(separator: " ")
        return context.language.map { $0.words(of: text) } ?? text
    }

    /// The words that are true at any time: the sentences without placeholders that follow it. Nil if there are none.
    package func spokenAtAnyTime(in context: TextContext) -> String? {
        let lasting = sentences.filter { !$0.placeholders.contains(where: \.followsTime) }
        guard !lasting.isEmpty else { return nil }
        let said = lasting.compactMap { $0.spoken { placeholder, _ in context.value(of: placeholder) } }
        let text = said.joined(separator: " ")
        return context.language.map { $0.words(of: text) } ?? text
    }
}

/// Words in place of a placeholder.
struct PlaceholderWords: Hashable, Sendable {
    let words: String
    /// How many characters before it they replace.
    var replacing = 0
}

extension TextSentence {
    /// The sentence with words instead of placeholders; nil if one of them has none.
    ///
    /// - Parameter value: The words of a placeholder, by what precedes it in the sentence.
    func spoken(_ value: (TextPlaceholder, _ before: String) -> PlaceholderWords?) -> String? {
        var result = ""
        var isBegun = false
        for part in parts {
            switch part {
            // `nine a.m.` brings its dot along.
            case .text(let text): result += result.hasSuffix(".") && text.hasPrefix(".") ? text.dropFirst() : text[...]
            case .placeholder(let placeholder):
                guard let words = value(placeholder, result) else { return nil }
                result.removeLast(words.replacing)
                // Only a beginning that is no longer as it was written needs a capital.
                result +=
                    result.isEmpty && placeholder.followsTime
                    ? words.words.prefix(1).uppercased() + words.words.dropFirst() : words.words
            }
            isBegun = true
        }
        return isBegun ? result : nil
    }
}

extension TextContext {
    func value(of placeholder: TextPlaceholder) -> PlaceholderWords? {
        guard case .parameter(let name) = placeholder else { return nil }
        return PlaceholderWords(words: parameters[name] ?? "{\(name)}")
    }
}
