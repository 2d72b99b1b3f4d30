/// The holidays of a schedule: those of regions, more by name, and some of them not.
package struct HolidaySelection: Hashable, Sendable {
    package let regions: [HolidayRegion]
    /// Names of further holidays.
    package let added: [String]
    /// Names of holidays that are left out.
    package let removed: [String]
    /// The rules that are left, selected once so that a call need not.
    private let rules: [HolidayRule]

    package init(_ regions: [HolidayRegion] = [], adding added: [String] = [], removing removed: [String] = []) {
        self.regions = regions.sorted()
        self.added = added
        self.removed = removed
        let countries = Set(regions.map { $0.code.prefix(2) })
        rules = HolidayTable.shared.rules.filter { rule in
            if removed.contains(where: rule.isNamed) { return false }
            if rule.regions.contains(where: { code in regions.contains { $0.isPart(of: code) } }) { return true }
            guard added.contains(where: rule.isNamed) else { return false }
            // Of a name with a meaning in several countries, the one of the regions' own country.
            let isForeign = !rule.regions.isEmpty && !rule.regions.contains { countries.contains($0.prefix(2)) }
            return !isForeign || !Self.isKnown(added.filter(rule.isNamed), in: countries)
        }
    }

    private static func isKnown(_ names: [String], in countries: Set<Substring>) -> Bool {
        HolidayTable.shared.rules.contains { rule in
            names.contains(where: rule.isNamed) && rule.regions.contains { countries.contains($0.prefix(2)) }
        }
    }

    package var isEmpty: Bool { rules.isEmpty }

    /// The holidays of a year by date, each once; empty outside the years 1...9999. Two can share a day, as Tag der Arbeit
    /// and Christi Himmelfahrt did in 2008.
    package func holidays(in year: Int) -> [Holiday] {
        guard (1...9999).contains(year) else { return [] }
        var seen: Set<Holiday> = []
        return rules.compactMap { rule in rule.date(in: year).map { Holiday(date: $0, name: rule.name) } }
            .filter { seen.insert($0).inserted }
            .sorted { $0.date < $1.date }
    }

    /// Whether a day is a holiday.
    package func isHoliday(_ date: CivilDate) -> Bool {
        guard !rules.isEmpty else { return false }
        let afterEaster = date.afterEaster
        return rules.contains { $0.isOn(date, afterEaster: afterEaster) }
    }

    /// The holidays on a day by name, each once.
    package func names(on date: CivilDate) -> [String] {
        rules(on: date).reduce(into: []) { names, rule in
            if !names.contains(rule.name) { names.append(rule.name) }
        }
    }

    /// Whether a day is the holiday of a name, which may be one of its other names: 25 December is `Weihnachten`.
    package func isHoliday(_ date: CivilDate, named name: String) -> Bool {
        rules(on: date).contains { $0.isNamed(name) }
    }

    private func rules(on date: CivilDate) -> [HolidayRule] {
        guard !rules.isEmpty else { return [] }
        let afterEaster = date.afterEaster
        return rules.filter { $0.isOn(date, afterEaster: afterEaster) }
    }

    /// All names that holidays can be called by.
    package static var knownNames: [String] { HolidayTable.shared.names }

    /// A holiday's name as the table spells it; `nil` if none is called so.
    package static func name(_ text: String) -> String? { HolidayTable.shared.spellings[text.lowercased()] }

    /// The name of a day on which many close, such as `Heiligabend` for 24 December, or that is a public holiday somewhere in the
    /// regions' countries, or in all of Germany.
    func commonName(of date: CivilDate) -> String? {
        let afterEaster = date.afterEaster
        let countries = Set(regions.map { String($0.code.prefix(2)) })
        return HolidayTable.shared.rules.first { rule in
            guard rule.isOn(date, afterEaster: afterEaster) else { return false }
            if rule.regions.isEmpty || rule.regions.contains("DE") { return true }
            return rule.regions.contains { countries.contains(String($0.prefix(2))) }
        }?.name
    }

    /// Whether a name is one of a day that is a holiday somewhere or anywhere, on this date.
    static func isDay(_ date: CivilDate, named name: String) -> Bool {
        let afterEaster = date.afterEaster
        return HolidayTable.shared.rules.contains { $0.isNamed(name) && $0.isOn(date, afterEaster: afterEaster) }
    }
}

/// A public holiday.
package struct Holiday: Hashable, Sendable {
    package let date: CivilDate
    /// The name in German, as in the law: `Christi Himmelfahrt`.
    package let name: String
}
