extension NumbersInText {
    /// `19,90 €`, `19 Euro`, `€ 5`, `$5.50`, `14 ct/min`.
    func price() -> Reading? {
        if let currency = currency(index) {
            let start = skippingSpace(currency.next)
            guard let (amount, next) = amount(start) else { return nil }
            return price(amount, currency.unit, next)
        }
        guard let (amount, next) = amount(index) else { return nil }
        if let currency = currency(skippingSpace(next)) { return price(amount, currency.unit, currency.next) }
        guard ["ct", "cent", "cents"].contains(word(next) ?? ""), amount.cents == nil else { return nil }
        let end = skippingSpace(next) + 1
        let unit = language == .english && amount.whole != 1 ? "cents" : language == .english ? "cent" : "Cent"
        return per("\(language.counting(amount.whole)) \(unit)", end)
    }

    private struct Currency {
        let one: String, many: String, cent: String, cents: String
    }

    private func currency(_ index: Int) -> (unit: Currency, next: Int)? {
        guard let token = at(index) else { return nil }
        let key = token.kind == .mark ? String(token.text) : token.lowercased
        let isGerman = language == .german
        let unit: Currency? =
            switch key {
            case "€", "eur", "euro", "euros":
                isGerman
                    ? Currency(one: "Euro", many: "Euro", cent: "Cent", cents: "Cent")
                    : Currency(one: "euro", many: "euros", cent: "cent", cents: "cents")
            case "$", "usd":
                isGerman
                    ? Currency(one: "Dollar", many: "Dollar", cent: "Cent", cents: "Cent")
                    : Currency(one: "dollar", many: "dollars", cent: "cent", cents: "cents")
            case "£", "gbp":
                isGerman
                    ? Currency(one: "Pfund", many: "Pfund", cent: "Penny", cents: "Pence")
                    : Currency(one: "pound", many: "pounds", cent: "penny", cents: "pence")
            case "chf", "franken", "francs":
                isGerman
                    ? Currency(one: "Franken", many: "Franken", cent: "Rappen", cents: "Rappen")
                    : Currency(one: "Swiss franc", many: "Swiss francs", cent: "centime", cents: "centimes")
            default: nil
            }
        return unit.map { ($0, index + 1) }
    }

    private func price(_ amount: (whole: Int, cents: Int?), _ unit: Currency, _ next: Int) -> Reading {
        let whole = "\(language.counting(amount.whole)) \(amount.whole == 1 ? unit.one : unit.many)"
        guard let cents = amount.cents, cents > 0 else { return per(whole, next) }
        if amount.whole == 0 { return per("\(language.counting(cents)) \(cents == 1 ? unit.cent : unit.cents)", next) }
        // `fünf Euro fünf`, `five pounds five`: so prices are called out in shops.
        return per("\(whole) \(language.cardinal(cents))", next)
    }

    /// Adds what a price is for: `/min`.
    private func per(_ words: String, _ next: Int) -> Reading {
        let german = [
            "min": "Minute", "minute": "Minute", "h": "Stunde", "stunde": "Stunde", "tag": "Tag", "woche": "Woche",
            "monat": "Monat", "jahr": "Jahr", "person": "Person", "anruf": "Anruf",
        ]
        let english = [
            "min": "minute", "minute": "minute", "h": "hour", "hour": "hour", "day": "day", "week": "week",
            "month": "month", "year": "year", "person": "person", "call": "call",
        ]
        let slash = skippingSpace(next)
        guard at(slash)?.isMark("/") ?? false, let word = word(slash + 1),
            let unit = (language == .german ? german : english)[word]
        else { return Reading(count: next - index, words: words) }
        var end = skippingSpace(slash + 1) + 1
        var tail = ""
        if word == "min", at(end)?.isMark(".") ?? false {
            end += 1
            tail = sentenceEnd(end)
        }
        return Reading(count: end - index, words: "\(words) \(language == .german ? "pro" : "per") \(unit)\(tail)")
    }

    /// An amount at an index, and the index after it: `1.250,00`, `19,-`, `5.50`.
    private func amount(_ start: Int) -> (value: (whole: Int, cents: Int?), next: Int)? {
        guard let (whole, next) = grouped(start) else { return nil }
        guard let point = at(next), point.isMark(",."), let cents = at(next + 1) else {
            return ((whole, nil), next)
        }
        if cents.isMark("-–—") { return ((whole, nil), next + 2) }
        guard cents.text.utf8.count == 2, let number = cents.number else { return ((whole, nil), next) }
        return ((whole, number), next + 2)
    }
}
