import FoundationEssentials
import Sipgate
import Telephony

/// What the account sends: SMS, faxes, calls.
extension SimulatedAccount {
    mutating func session(_ call: APICall) throws(APIRefusal) -> APIAnswer {
        guard call.method == "POST" else { throw .method }
        switch call.path.dropFirst().joined(separator: "/") {
        case "sms": return try sendSMS(try call.object())
        case "fax": return try sendFax(try call.object())
        case "fax/resend": return try resendFax(try call.object())
        case "calls": return try startCall(try call.object())
        default: throw .notFound("address")
        }
    }

    private mutating func pay() throws(APIRefusal) {
        guard funds > 0 else { throw .noFunds }
        funds -= 1
    }

    private mutating func sendSMS(_ object: JSONObject) throws(APIRefusal) -> APIAnswer {
        let line = try object.required("smsId")
        let recipient = try object.number("recipient")
        let message = try object.required("message")
        if let time = object["sendAt"], time != .null {
            // Unix seconds: in the future, and at most 30 days away.
            let now = Int(self.now.milliseconds / 1000)
            guard let seconds = time.whole, seconds > now, seconds <= now + 30 * 86_400 else {
                throw .invalid("sendAt must be a Unix time within the next 30 days.", at: "sendAt")
            }
        }
        guard contains(.sms, line) else { throw .forbidden("The SMS extension \(line) is not yours.") }
        try pay()
        var item = HistoryItem(
            id: newID("h-"), kind: .sms, direction: .outgoing, source: defaultSender,
            target: recipient, created: now)
        item.fields["smsContent"] = .text(message)
        if let time = object["sendAt"]?.whole {
            item.fields["scheduled"] = .text(Self.text(Moment(milliseconds: Int64(time) * 1000)))
        }
        history.insert(item, at: 0)
        return .done
    }

    private mutating func sendFax(_ object: JSONObject) throws(APIRefusal) -> APIAnswer {
        let line = try object.required("faxlineId")
        let recipient = try object.number("recipient")
        _ = try object.required("filename")
        let content = try object.required("base64Content")
        guard content.utf8.count <= Self.longestFax else {
            throw APIRefusal(status: 413, title: "Payload Too Large", detail: "", pointer: "/base64Content")
        }
        guard let bytes = Data(base64Encoded: content), bytes.starts(with: Array("%PDF-".utf8)),
            bytes.suffix(1024).firstRange(of: Array("%%EOF".utf8)) != nil
        else { throw .invalid("base64Content is not a PDF.", at: "base64Content") }
        try checkFaxLine(line)
        try pay()
        return fax(to: recipient)
    }

    private mutating func resendFax(_ object: JSONObject) throws(APIRefusal) -> APIAnswer {
        let id = try object.required("faxId")
        guard let fax = history.first(where: { $0.id == id && $0.kind == .fax }) else { throw .notFound("fax") }
        if let line = object["faxlineId"], line != .null { try checkFaxLine(line.text ?? "") }
        try pay()
        _ = self.fax(to: fax.target)
        return .done
    }

    private func checkFaxLine(_ id: String) throws(APIRefusal) {
        guard let line = lists[.faxlines]?.first(where: { $0.text("id") == id }) else {
            throw .forbidden("The fax line \(id) is not yours.")
        }
        guard line["canSend"]?.flag == true else { throw .forbidden("The fax line \(id) cannot send.") }
    }

    private mutating func fax(to recipient: String) -> APIAnswer {
        let item = HistoryItem(
            id: newID("f-"), kind: .fax, direction: .outgoing, source: lists[.numbers]?.first?.text("number") ?? "",
            target: recipient, created: now)
        history.insert(item, at: 0)
        return APIAnswer(json: .object(["sessionId": .text(item.id)]))
    }

    /// Characters of base64.
    private static let longestFax = 28_330_000

    private mutating func startCall(_ object: JSONObject) throws(APIRefusal) -> APIAnswer {
        let caller = try object.required("caller")
        let callee = try object.number("callee")
        let isExtension = ["e", "p", "x", "y"].contains(caller.prefix(1)) && Int(caller.dropFirst()) != nil
        if isExtension {
            guard contains(.devices, caller) || contains(.phonelines, caller) else {
                throw .forbidden("The extension \(caller) is not yours.")
            }
        } else {
            _ = try object.number("caller")
            // A number does not say which telephone's outgoing line pays.
            _ = try object.required("deviceId")
        }
        if let device = object["deviceId"], device != .null, !contains(.devices, device.text ?? "") {
            throw .forbidden("The device is not yours.")
        }
        if let shown = object["callerId"], shown != .null {
            guard lists[.numbers]?.contains(where: { $0["number"] == shown }) == true else {
                throw .invalid("callerId is not a number of the account.", at: "callerId")
            }
        }
        try pay()
        let id = newID("call-")
        calls.append(RunningItem(id: id, from: caller, to: callee, isEstablished: false))
        return APIAnswer(json: .object(["sessionId": .text(id)]))
    }
}
