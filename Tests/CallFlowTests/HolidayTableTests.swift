import Foundation
import Testing

@testable import CallFlow

/// The table of holidays, compared with a source that has nothing in common with it but the laws.
@Suite("The table of holidays")
struct HolidayTableTests {
    /// `published-holidays.txt`: regions by day and year. `published-holidays.py` beside it says where it comes from.
    private static let published: [String: Set<String>] = {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "Holidays/published-holidays.txt")
        var dates: [String: Set<String>] = [:]
        for line in ((try? String(contentsOf: path, encoding: .utf8)) ?? "").split(separator: "\n") {
            let fields = line.split(separator: "|").map { $0.split(separator: " ").map(String.init) }
            guard fields.count == 3, let day = fields[0].first else { continue }
            for span in fields[2] {
                let ends = span.split(separator: "-").compactMap { Int($0) }
                for year in ends[0]...ends[ends.count - 1] {
                    for region in fields[1] { dates["\(region) \(year)", default: []].insert("\(year)-\(day)") }
                }
            }
        }
        return dates
    }()

    /// Regions whose days differ from the source, with the reason. None does today: places that the source does not know
    /// (`CH-FR/Freiburg`) are not compared.
    private static let differences: [String: String] = [:]

    /// The source's name of a region.
    private static func source(_ region: HolidayRegion) -> String {
        guard let slash = region.code.firstIndex(of: "/"), region.code != "DE-BY/Augsburg" else { return region.code }
        return region.code[..<slash] + "/Catholic"
    }

    @Test("every line of the table is read") func readable() {
        #expect(HolidayTable.shared.unreadableLines == [])
        #expect(HolidayTable.shared.rules.count > 50)
        let known = Set(HolidayTable.shared.regions.map(\.code) + ["DE"])
        for rule in HolidayTable.shared.rules {
            #expect(rule.regions.allSatisfy(known.contains), "\(rule.name): \(rule.regions)")
        }
        #expect(
            HolidayTable("[holidays]\nA | 13-01 | DE\nB | 01-01 | DE | soon\nC | first sun").unreadableLines == [
                2, 3, 4,
            ])
    }

    @Test(
        "the holidays of 2000 to 2040 are those of an independent source",
        arguments: HolidayRegion.all.filter { !$0.code.hasPrefix("CH-") || !$0.code.contains("/") })
    func published(_ region: HolidayRegion) {
        guard Self.differences[region.code] == nil else { return }
        let holidays = HolidaySelection([region])
        for year in 2000...2040 {
            let ours = Set(holidays.holidays(in: year).map(\.date.description))
            #expect(ours == Self.published["\(Self.source(region)) \(year)"] ?? [], "\(region) \(year)")
        }
    }

    @Test("all cantons and states are there") func complete() {
        let codes = HolidayRegion.all.map(\.code)
        #expect(codes.count { $0.hasPrefix("CH-") && !$0.contains("/") } == 26)
        #expect(codes.count { $0.hasPrefix("DE-") && !$0.contains("/") } == 16)
        #expect(codes.count { $0.hasPrefix("AT-") } == 9)
        #expect(Set(codes).count == codes.count)
    }

    @Test(
        "holidays by the piece",
        arguments: [
            (["DE-BY"], ["Mariä Himmelfahrt"], [], "2026-08-15", ["Mariä Himmelfahrt"]),
            (["DE-BY"], [], [], "2026-08-15", []),
            (["DE-BB"], [], ["Reformationstag"], "2026-10-31", []),
            // The other names of a day count too.
            (["DE-NW"], [], ["Weihnachten"], "2026-12-26", []),
            // The Nationalfeiertag of the schedule's own country.
            (["AT"], ["Nationalfeiertag"], [], "2026-08-01", []),
            (["CH-ZH"], ["Nationalfeiertag"], [], "2026-10-26", []),
            // Without a region, wherever the name is from.
            ([], ["Rosenmontag"], [], "2026-02-16", ["Rosenmontag"]),
            (["DE-NW"], ["Heiligabend"], [], "2026-12-24", ["Heiligabend"]),
            (["DE-BY/Augsburg"], [], [], "2026-08-08", ["Augsburger Hohes Friedensfest"]),
            (["DE-BY", "CH-ZH"], [], [], "2026-01-06", ["Heilige Drei Könige"]),
        ])
    func selection(_ regions: [String], _ added: [String], _ removed: [String], _ date: String, _ names: [String])
        throws
    {
        let selection = HolidaySelection(
            try regions.map { try #require(HolidayRegion($0)) }, adding: added, removing: removed)
        let date = try CivilDate(date)
        #expect(selection.names(on: date) == names)
        #expect(selection.isHoliday(date) == !names.isEmpty)
        #expect(selection.holidays(in: 2026).contains { $0.date == date } == !names.isEmpty)
    }

    @Test("a region by the name that people write")
    func names() {
        let names = [
            "Bayern": "DE-BY", "NRW": "DE-NW", "by": "DE-BY", "Zürich": "CH-ZH", "ZH": "CH-ZH", "Wien": "AT-9",
            "österreich": "AT", "Augsburg": "DE-BY/Augsburg",
        ]
        for (name, code) in names { #expect(HolidayRegion.named(name)?.code == code, "\(name)") }
        #expect(HolidayRegion.named("Atlantis") == nil)
    }
}
