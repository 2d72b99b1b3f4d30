import Telephony
import Testing

@testable import CallFlow

@Suite("When a schedule opens or closes next")
struct NextChangeTests {
    private static let text = """
        public-url: https://phone.example.com
        time-zone: Europe/Berlin
        recordings: { folder: media }
        numbers:
          +49 211 1234567: [ { check: office, open: hangup, closed: voicemail } ]
          +49 211 1234568: reception
          +49 211 1234569: [ { caller: { anonymous: hangup } }, { do: greet }, { menu: main } ]
          +49 211 1234570: voicemail
          outgoing: { +49 211 1234567: [ { check: away, open: { dial: called-number }, closed: { dial: called-number } } ] }
          default: [ { check: nights, open: hangup, closed: voicemail } ]
        flows:
          reception: [ { check: always, open: { flow: other } }, hangup ]
          other: [ { check: office, open: hangup, closed: voicemail } ]
          greet: [ { check: away, open: { play: a } } ]
        menus:
          main: { prompt: a, choices: { 1: { flow: reception } } }
        schedules:
          office: { hours: { mon-fri: "09:00-12:30, 13:30-17:00" }, holidays: DE-NW, days: { 2026-12-24: "09:00-12:00" } }
          always: { hours: { mon-sun: 00:00-24:00 } }
          nights: { hours: { fri-sat: 22:00-04:00 } }
          away: { time-zone: America/New_York, hours: { mon-fri: 09:00-17:00 } }
          early: { hours: { sun: 02:30-05:00 } }
          unused: { hours: { mon: 09:00-17:00 } }
        """

    private func configuration() throws -> Configuration {
        let reading = ConfigurationFile.read(Self.text, folder: "/", announcements: nil)
        return try #require(reading.configuration, "\(reading.problems)")
    }

    @Test(
        "By its hours",
        arguments: [
            ("office", "2026-11-27T08:00", "2026-11-27T09:00"), ("office", "2026-11-27T09:00", "2026-11-27T12:30"),
            ("office", "2026-11-27T12:30", "2026-11-27T13:30"), ("office", "2026-11-27T17:00", "2026-11-30T09:00"),
            ("office", "2026-12-24T11:59", "2026-12-24T12:00"), ("office", "2026-12-24T12:00", "2026-12-28T09:00"),
            ("always", "2026-11-27T08:00", nil), ("nights", "2026-11-27T21:59", "2026-11-27T22:00"),
            ("nights", "2026-11-27T23:00", "2026-11-28T04:00"), ("nights", "2026-11-28T03:59", "2026-11-28T04:00"),
            // The clocks go back while it is open.
            ("nights", "2026-10-25T01:00", "2026-10-25T04:00"),
            // The clocks skip an opening; they come to it twice, and are before it again in between.
            ("early", "2027-03-28T01:00", "2027-03-28T03:00"), ("early", "2026-10-25T01:00", "2026-10-25T02:30"),
            ("early", "2026-10-25T02:30", "2026-10-25T02:00"),
            // Its own clock.
            ("away", "2026-11-27T14:59", "2026-11-27T15:00"), ("away", "2026-11-27T15:00", "2026-11-27T23:00"),
        ])
    func hours(_ name: String, _ now: String, _ next: String?) throws {
        let configuration = try configuration()
        let schedule = try #require(configuration.schedules[name])
        let zone = configuration.timeZone
        let change = schedule.nextChange(
            after: zone.moment(of: try local(now)), in: zone, under: ScheduleOverrides())
        #expect(change.map { zone.localTime(at: $0).description } == next)
    }

    @Test(
        "Under overrides",
        arguments: [
            // Closed now until tomorrow morning, which is a Saturday: it stays closed until Monday.
            ("office", "closed", nil, "2026-11-28T09:00", "2026-11-27T10:00", "2026-11-30T09:00"),
            ("office", "closed", nil, "2026-11-27T11:00", "2026-11-27T10:00", "2026-11-27T11:00"),
            // Planned.
            ("office", "closed", "2026-11-27T10:30", "2026-11-27T11:00", "2026-11-27T10:00", "2026-11-27T10:30"),
            ("office", "open", nil, "2026-11-27T20:00", "2026-11-27T12:00", "2026-11-27T20:00"),
            ("always", "closed", "2026-12-24T12:00", "2026-12-27T00:00", "2026-11-27T10:00", "2026-12-24T12:00"),
            ("always", "closed", "2026-12-24T12:00", "2026-12-27T00:00", "2026-12-25T10:00", "2026-12-27T00:00"),
            // Too far away to say.
            ("always", "closed", "2027-12-24T12:00", "2027-12-27T00:00", "2026-11-27T10:00", nil),
        ] as [(String, String, String?, String, String, String?)])
    func overridden(
        _ name: String, _ state: String, _ from: String?, _ until: String, _ now: String, _ next: String?
    ) throws {
        let configuration = try configuration()
        let schedule = try #require(configuration.schedules[name])
        let zone = configuration.timeZone
        func moment(_ text: String) throws -> Moment { zone.moment(of: try local(text)) }
        let override = ScheduleOverride(
            schedule: name, state: try #require(ScheduleOverride.ForcedStatus(rawValue: state)),
            from: try from.map(moment), until: try moment(until))
        let other = ScheduleOverride(schedule: "other", state: .open, until: try moment("2026-11-27T10:15"))
        let change = schedule.nextChange(
            after: try moment(now), in: zone, under: ScheduleOverrides([override, other]))
        #expect(change.map { zone.localTime(at: $0).description } == next)
    }

    @Test("The numbers that use each schedule, through flows, menus and branches") func uses() throws {
        let uses = try configuration().scheduleUses.mapValues { nodes in
            nodes.map { node in
                if case .number(let direction, let pattern) = node {
                    "\(direction.rawValue) \(pattern?.digits.suffix(1) ?? "-")"
                } else {
                    "\(node)"
                }
            }
        }
        #expect(
            uses == [
                "office": ["in 7", "in 8", "in 9"], "always": ["in 8", "in 9"], "nights": ["in -"],
                "away": ["in 9", "out 7"],
            ])
    }
}
