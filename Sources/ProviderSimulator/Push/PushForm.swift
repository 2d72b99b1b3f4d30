package import Telephony
import Webhook

/// The form of an event, with every field that the provider sends, in the order of a captured request.
package struct PushForm: Hashable, Sendable {
    /// What all events of a call have but `dtmf`.
    package struct Leg: Hashable, Sendable {
        package var callID: String
        /// That of the first leg.
        package var originalCallID: String
        package var xcid: String
        package var direction: CallDirection
        package var from: Caller
        /// Without the plus.
        package var to: String
        /// The number that was dialled first, if the call was diverted.
        package var diversion: String?

        package init(
            callID: String, originalCallID: String? = nil, xcid: String, direction: CallDirection, from: Caller,
            to: String, diversion: String? = nil
        ) {
            (self.callID, self.originalCallID) = (callID, originalCallID ?? callID)
            self.xcid = xcid
            self.direction = direction
            (self.from, self.to, self.diversion) = (from, to, diversion)
        }

        fileprivate var fields: [(String, String)] {
            [
                ("direction", direction.rawValue), ("from", from.onTheWire), ("to", to), ("callId", callID),
                ("origCallId", originalCallID), ("xcid", xcid),
            ] + (diversion.map { [("diversion", $0)] } ?? [])
        }
    }

    private let fields: [(name: String, value: String)]

    /// A call, which rings at these users' telephones.
    package static func newCall(_ leg: Leg, users: [Colleague]) -> PushForm {
        PushForm(
            fields: [("event", "newCall")] + leg.fields
                + users.map { ("user[]", $0.name) } + users.map { ("userId[]", $0.userID) }
                + users.map { ("fullUserId[]", $0.fullUserID) })
    }

    /// Someone, or the voicemail, has answered.
    ///
    /// - Parameters:
    ///   - user: nil for a telephone outside of the account; sent for incoming calls only.
    ///   - number: that of the telephone.
    package static func answer(_ leg: Leg, user: Colleague?, number: String) -> PushForm {
        let user = leg.direction == .incoming ? user : nil
        return PushForm(
            fields: [("event", "answer")] + leg.fields
                + (user.map { [("user", $0.name), ("userId", $0.userID), ("fullUserId", $0.fullUserID)] } ?? [])
                + [("answeringNumber", number)])
    }

    /// The leg is over.
    ///
    /// - Parameter number: that of the telephone that had answered.
    package static func hangup(_ leg: Leg, cause: Cause, number: String?) -> PushForm {
        PushForm(
            fields: [("event", "hangup"), ("cause", cause.rawValue)] + leg.fields
                + (number.map { [("answeringNumber", $0)] } ?? []))
    }

    /// What was pressed; nil: the field is left out, as it was seen where nothing is.
    package static func keys(_ keys: String?, callID: String) -> PushForm {
        PushForm(fields: [("event", "dtmf"), ("callId", callID)] + (keys.map { [("dtmf", $0)] } ?? []))
    }

    /// Of a `hangup`, as documented.
    package enum Cause: String, Sendable {
        case normalClearing, busy, cancel, noAnswer, congestion, notFound, forwarded
    }

    /// The same without a field: pushes were captured that lack some.
    package func without(_ name: String) -> PushForm { PushForm(fields: fields.filter { $0.name != name }) }

    /// `application/x-www-form-urlencoded`, brackets encoded as on the wire.
    package var bytes: [UInt8] { FormText.bytes(of: fields) }

    /// `newCall`, `answer`, `hangup` or `dtmf`.
    package var event: String { fields.first?.value ?? "" }

    package static func == (left: PushForm, right: PushForm) -> Bool { left.bytes == right.bytes }
    package func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}
