package import Telephony

/// The form of an event, with the fields that the provider always sends.
package struct EventForm: Hashable, Sendable {
    private let fields: [String: String]

    /// - Parameter diverted: the number that the call was forwarded from.
    package static func newCall(
        callID: String, direction: CallDirection, from: Caller, to: PhoneNumber?, diverted: PhoneNumber? = nil
    ) -> EventForm {
        var fields = ["event": "newCall"].merging(parties(callID, direction, from, to)) { $1 }
        fields["diversion"] = diverted?.digits
        return EventForm(fields: fields)
    }

    /// - Parameter keys: empty: none were pressed; nil: the field is left out, which means the same.
    package static func keys(_ keys: String?, callID: String) -> EventForm {
        var fields = ["event": "dtmf", "callId": callID]
        fields["dtmf"] = keys
        return EventForm(fields: fields)
    }

    /// The caller hangs up before the call is answered.
    package static func cancelled(callID: String, direction: CallDirection, from: Caller, to: PhoneNumber?)
        -> EventForm
    {
        let fields = ["event": "hangup", "cause": "cancel"]
        return EventForm(fields: fields.merging(parties(callID, direction, from, to)) { $1 })
    }

    private static func parties(
        _ callID: String, _ direction: CallDirection, _ from: Caller, _ to: PhoneNumber?
    ) -> [String: String] {
        var fields = ["callId": callID, "direction": direction.rawValue, "from": from.onTheWire]
        fields["to"] = to?.digits
        return fields
    }

    /// `application/x-www-form-urlencoded`
    package var bytes: [UInt8] { FormText.bytes(of: fields) }
}

extension Caller {
    /// As the provider writes it: a number without its plus.
    package var onTheWire: String {
        if case .number(let number) = self { return number.digits }
        return description
    }
}
