/// The keys that a text tells callers to press, in German and English.
///
/// A text is read clause by clause, and a clause names one key: "für den Verkauf drücken Sie die 1, für Technik die 2".
/// Numbers that are something else, such as hours, prices and dates, name no key. Both languages are always looked for, since
/// one text may have both.
package enum SpokenKeys {
    /// The keys in order, each once: `0` to `9`, `*` and `#`.
    package static func keys(in text: String) -> [Character] {
        var found: [Character] = []
        var isListing = false
        for clause in Clause.clauses(of: text) {
            let keys = clause.keys(isListing: isListing)
            isListing = isListing || !keys.isEmpty || clause.hasVerb
            for key in keys where !found.contains(key) { found.append(key) }
        }
        return found
    }

    /// The keys that are said for sure as one digit or one sign.
    fileprivate static let words: [String: Character] = [
        "null": "0", "eins": "1", "zwei": "2", "zwo": "2", "drei": "3", "vier": "4", "fünf": "5", "sechs": "6",
        "sieben": "7",
        "acht": "8", "neun": "9", "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
        "six": "6",
        "seven": "7", "eight": "8", "nine": "9", "stern": "*", "star": "*", "asterisk": "*", "raute": "#",
        "doppelkreuz": "#", "pound": "#",
        "hash": "#", "*": "*", "#": "#",
    ]

    /// Words that are a key by themselves.
    fileprivate static let keyNames: [String: Character] = [
        "sterntaste": "*", "rautetaste": "#", "rautentaste": "#", "nulltaste": "0", "einsertaste": "1",
    ]

    fileprivate static let verbs: Set<String> = [
        "drücken", "drücke", "drückt", "wählen", "wähle", "tippen", "betätigen", "press", "dial", "push", "hit",
        "select", "choose",
        "pressing", "dialing", "dialling",
    ]

    /// Words between a verb and its key.
    fileprivate static let fillers: Set<String> = [
        "sie", "bitte", "die", "den", "das", "der", "jetzt", "einfach", "dann", "dafür", "dazu", "auf", "the", "please",
        "simply", "now",
        "a", "either", "entweder", "von", "from", "zwischen", "between",
    ]

    /// Words before a key that say it is one.
    fileprivate static let nouns: Set<String> = [
        "taste", "tasten", "ziffer", "zahl", "nummer", "key", "keys", "number", "button", "option", "digit",
    ]

    /// Words that follow a key rather than count something.
    fileprivate static let followers: Set<String> = [
        "für", "um", "wenn", "falls", "und", "oder", "zum", "zur", "zu", "bei", "an", "auf", "drücken", "wählen",
        "erreichen",
        "gelangen", "kommen", "verbinden", "verbindet", "hören", "sprechen", "mit", "ist", "sind", "führt", "in", "im",
        "jetzt", "bitte",
        "dann", "damit", "werden", "können", "erhalten", "bekommen", "wird", "bestätigen", "ein", "auf", "eingeben",
        "taste", "for", "to", "if", "or",
        "and", "now", "key", "on", "at", "again", "button", "when", "anytime", "followed", "bis", "through", "ihrer",
        "von", "from", "please", "betätigen", "erneut", "gefolgt", "-",
    ]

    /// Words of a clause whose number is a time or an amount.
    fileprivate static let otherNumbers: Set<String> = [
        "uhr", "from", "until", "till", "between", "zwischen", "am", "pm", "clock", "euro", "cent", "stunden",
        "minuten", "tage", "hours", "minutes",
        "days", "percent", "prozent",
    ]

    fileprivate struct Clause {
        let words: [(text: String, isCapital: Bool)]

        static func clauses(of text: String) -> [Clause] {
            var clauses: [Clause] = []
            var words: [(text: String, isCapital: Bool)] = []
            func end() {
                if !words.isEmpty { clauses.append(Clause(words: words)) }
                words = []
            }
            let tokens = WrittenToken.tokens(of: text)
            for (index, token) in tokens.enumerated() {
                let next = index + 1 < tokens.count ? tokens[index + 1] : nil
                switch token.kind {
                case .space: continue
                case .letters where ["und", "oder", "and", "or", "beziehungsweise", "bzw"].contains(token.lowercased):
                    end()
                case .letters, .digits: words.append((token.lowercased, token.text.first?.isUppercase ?? false))
                case .mark where token.isMark("*#-–/+"): words.append((token.lowercased, false))
                // `24.12.` and `1.250` are one number, as is `9:30`.
                case .mark where token.isMark(".,:") && next?.kind == .digits: words.append((".", false))
                case .mark where token.isMark(".") && next != nil && isWithin(tokens, index): words.append((".", false))
                case .mark where token.isMark(".,;:!?–…()\"„“”»«\n"): end()
                case .mark: words.append((token.lowercased, false))
                }
            }
            end()
            return clauses
        }

        /// Whether a dot is that of an ordinal: `der 1. Januar`, `im 2. stock`.
        private static func isWithin(_ tokens: [WrittenToken], _ index: Int) -> Bool {
            guard index > 0, tokens[index - 1].kind == .digits, index + 2 < tokens.count,
                tokens[index + 1].kind == .space
            else { return false }
            let next = tokens[index + 2]
            guard next.kind == .letters else { return false }
            let isMonth = WordingLanguage.german.months.contains { $0.lowercased() == next.lowercased }
            return isMonth || next.text.first?.isLowercase ?? false && !SpokenKeys.followers.contains(next.lowercased)
        }

        var hasVerb: Bool { words.contains { SpokenKeys.verbs.contains($0.text) } }

        private func word(_ index: Int) -> String? { words.indices.contains(index) ? words[index].text : nil }

        /// The key that is written at an index; nil for a part of a longer number.
        private func key(_ index: Int) -> Character? {
            guard let text = word(index) else { return nil }
            if let name = SpokenKeys.keyNames[text] { return name }
            if text.utf8.count == 1, let digit = text.first, digit.isASCII, digit.isNumber {
                let around = [word(index - 1), word(index + 1)]
                let isPart = around.contains {
                    $0 == "." || $0 == "/" || $0 == "+" || $0 == "%" || $0 == "€" || $0?.first?.isNumber ?? false
                }
                return isPart ? nil : digit
            }
            return SpokenKeys.words[text]
        }

        func keys(isListing: Bool) -> [Character] {
            for index in words.indices {
                guard let key = key(index), isSaid(index, isListing: isListing) else { continue }
                // `1 bis 5`
                if let to = word(index + 1), ["bis", "to", "through", "-", "–"].contains(to),
                    let last = self.key(index + 2),
                    let from = key.wholeNumberValue, let until = last.wholeNumberValue, from < until
                {
                    return (from...until).map { Character(String($0)) }
                }
                return [key]
            }
            return []
        }

        /// Whether the key at an index is one to press, and not a number of something.
        private func isSaid(_ index: Int, isListing: Bool) -> Bool {
            let text = words[index].text
            if SpokenKeys.keyNames[text] != nil { return true }
            let next = word(index + 1)
            // `one of the following`, `die drei Filialen`, `two offices`
            let isFollowed =
                next == nil || SpokenKeys.followers.contains(next ?? "") || key(index + 1) == nil && isTasteAfter(index)
            let isSign = ["*", "#"].contains(key(index))
            guard isFollowed || isSign && !(text == "star" || text == "pound") else { return false }
            var before = index - 1
            var passed: [String] = []
            while let word = word(before), SpokenKeys.fillers.contains(word) || SpokenKeys.nouns.contains(word) {
                passed.append(word)
                before -= 1
            }
            if let verb = word(before), SpokenKeys.verbs.contains(verb) { return true }
            if passed.contains(where: { SpokenKeys.nouns.contains($0) && !["number", "nummer", "zahl"].contains($0) }) {
                return true
            }
            if isSign || isListing, SpokenKeys.nouns.contains(next ?? "") { return true }
            guard !words.contains(where: { SpokenKeys.otherNumbers.contains($0.text) }) else { return false }
            // `für Technik die 2`, `mit der Drei erreichen Sie`
            if let article = passed.first, ["die", "der"].contains(article) {
                return isListing || words[index].isCapital || hasVerb || Int(text) != nil || isSign
            }
            guard isListing else { return false }
            // `2 for support`, `2 für Technik`, and after a colon nothing but the number.
            if index == 0 {
                return next == nil
                    || ["for", "to", "if", "für", "um", "wenn", "zum", "zur", "now"].contains(next ?? "") || isSign
            }
            if ["say", "sagen"].contains(word(index - 1)) { return true }
            // `for support 2`
            return next == nil && ["for", "to", "if", "für", "bei", "zum", "zur", "wenn"].contains(word(0))
        }

        /// `1-Taste`
        private func isTasteAfter(_ index: Int) -> Bool {
            word(index + 1) == "-" && SpokenKeys.nouns.contains(word(index + 2) ?? "")
        }
    }
}
