extension CallEvent {
    /// Reads the body of a push.
    ///
    /// Lenient where the provider is: beyond `event`, `callId` and, on new calls, `to` (`from` on outgoing ones) every field
    /// may be absent, empty or odd. Unknown fields are ignored; of one that is repeated without being a list, the first
    /// counts. Verify the signature (``WebhookSignature``) over the same bytes before trusting any of it.
    ///
    /// - Throws: `Invalid`.
    public init(form body: some Collection<UInt8>) throws(Invalid) {
        let fields: FormFields
        do {
            fields = try FormFields(body)
        } catch {
            throw .form(error)
        }
        try self.init(fields)
    }

    /// Reads the fields of a push.
    ///
    /// - Throws: `Invalid`, but never `form`.
    public init(_ fields: FormFields) throws(Invalid) {
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
    fileprivate init(_ fields: FormFields) throws(CallEvent.Invalid) {
        self.init(
            callID: try fields.required(.callID), originalCallID: fields.originalCallID, xcid: fields.filled("xcid"),
            direction: fields.direction, from: fields.from, to: fields.number("to"), users: fields.list("user"),
            userIDs: fields.list("userId"), fullUserIDs: fields.list("fullUserId"),
            diversion: fields.number("diversion"))
        _ = try fields.required(direction == .incoming ? .to : .from)
    }
}

extension Answered {
    fileprivate init(_ fields: FormFields) throws(CallEvent.Invalid) {
        self.init(
            callID: try fields.required(.callID), originalCallID: fields.originalCallID, xcid: fields.filled("xcid"),
            direction: fields.direction, from: fields.from, to: fields.number("to"), user: fields.filled("user"),
            userID: fields.filled("userId"), fullUserID: fields.filled("fullUserId"),
            answeringNumber: fields.number("answeringNumber"), diversion: fields.number("diversion"))
    }
}

extension HungUp {
    fileprivate init(_ fields: FormFields) throws(CallEvent.Invalid) {
        self.init(
            callID: try fields.required(.callID), originalCallID: fields.originalCallID, xcid: fields.filled("xcid"),
            direction: fields.direction, from: fields.from, to: fields.number("to"),
            cause: fields.filled("cause").map(Cause.init(rawValue:)),
            answeringNumber: fields.number("answeringNumber"), diversion: fields.number("diversion"))
    }
}

extension KeysPressed {
    fileprivate init(_ fields: FormFields) throws(CallEvent.Invalid) {
        self.init(
            callID: try fields.required(.callID), originalCallID: fields.originalCallID, input: Input(fields["dtmf"]))
    }
}

extension FormFields {
    /// Nil where a field is absent or empty.
    fileprivate func filled(_ name: String) -> String? {
        guard let value = self[name], !value.isEmpty else { return nil }
        return value
    }

    fileprivate func required(_ field: CallEvent.Invalid.Field) throws(CallEvent.Invalid) -> String {
        guard let value = filled(field.rawValue) else { throw .missing(field) }
        return value
    }

    /// The provider sends a list that has no members as one empty field.
    fileprivate func list(_ name: String) -> [String] {
        let values = values(of: name)
        return values == [""] ? [] : values
    }

    fileprivate func number(_ name: String) -> ReportedNumber? { self[name].flatMap(ReportedNumber.init) }

    /// Both spellings are in use.
    fileprivate var originalCallID: String? { filled("origCallId") ?? filled("originalCallId") }

    fileprivate var from: Caller { Caller(self["from"] ?? "") }

    fileprivate var direction: CallDirection { self["direction"].flatMap(CallDirection.init) ?? .incoming }
}
