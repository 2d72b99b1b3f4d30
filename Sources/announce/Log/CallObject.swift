import CallLog
import Dashboard
import Sipgate
import Telephony

/// A call in JSON, and as a row of CSV with the same names in its header.
struct CallObject: Encodable {
    let callId: String
    let origCallId: String?
    let xcid: String?
    let trial: Bool
    let direction: String?
    let from: String?
    let to: String?
    let diversion: String?
    let users: String?
    let userId: String?
    let fullUserId: String?
    let began: String
    let answered: String?
    let answeredBy: String?
    let answeringNumber: String?
    let ended: String?
    let cause: String?
    let lastStep: String?
    let outcome: String
    /// `nil` for a call with only one.
    let legs: [CallObject]?

    init(_ call: LoggedCall) {
        (callId, origCallId, xcid, trial) = (call.callID, call.originalCallID, call.xcid, call.isTrial)
        (direction, from, to, diversion) = (call.direction?.rawValue, call.from, call.to, call.diversion)
        (users, userId, fullUserId) = (call.users, call.userID, call.fullUserID)
        began = LogTimes.utc(call.began)
        answered = call.answered.map(LogTimes.utc)
        (answeredBy, answeringNumber) = (call.answeredBy, call.answeringNumber)
        ended = call.ended.map(LogTimes.utc)
        (cause, lastStep, outcome) = (call.cause, call.lastStep, call.outcome.rawValue)
        legs = call.legs.isEmpty ? nil : call.legs.map { CallObject($0) }
    }

    /// The header of the CSV form (RFC 4180). New columns come last.
    static let header = csv([
        "callId", "origCallId", "trial", "direction", "from", "to", "users", "began", "answered", "answeredBy", "ended",
        "cause", "lastStep", "outcome", "answeringNumber", "diversion", "userId", "fullUserId", "xcid", "legs",
    ])

    /// A row per call; the column `legs` has the ids of its legs, separated by spaces.
    var csvLine: String {
        Self.csv([
            callId, origCallId, trial ? "true" : "false", direction, from, to, users, began, answered, answeredBy,
            ended, cause, lastStep, outcome, answeringNumber, diversion, userId, fullUserId, xcid,
            legs.map { $0.map(\.callId).joined(separator: " ") },
        ])
    }

    /// Callers write into this table: their numbers, and the names of users. Neither a spreadsheet nor a terminal is to
    /// take that for a command.
    private static func csv(_ fields: [String?]) -> String {
        CSV.line(fields.map { CSV.harmless(($0 ?? "").printable) }, delimiter: .comma) + "\r\n"
    }
}

/// A call with all its events in JSON.
struct TimelineObject: Encodable {
    struct Event: Encodable {
        /// Of the leg.
        let callId: String
        let at: String
        let event: String
        /// Name and value, in the order of the request.
        let request: [[String]]
        let status: Int
        let microseconds: Int
        let xml: String?
        let answer: String?
        let way: String?
        let keys: String?
        let keyCount: Int?
        let silence: Bool?
        let callerGone: Bool?
        let refusal: String?
        let missing: String?
        let menu: String?
        let hungUpAfterMilliseconds: Int64?
        let fetch: Fetch?
    }

    struct Fetch: Encodable {
        let file: String
        let prompt: String
        let head: String?
        let began: String?
        let ended: String?
        let size: Int?
        let sent: Int
        let whole: Bool
        let lastWhole: String?
        let known: Bool?
    }

    let call: CallObject
    let events: [Event]
    let related: [CallObject]

    init(_ timeline: CallTimeline) {
        call = CallObject(timeline.call)
        related = timeline.related.map { CallObject($0) }
        events = timeline.events.map { event in
            var (keys, count): (String?, Int?) = (nil, nil)
            switch event.input {
            case .keys(let pressed): (keys, count) = (pressed, pressed.count)
            case .hidden(let pressed): count = pressed
            case .silence, .gone, nil: break
            }
            return Event(
                callId: event.callID, at: LogTimes.utc(event.at), event: event.kind.rawValue,
                request: event.fields.map { [$0.name, $0.value] }, status: event.status, microseconds: event.latency,
                xml: event.xml, answer: event.answer, way: event.way, keys: keys, keyCount: count,
                silence: event.input == .silence ? true : nil, callerGone: event.input == .gone ? true : nil,
                refusal: event.refusal, missing: event.missing, menu: event.menu,
                hungUpAfterMilliseconds: event.lostAfter, fetch: event.fetch.map { Fetch($0) })
        }
    }
}

extension TimelineObject.Fetch {
    fileprivate init(_ fetch: CallTimeline.Fetch) {
        self.init(
            file: fetch.file, prompt: fetch.prompt, head: fetch.asked.map(LogTimes.utc),
            began: fetch.began.map(LogTimes.utc), ended: fetch.ended.map(LogTimes.utc), size: fetch.size,
            sent: fetch.sent, whole: fetch.isWhole, lastWhole: fetch.lastWhole.map(LogTimes.utc),
            known: fetch.isElsewhere ? false : nil)
    }
}
