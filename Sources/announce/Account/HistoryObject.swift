import Dashboard
import FoundationEssentials
import Sipgate
import Telephony

/// An entry of the account's history in JSON.
struct HistoryObject: Encodable {
    let id: String
    let kind: String
    let direction: String
    let incoming: Bool
    let from: String
    let to: String
    let fromName: String
    let toName: String
    let created: String?
    let status: String
    let note: String
    let read: Bool
    let archived: Bool
    let starred: Bool
    /// The lines involved, such as `p0`.
    let lines: [String]
    let endpoints: [Endpoint]
    var seconds: Int?
    var callId: String?
    var outcome: String?
    var text: String?
    var scheduled: String?
    var faxStatus: String?
    var pages: Int?
    /// URLs of sounds.
    var recordings: [String]?
    var document: String?
    var preview: String?
    var report: String?

    struct Endpoint: Encodable {
        let type: String
        let id: String
        let kind: String
    }

    init(_ entry: HistoryEntry) {
        (id, kind, direction) = (entry.id.text, entry.kind.rawValue, entry.direction.rawValue)
        (from, to, status, note) = (entry.source, entry.target, entry.status, entry.note)
        (incoming, fromName, toName) = (entry.isIncoming, entry.sourceAlias, entry.targetAlias)
        (read, archived, starred) = (entry.isRead, entry.isArchived, entry.isStarred)
        lines = entry.connectionIDs
        endpoints = entry.endpoints.map { Endpoint(type: $0.type, id: $0.extension, kind: $0.endpointType) }
        created = entry.created.map { LogTimes.utc(Moment($0)) }
        func given(_ text: String) -> String? { text.isEmpty ? nil : text }
        switch entry.details {
        case .call(let call):
            (seconds, callId, outcome) = (call.seconds, call.callID?.text, given(call.outcome))
            recordings = call.recordings.map(\.url)
        case .voicemail(let message):
            (seconds, text) = (message.seconds, given(message.transcription))
            recordings = given(message.recordingURL).map { [$0] }
        case .sms(let message):
            (text, scheduled) = (message.text, message.scheduled.map { LogTimes.utc(Moment($0)) })
        case .fax(let fax):
            (faxStatus, pages) = (fax.status.rawValue, fax.pages)
            scheduled = fax.scheduled.map { LogTimes.utc(Moment($0)) }
            (document, preview, report) = (given(fax.documentURL), given(fax.previewURL), given(fax.reportURL))
        case .other: break
        }
    }
}
