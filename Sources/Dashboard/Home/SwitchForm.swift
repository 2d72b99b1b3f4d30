import CallFlow
import HTTPListener
import Sipgate
import Telephony

/// The fields that open or close a location: the state, the times, and what callers hear meanwhile.
struct SwitchForm {
    enum Failure: Error {
        case noState
        case noTime(String)
        case noEnd
        case past(LocalTime)
        case endsBefore(LocalTime)
        case noAnnouncement(String)

        /// - Parameter now: for writing times.
        func sentence(now: LocalTime) -> String {
            switch self {
            case .noState, .noEnd: Texts.Home.noEnd
            case .noTime(let text): Texts.Home.noTime(text)
            case .past(let time): Texts.Home.past(Texts.time(time, relativeTo: now))
            case .endsBefore(let time): Texts.Home.endsBefore(Texts.time(time, relativeTo: now))
            case .noAnnouncement(let name): Texts.Home.noAnnouncement(name)
            }
        }
    }

    let fields: FormFields
    let zone: Zone
    let now: Moment

    /// The override of the form.
    ///
    /// The button of a span (`span`: `2h`, or a local time) counts before the fields `from` and `until`. A start that has passed is
    /// now: the page may have been open for a while.
    ///
    /// - Parameter isPublished: whether callers can hear an announcement.
    func override(
        of schedule: String, isPublished: (AnnouncementName) -> Bool
    ) throws(Failure) -> ScheduleOverride {
        guard let state = fields["state"].flatMap({ ScheduleOverride.ForcedStatus(rawValue: $0) }) else {
            throw .noState
        }
        let span = fields["span"] ?? ""
        var from: Moment?
        let until: Moment
        if span.last == "h", let hours = Int64(span.dropLast()), (1...24).contains(hours) {
            until = Moment(milliseconds: now.milliseconds + hours * 3_600_000)
        } else {
            if span.isEmpty, let start = try moment("from", Moment.typed), start > now { from = start }
            let end = try span.isEmpty ? moment("until", Moment.typedEnd) : moment(of: span, Moment.typed)
            guard let end else { throw .noEnd }
            until = end
        }
        guard until > now else { throw .past(zone.localTime(at: until)) }
        if let from, until <= from { throw .endsBefore(zone.localTime(at: until)) }
        var announcement: AnnouncementName?
        if let text = fields["play"], !text.isEmpty {
            guard let name = try? AnnouncementName(text), isPublished(name) else { throw .noAnnouncement(text) }
            announcement = name
        }
        return ScheduleOverride(
            schedule: schedule, state: state, from: from, until: until, announcement: announcement,
            author: "the dashboard")
    }

    private func moment(
        _ name: String, _ read: (String, Moment, Zone) -> Moment?
    ) throws(Failure) -> Moment? {
        guard let text = fields[name], !text.isEmpty else { return nil }
        return try moment(of: text, read)
    }

    private func moment(of text: String, _ read: (String, Moment, Zone) -> Moment?) throws(Failure) -> Moment {
        guard let moment = read(text, now, zone) else { throw .noTime(text) }
        return moment
    }
}
