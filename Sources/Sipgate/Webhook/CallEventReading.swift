extension CallEvent {
    /// Parses the body of an event.
    ///
    /// Lenient where the provider is: except for `event`, `callId` and, in new incoming calls, `to`, every field may be
    /// missing or empty, and every field but ``FormFields/decisive`` ones malformed. Unknown fields are ignored; of a repeated field that is not a
    /// list, the first value counts. Verify the signature (``WebhookSignature``) over the same bytes before trusting
    /// any of it.
    ///
    /// - Throws: `ParseError`.
    public init(form body: some Collection<UInt8>) throws(ParseError) {
        let fields: FormFields
        do {
            fields = try FormFields(repairing: body)
        } catch {
            throw .form(error)
        }
        try self.init(fields)
    }

    /// Reads an event from the fields of a form.
    ///
    /// - Throws: `ParseError`, but never `form`.
    public init(_ fields: FormFields) throws(ParseError) {
        let event = try fields.required(.event)
        switch event {
        case "newCall": self = .newCall(try NewCall(fields))
        case "answer": self = .answer(try Answered(fields))
        case "hangup": self = .hangup(try HungUp(fields))
        case "dtmf": self = .dtmf(try KeysPressed(fields))
        default: throw .unknownEvent(event)
        }
    }
}

extension NewCall {
    fileprivate init(_ fields: FormFields) throws(CallEvent.ParseError) {
        self.init(
            callID: try fields.required(.callID), originalCallID: fields.originalCallID, xcid: fields.filled("xcid"),
            direction: fields.direction, from: fields.from, to: fields.number("to"), users: fields.list("user"),
            userIDs: fields.list("userId"), fullUserIDs: fields.list("fullUserId"),
            diversion: fields.number("diversion"))
        if direction == .incoming { _ = try fields.required(.to) }
    }
}

extension Answered {
    fileprivate init(_ fields: FormFields) throws(CallEvent.ParseError) {
        self.init(
            callID: try fields.required(.callID), originalCallID: fields.originalCallID, xcid: fields.filled("xcid"),
            direction: fields.direction, from: fields.from, to: fields.number("to"), user: fields.filled("user"),
            userID: fields.filled("userId"), fullUserID: fields.filled("fullUserId"),
            answeringNumber: fields.number("answeringNumber"), diversion: fields.number("diversion"))
    }
}

extension HungUp {
    fileprivate init(_ fields: FormFields) throws(CallEvent.ParseError) {
        self.init(
            callID: try fields.required(.callID), originalCallID: fields.originalCallID, xcid: fields.filled("xcid"),
            direction: fields.direction, from: fields.from, to: fields.number("to"),
            cause: fields.filled("cause").map(Cause.init(rawValue:)),
            answeringNumber: fields.number("answeringNumber"), diversion: fields.number("diversion"))
    }
}

extension KeysPressed {
    fileprivate init(_ fields: FormFields) throws(CallEvent.ParseError) {
        self.init(
            callID: try fields.required(.callID), originalCallID: fields.originalCallID, input: Input(fields["dtmf"]))
    }
}

extension FormFields {
    /// Returns `nil` if a field is missing or empty.
    fileprivate func filled(_ name: String) -> String? {
        guard let value = self[name], !value.isEmpty else { return nil }
        return value
    }

    fileprivate func required(_ field: CallEvent.ParseError.Field) throws(CallEvent.ParseError) -> String {
        guard let value = filled(field.rawValue) else { throw .missing(field) }
        return value
    }

    /// The provider sends an empty list as one empty field.
    fileprivate func list(_ name: String) -> [String] {
        let values = values(of: name)
        return values == [""] ? [] : values
    }

    fileprivate func number(_ name: String) -> ReportedNumber? { self[name].flatMap(ReportedNumber.init) }

    /// The provider uses both spellings. An id that was repaired is not the id of any call.
    fileprivate var originalCallID: String? {
        for name in ["origCallId", "originalCallId"] {
            if let field = fields.first(where: { $0.name == name }), !field.isRepaired, !field.value.isEmpty {
                return field.value
            }
        }
        return nil
    }

    fileprivate var from: Caller { Caller(self["from"] ?? "") }

    fileprivate var direction: CallDirection { self["direction"].flatMap(CallDirection.init) ?? .incoming }
}
