import CallFlow
import Telephony

/// A call simulated on the dashboard. The browser keeps its state between events; the server is stateless.
struct TrialCall: Hashable, Sendable {
    /// Begins with `prefix`. Positions are signed for one call, so a simulated call cannot move a real one.
    let id: String
    let direction: CallDirection
    let from: Caller
    let to: PhoneNumber
    /// The number that the call was forwarded from.
    let diverted: PhoneNumber?
    /// The time of all events of the call.
    let moment: Moment
    /// The draft of a form that is called (`TrialDrafts`); nil: the configuration in use.
    let draft: String?

    static let prefix = "trial-"

    /// A call from the fields of the page.
    ///
    /// - Parameters:
    ///   - from: a number, `anonymous`, or nothing.
    ///   - diverted: a number, or nothing.
    ///   - at: `2026-12-24T13:59` in `zone`; nothing: now.
    /// - Throws: `TrialCallError`.
    init(
        to: String, from: String, diverted: String = "", isOutgoing: Bool, at: String, zone: Zone, now: Moment,
        draft: String? = nil
    ) throws(TrialCallError) {
        guard let number = try? PhoneNumber(to) else { throw .to(to) }
        self.to = number
        self.from = try Self.caller(from)
        self.diverted = try Self.diverted(diverted)
        direction = isOutgoing ? .outgoing : .incoming
        if isOutgoing {
            guard case .number = self.from else { throw .outgoingWithoutCaller }
        }
        if at.isEmpty {
            // Golden calls have times in whole seconds.
            moment = Moment(milliseconds: now.milliseconds - now.milliseconds % 1000)
        } else {
            guard let time = Moment.typed(at, from: now, in: zone) else { throw .moment(at) }
            moment = time
        }
        self.draft = draft
        id = Self.prefix + String(UInt64.random(in: .min ... .max), radix: 16)
    }

    private static func diverted(_ text: String) throws(TrialCallError) -> PhoneNumber? {
        guard !text.isEmpty else { return nil }
        guard let number = try? PhoneNumber(text) else { throw .diverted(text) }
        return number
    }

    private static func caller(_ text: String) throws(TrialCallError) -> Caller {
        let caller = Caller(text)
        if case .unknown(let word) = caller, caller.internalExtension == nil, !word.isEmpty { throw .from(text) }
        return caller
    }
}

extension TrialCall: Codable {
    private struct Fields: Codable {
        var id: String
        var to: String
        var from: String
        var diverted: String?
        var outgoing: Bool
        /// Milliseconds since 1970.
        var at: Int64
        var draft: String?
    }

    /// - Throws: `TrialCallError`, `DecodingError`.
    init(from decoder: any Decoder) throws {
        let fields = try Fields(from: decoder)
        guard fields.id.hasPrefix(Self.prefix), fields.id.utf8.count <= 40 else {
            throw TrialCallError.notATrial(fields.id)
        }
        guard let number = try? PhoneNumber(fields.to) else { throw TrialCallError.to(fields.to) }
        id = fields.id
        to = number
        from = try Self.caller(fields.from)
        diverted = try Self.diverted(fields.diverted ?? "")
        direction = fields.outgoing ? .outgoing : .incoming
        moment = Moment(milliseconds: fields.at)
        draft = fields.draft
    }

    func encode(to encoder: any Encoder) throws {
        let fields = Fields(
            id: id, to: to.description, from: from.description, diverted: diverted?.description,
            outgoing: direction == .outgoing,
            at: moment.milliseconds, draft: draft)
        try fields.encode(to: encoder)
    }
}

/// Reasons a call cannot be simulated.
enum TrialCallError: Error, Hashable, Sendable {
    case to(String)
    case from(String)
    case diverted(String)
    /// An outgoing call without a caller's number.
    case outgoingWithoutCaller
    case moment(String)
    case notATrial(String)
    /// A number that the visitor does not see.
    case unlisted(String)
    /// The draft of a form is not kept any more.
    case noDraft
}

extension TrialCallError {
    var sentence: String {
        switch self {
        case .to(""): Texts.TestCall.noNumber
        case .to(let text): Texts.TestCall.notANumber(text)
        case .from(let text): Texts.TestCall.notACaller(text)
        case .diverted(let text): Texts.TestCall.notForwarding(text)
        case .outgoingWithoutCaller: Texts.TestCall.outgoingWithoutCaller
        case .moment(let text): Texts.TestCall.notATime(text)
        case .unlisted(let number): Texts.Numbers.noNumber(number)
        case .notATrial: Texts.TestCall.notATrial
        case .noDraft: Texts.Flows.draftGone
        }
    }
}
