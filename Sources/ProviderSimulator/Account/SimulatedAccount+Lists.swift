import Sipgate
import Telephony

/// What belongs to the account: numbers, users, telephones, lines.
extension SimulatedAccount {
    /// A list that no request changes, by its name in the API.
    package enum List: String, Sendable {
        case numbers, users, voicemails, devices, phonelines, faxlines, sms

        /// Whether it is one of the whole account, otherwise of a user.
        var isOfAccount: Bool { [.numbers, .users, .voicemails].contains(self) }
    }

    /// Those of an account with these numbers.
    static func lists(of numbers: [PhoneNumber]) -> [List: [JSONObject]] {
        let line: JSONObject = ["id": .text("p0"), "alias": .text("Reception")]
        return [
            .numbers: numbers.enumerated().map { index, number in
                [
                    "id": .text("\(index + 1)"), "number": .text(number.description),
                    "localized": .text(number.description), "type": .text("LANDLINE"), "endpointId": .text("p0"),
                    "endpointAlias": .text("Reception"),
                    "endpointUrl": .text("https://api.sipgate.com/v2/w0/phonelines/p0"),
                ]
            },
            .users: Colleague.all.map { colleague in
                let names = colleague.name.split(separator: " ").map(String.init)
                return [
                    "id": .text(colleague.userID), "firstname": .text(names.first ?? ""),
                    "lastname": .text(names.last ?? ""), "email": .text("\(colleague.userID)@example.com"),
                    "defaultDevice": .text("e0"), "busyOnBusy": .flag(false), "addressId": .text("1"),
                    "directDialIds": .list([]), "timezone": .text("Europe/Berlin"), "admin": .flag(colleague == .ada),
                ]
            },
            .voicemails: [
                [
                    "id": .text("v0"), "alias": .text("Voicemail"), "transcription": .flag(false),
                    "canTranscribe": .flag(false), "accessNumber": .text("50000"),
                    "belongsToEndpoint": .object(["extension": .text("p0"), "type": .text("PHONELINE")]),
                ]
            ],
            .devices: [
                [
                    "id": .text("e0"), "alias": .text("Desk"), "type": .text("REGISTER"), "online": .flag(true),
                    "dnd": .flag(false), "callerId": .text(numbers.first?.description ?? ""), "owner": .text("w0"),
                    "activePhonelines": .list([.object(line)]), "activeGroups": .list([]),
                ]
            ],
            .phonelines: [line],
            .faxlines: [
                [
                    "id": .text("f0"), "alias": .text("Fax"), "tagline": .text("Simulated"), "canSend": .flag(true),
                    "canReceive": .flag(true),
                ]
            ],
            .sms: [["id": .text("s0"), "alias": .text("SMS")]],
        ]
    }

    func contains(_ list: List, _ id: String) -> Bool { lists[list]?.contains { $0.text("id") == id } == true }

    func userInfo(_ call: APICall) throws(APIRefusal) -> APIAnswer {
        guard call.method == "GET" else { throw .method }
        return APIAnswer(
            json: .object([
                "sub": .text("w0"), "domain": .text("sipgate.de"), "masterSipId": .text(Colleague.account),
                "locale": .text("de_DE"),
            ]))
    }

    /// `w0/…`
    mutating func user(
        _ call: APICall, _ need: (String) throws(APIRefusal) -> Void
    ) throws(APIRefusal) -> APIAnswer {
        let rest = Array(call.path.dropFirst())
        let access = call.method == "GET" ? "read" : "write"
        switch rest.first ?? "" {
        case "devices", "phonelines", "faxlines", "sms":
            guard rest.count == 1, let list = List(rawValue: rest[0]) else { break }
            try need("\(list):read")
            return try listed(list == .sms ? smsLines : lists[list] ?? [], call)
        default: throw .notFound("address")
        }
        switch rest {
        case ["phonelines", "p0", "sipgateio"]:
            try need("phonelines:sipgateio:" + access)
            return try lineSettings(call)
        case ["phonelines", "p0", "sipgateio", "log"]:
            try need("phonelines:sipgateio:log:read")
            return try listed(webhookLog, call)
        case _ where rest.starts(with: ["phonelines", "p0", "voicemails", "v0", "greetings"]) && rest.count < 7:
            try need("phonelines:voicemails:greetings:" + access)
            return try greetings(call, rest.dropFirst(5).first)
        case _ where rest.starts(with: ["sms", "s0", "callerids"]) && rest.count < 5:
            try need("sms:callerid:" + access)
            return try senders(call, rest.dropFirst(3).first)
        default: throw .notFound("address")
        }
    }

    /// The lines with the number that their SMS show.
    private var smsLines: [JSONObject] {
        (lists[.sms] ?? []).map { $0.merging(["callerId": .text(defaultSender)]) { $1 } }
    }

    /// The number that SMS show; empty if there is none.
    var defaultSender: String { senders.first { $0["defaultNumber"]?.flag == true }?.text("phonenumber") ?? "" }

    private mutating func senders(_ call: APICall, _ id: String?) throws(APIRefusal) -> APIAnswer {
        guard let id else { return try listed(senders, call) }
        guard call.method == "PUT" else { throw .method }
        guard let chosen = senders.firstIndex(where: { $0["id"] == .text(id) || $0["id"]?.whole == Int(id) ?? -1 })
        else { throw .notFound("number") }
        guard try call.object().flag("defaultNumber") else { return .done }
        guard senders[chosen]["verified"]?.flag == true else {
            throw .invalid("The number is not verified.", at: "defaultNumber")
        }
        for index in senders.indices { senders[index]["defaultNumber"] = .flag(index == chosen) }
        return .done
    }
}
