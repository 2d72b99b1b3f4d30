import Testing

@testable import CallFlow

/// What people type into the fields of forms.
struct TypedHoursTests {
    @Test(
        "Hours as people type them",
        arguments: [
            ("9–12, 13–18", "09:00-12:00, 13:00-18:00"), ("9-12", "09:00-12:00"), ("9:30-12", "09:30-12:00"),
            ("9.30 – 12 Uhr", "09:30-12:00"), ("9–12 und 13:30–18 Uhr", "09:00-12:00, 13:30-18:00"),
            ("9 to 17", "09:00-17:00"), ("9 bis 17 Uhr", "09:00-17:00"), ("22-2", "22:00-02:00"),
            ("closed", "closed"), ("Geschlossen", "closed"), ("", "closed"), ("24h", "00:00-24:00"),
            ("ganztägig", "00:00-24:00"), ("0-24", "00:00-24:00"),
            ("09:00-12:30, 13:30-17:00", "09:00-12:30, 13:30-17:00"),
            ("9", nil), ("morning", nil), ("9-12-15", nil), ("25-26", nil), ("9-12, 11-15", nil),
        ] as [(String, String?)])
    func hours(_ text: String, _ hours: String?) {
        #expect(DayHours(typed: text)?.description == hours)
    }

    @Test(
        "Days as people type them, on 27 November 2026",
        arguments: [
            ("24.12.", true, "12-24"), ("24.12.", false, "2026-12-24"), ("24.12.2027", false, "2027-12-24"),
            ("24.12.2027", true, "12-24"), ("24.12", true, "12-24"), ("24.12.26", false, "2026-12-24"),
            ("2026-12-24", false, "2026-12-24"), ("12-24", true, "12-24"), ("1.2.", false, "2027-02-01"),
            ("24 Dec", false, "2026-12-24"), ("Dec 24", true, "12-24"), ("24. Dezember 2026", false, "2026-12-24"),
            ("24.–26.12.", true, "12-24..12-26"), ("24–26 Dec", false, "2026-12-24..2026-12-26"),
            ("27.12. bis 1.1.", false, "2026-12-27..2027-01-01"), ("27.12.-1.1.", true, "12-27..01-01"),
            ("27.12.–1.1.2028", false, "2027-12-27..2028-01-01"),
            ("2026-12-27..2027-01-01", false, "2026-12-27..2027-01-01"),
            ("1.11.–30.11.", false, "2026-11-01..2026-11-30"), ("29.2.", false, "2028-02-29"), ("29.2.", true, "02-29"),
            ("easter-2", false, "easter-2"), ("first tue", true, "first tue"),
            ("even-weeks sat", false, "even-weeks sat"),
            ("30.2.", true, nil), ("31.4.2026", false, nil), ("Christmas", true, nil), ("", true, nil),
            ("24", true, nil),
            ("26.12.2026–24.12.2026", false, nil),
        ] as [(String, Bool, String?)])
    func days(_ text: String, _ isYearly: Bool, _ key: String?) throws {
        let today = try CivilDate("2026-11-27")
        #expect(DayKey(typed: text, isYearly: isYearly, today: today)?.description == key)
    }
}
