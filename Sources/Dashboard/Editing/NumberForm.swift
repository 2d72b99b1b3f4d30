import CallFlow
import Sipgate
import Telephony

/// What a number does, what it is called and whose it is, as fields, and what they are to become.
struct NumberForm: Sendable {
    var number = ""
    var name = ""
    /// The key of the customer that names the number; empty: none. Nil: not asked for.
    var customer: String?
    var chooser = StepChooser(kind: "connect")
    var isRemoved = false
    /// What the fields were made from, as a digest.
    var opened: String

    /// The fields for a number as it is; nil: a new one.
    init(_ entry: NumberTable.Entry?, in configuration: Configuration) {
        opened = Self.mark(entry, in: configuration)
        guard let entry else { return }
        (number, chooser) = (entry.pattern.spaced, StepChooser(entry.steps))
        name = configuration.numbers.names.own(entry.pattern) ?? ""
        customer = configuration.customer(naming: entry.pattern)?.name
    }

    /// The fields as they were sent.
    init(_ fields: FormFields) {
        number = fields["number"] ?? ""
        name = fields["name"] ?? ""
        customer = fields["customer"]
        chooser = StepChooser(fields, "number")
        isRemoved = fields["remove"] != nil
        opened = fields["opened"] ?? ""
    }

    static func mark(_ entry: NumberTable.Entry?, in configuration: Configuration) -> String {
        let name = entry.flatMap { configuration.numbers.names.own($0.pattern) }
        let customer = entry.flatMap { configuration.customer(naming: $0.pattern)?.name }
        return EditedFile.mark(of: "\(String(describing: entry)) \(name ?? "") \(customer ?? "")")
    }

    /// What makes a number as it is in the file into what the form says, with a line about each change.
    ///
    /// - Throws: a sentence about what cannot be read.
    func edits(
        of entry: NumberTable.Entry?, in configuration: Configuration
    ) throws(StepChooser.Mistake) -> (edits: [ConfigurationEdit], lines: [String]) {
        let sentences = StepSentences(configuration)
        let oldName = entry.flatMap { configuration.numbers.names.own($0.pattern) }
        let oldCustomer = entry.flatMap { configuration.customer(naming: $0.pattern) }
        if isRemoved, let entry {
            // Before the number, so that nothing is left of it.
            var edits = [ConfigurationEdit.removeNumber(entry.pattern)]
            if oldName != nil { edits.insert(.name(entry.pattern, text: nil, nil), at: 0) }
            if let oldCustomer {
                edits.insert(.customerNumber(customer: oldCustomer.name, entry.pattern, text: nil), at: 0)
            }
            return (
                edits, ["\(entry.pattern.spaced): \(sentences.line(entry.steps)) → \(Texts.Numbers.notListed)"]
            )
        }
        guard let pattern = NumberPattern(typed: number, in: configuration.timeZone) else {
            throw StepChooser.Mistake(Texts.Steps.notANumber(number))
        }
        let step = try chooser.step(in: configuration)
        let isSame = StepChooser(entry?.steps) == chooser
        let text = pattern == entry?.pattern ? nil : number.hasPrefix("+") ? number.trimmed : pattern.spaced
        let parts = Parts(old: entry?.pattern, new: pattern, text: text)
        var (before, after, lines) = ([ConfigurationEdit](), [ConfigurationEdit](), [String]())
        if entry == nil || text != nil || !isSame {
            after.append(.number(entry?.pattern, text: text, isSame && entry != nil ? nil : step))
            let old = entry.map { "\($0.pattern.spaced): \(sentences.line($0.steps))" } ?? Texts.Numbers.notListed
            let new =
                step.map { sentences.line(StepList(path: "", steps: $0.steps)) }
                ?? entry.map { sentences.line($0.steps) } ?? ""
            lines.append("\(old) → \(pattern.spaced): \(new)")
        }
        try changeName(from: oldName, parts, &before, &after, &lines)
        try changeCustomer(from: oldCustomer, parts, configuration, &before, &after, &lines)
        return (before + after, lines)
    }

    /// The number as it was, as it becomes, and as that is written if it changes.
    private struct Parts {
        let old: NumberPattern?
        let new: NumberPattern
        let text: String?
    }

    private static let longestName = 80

    private func changeName(
        from old: String?, _ number: Parts, _ before: inout [ConfigurationEdit], _ after: inout [ConfigurationEdit],
        _ lines: inout [String]
    ) throws(StepChooser.Mistake) {
        let new = name.trimmed.isEmpty ? nil : name.trimmed
        guard new?.count ?? 0 <= Self.longestName else {
            throw StepChooser.Mistake(Texts.Numbers.tooLong(Self.longestName))
        }
        if new != old {
            lines.append("\(Texts.Numbers.name): \(old ?? Texts.Numbers.noName) → \(new ?? Texts.Numbers.noName)")
        } else if number.text == nil {
            return
        }
        switch (number.old, old, new) {
        case (let pattern?, _?, nil): before.append(.name(pattern, text: nil, nil))
        case (let pattern?, _?, let new?): after.append(.name(pattern, text: number.text, new))
        case (_, nil, let new?): after.append(.name(number.new, text: number.text, new))
        default: break
        }
    }

    private func changeCustomer(
        from old: Customer?, _ number: Parts, _ configuration: Configuration, _ before: inout [ConfigurationEdit],
        _ after: inout [ConfigurationEdit], _ lines: inout [String]
    ) throws(StepChooser.Mistake) {
        var new = old
        if let customer {
            new = configuration.customers[customer]
            if new == nil, !customer.isEmpty { throw StepChooser.Mistake(Texts.Forms.missing(customer)) }
        }
        if new == old {
            // With another number, the customer keeps it.
            guard let old, let pattern = number.old, let text = number.text else { return }
            after.append(.customerNumber(customer: old.name, pattern, text: text))
            return
        }
        lines.append(
            "\(Texts.Customers.customer): \(old?.title ?? Texts.Customers.none) → \(new?.title ?? Texts.Customers.none)"
        )
        if let old, let pattern = number.old {
            before.append(.customerNumber(customer: old.name, pattern, text: nil))
        }
        if let new {
            after.append(.customerNumber(customer: new.name, nil, text: number.text ?? number.new.spaced))
        }
    }
}

extension Configuration {
    /// The customer whose numbers name a number or prefix itself.
    func customer(naming pattern: NumberPattern) -> Customer? {
        customers.values.first { $0.numbers.contains(pattern) }
    }
}

extension NumberPattern {
    /// A number as people type it, also without its country code, which is guessed from the time zone.
    init?(typed text: String, in zone: Zone) {
        if let pattern = try? NumberPattern(text.trimmed) {
            self = pattern
        } else if let pattern = try? NumberPattern(PhoneNumber.international(text.trimmed, inZone: "\(zone)")) {
            self = pattern
        } else {
            return nil
        }
    }
}
