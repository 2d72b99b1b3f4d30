import Telephony

/// A region with public holidays of its own: a German state (ISO 3166-2:DE), Austria or one of its states, Switzerland or
/// a canton, or a place with days of its own, such as `DE-BY/Augsburg`. Which there are, `holidays.txt` says.
package struct HolidayRegion: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// `DE-BY`, `AT`, `CH-ZH`, `DE-BY/Augsburg`
    package let code: String

    /// `nil` if there is no such region.
    package init?(_ code: String) {
        guard HolidayTable.shared.codes.contains(code) else { return nil }
        self.code = code
    }

    /// For a region of the table.
    init(existing code: String) {
        self.code = code
    }

    /// All regions, in the order of the table.
    package static var all: [HolidayRegion] { HolidayTable.shared.regions.map { HolidayRegion(existing: $0.code) } }

    package var description: String { code }

    /// What its people call it: `Nordrhein-Westfalen`, `Zürich`.
    package var name: String {
        HolidayTable.shared.regions.first { $0.code == code }?.names.first ?? code
    }

    package static func < (left: HolidayRegion, right: HolidayRegion) -> Bool { left.code < right.code }

    /// The region that people call so: `Bayern`, `NRW`, `by`, `Zürich`; `nil` if there is none.
    package static func named(_ name: String) -> HolidayRegion? {
        let name = name.trimmed.lowercased()
        let regions = HolidayTable.shared.regions
        let found =
            regions.first { $0.code.lowercased() == name || $0.names.contains { $0.lowercased() == name } }
            ?? ["de-", "ch-", "at-"].lazy.compactMap { country in
                regions.first { $0.code.lowercased() == country + name }
            }.first
        return found.map { HolidayRegion(existing: $0.code) }
    }

    /// Whether a rule for `other` is one for this region: it is the same, or this one is in it.
    func isPart(of other: String) -> Bool {
        guard code.utf8.starts(with: other.utf8) else { return false }
        let next = code.utf8.dropFirst(other.utf8.count).first
        return next == nil || next == UInt8(ascii: "-") || next == UInt8(ascii: "/")
    }
}
