package import CallFlow

/// What people are alerted to. The raw values are the keys of `alerts: rules:`.
package enum AlertRule: String, Codable, Hashable, Sendable, CaseIterable {
    case notFetched = "not-fetched"
    case noCalls = "no-calls"
    case notReady = "not-ready"
    case certificate
    case recordings
    case signatures
    case callLog = "call-log"
    case runningOut = "running-out"
}

/// Something that is wrong, with the values that its sentence needs.
package enum AlertCause: Codable, Hashable, Sendable {
    /// A published file that answers named and no client ever received completely. `begun`: fetches that were begun.
    case notFetched(prompt: String, file: String, answers: Int, begun: Int)
    /// No call in the last open hours. `usual`: how many there are usually.
    case noCalls(hours: Int, usual: Int)
    /// Sentences, as `/health` has them.
    case notReady(reasons: [String])
    /// `days`: negative if it has expired.
    case certificate(host: String, days: Int)
    /// A recording, or joined prompt, that is not published; `reason` is a sentence.
    case recording(name: String, reason: String)
    /// Events with a missing or wrong signature within the last hour.
    case signatures(count: Int)
    case callLog(faults: [String])
    /// The last special day of a schedule; `days` is negative if it is over.
    case scheduleEnds(schedule: String, last: String, days: Int)
    /// The last turn of a rota begins on that day.
    case rotaEnds(rota: String, person: String, last: String, days: Int)

    package var rule: AlertRule {
        switch self {
        case .notFetched: .notFetched
        case .noCalls: .noCalls
        case .notReady: .notReady
        case .certificate: .certificate
        case .recording: .recordings
        case .signatures: .signatures
        case .callLog: .callLog
        case .scheduleEnds, .rotaEnds: .runningOut
        }
    }

    /// What it is about: with the rule, it tells one incident from another. Values that change while an incident lasts are
    /// no part of it.
    package var subject: String {
        switch self {
        case .notFetched(let prompt, _, _, _): prompt
        case .certificate(let host, _): host
        case .recording(let name, _): name
        case .scheduleEnds(let schedule, _, _): schedule
        case .rotaEnds(let rota, _, _, _): rota
        case .noCalls, .notReady, .signatures, .callLog: ""
        }
    }

    /// Whether it was so long before anyone could have been alerted: days of years ago that stayed in the file.
    var isOld: Bool {
        switch self {
        case .scheduleEnds(_, _, let days), .rotaEnds(_, _, _, let days): days < -30
        default: false
        }
    }
}

extension AlertRules {
    /// Whether a rule reports anything.
    package func isOn(_ rule: AlertRule) -> Bool {
        switch rule {
        case .notFetched: notFetched != nil
        case .noCalls: noCalls != nil
        case .notReady: notReady != nil
        case .certificate: certificate != nil
        case .recordings: recordings
        case .signatures: signatures != nil
        case .callLog: callLog
        case .runningOut: runningOut != nil
        }
    }

    /// How long something must last before it is reported, and be over before that is: what comes and goes within is noise.
    package func patience(_ rule: AlertRule) -> Duration {
        switch rule {
        case .notReady: .seconds(notReady ?? 60)
        case .callLog: .seconds(60)
        case .recordings: .seconds(5)
        case .notFetched, .noCalls, .certificate, .signatures, .runningOut: .zero
        }
    }
}
