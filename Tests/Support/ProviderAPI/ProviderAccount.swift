import Foundation

/// A simulated account: answers the documented requests and applies their changes.
///
/// Its user is `w0`, with the phone line `p0`, the telephone `e0`, the SMS line `s0`, the fax line `f0`.
package struct ProviderAccount: Sendable {
    /// The accepted values of `Authorization`; nil for any.
    package var authorizations: Set<String>?
    /// `settings/sipgateio`, as it is answered.
    package var settings = #"{"incomingUrl":"https://old.example/in","log":false,"outgoingUrl":"","whitelist":null}"#
    /// The items of `log/webhooks`.
    package var webhookLog: [String] = []
    /// The items of `numbers`.
    package var numbers = [
        #"{"id":"1","number":"+492111234567","localized":"0211 1234567","type":"LANDLINE","endpointId":"p0","endpointAlias":"Reception"}"#,
        #"{"id":"2","number":"+492111234568","localized":"0211 1234568","type":"LANDLINE","endpointId":"g0","endpointAlias":"Sales"}"#,
    ]
    /// The items of `contacts`.
    package var contacts = [
        #"{"id":"c-1","name":"Jürgen Müller","picture":null,"emails":[{"email":"jm@example.com","type":["work"]}],"numbers":[{"number":"+4915799912345","type":["cell"]}],"addresses":[{"poBox":"","extendedAddress":"","streetAddress":"Hauptstr. 1, Hof","locality":"Köln","region":"","postalCode":"50667","country":"DE"}],"organization":[["Acme; Söhne","Sales"]],"scope":"PRIVATE"}"#,
        #"{"id":"c-2","name":"Shared \"Door\", Ltd","picture":null,"emails":[],"numbers":[{"number":"+492111234500","type":[]}],"addresses":[],"organization":[],"scope":"SHARED"}"#,
        #"{"id":"c-3","name":"Colleague","scope":"INTERNAL"}"#,
    ]
    /// The items of `history`, newest first.
    package var history = [
        #"{"id":"f-1","type":"FAX","direction":"OUTGOING","source":"+492111234567","target":"+49302222","created":"2026-11-20T09:00:00Z","faxStatusType":"SENT","pageCount":2,"documentUrl":"https://x/d","reportUrl":"https://x/r"}"#,
        #"{"id":"h-2","type":"CALL","direction":"MISSED_INCOMING","source":"+4915799912345","target":"+492111234567","sourceAlias":"Jürgen","created":"2026-11-20T08:00:00.123Z","lastModified":"2026-11-20T08:01:00+01:00","status":"NOPICKUP","duration":0,"callStatus":"MISSED","recordings":[{"id":"1","url":"https://x/1"}],"connectionIds":["p0"],"read":false,"archived":false,"starred":true,"note":"call back","labels":["a"]}"#,
        #"{"id":"h-3","type":"HOLOGRAM","direction":"SIDEWAYS","created":"yesterday"}"#,
    ]
    /// The ID of the default sender of SMS.
    package var defaultSender = 1

    package init() {}

    /// Returns the documented answer, and applies the change.
    package mutating func answer(_ request: ProviderAPI.Request) -> ProviderAPI.Reply {
        if let authorizations, !authorizations.contains(request.header("Authorization") ?? "") {
            return .answer(status: 401, body: "Unauthorized")
        }
        let parts = request.path.split(separator: "/").map(String.init)
        switch (request.method, parts.first ?? "") {
        case ("GET", "authorization"):
            return .json(#"{"sub":"w0","domain":"sipgate.de","masterSipId":"1234567","locale":"de_DE"}"#)
        case (_, "settings"): return settings(request)
        case (_, "sessions"): return session(request)
        case (_, "calls"): return calls(request)
        case (_, "contacts"): return contacts(request, parts.dropFirst().first)
        case (_, "history"): return history(request, parts.dropFirst().first)
        case (_, "w0"): return user(request)
        default: return list(request)
        }
    }

    private mutating func settings(_ request: ProviderAPI.Request) -> ProviderAPI.Reply {
        guard request.method == "PUT" else { return .json(settings) }
        settings = request.text
        return .done
    }

    private func session(_ request: ProviderAPI.Request) -> ProviderAPI.Reply {
        switch request.line {
        case "POST /v2/sessions/calls": .json(#"{"sessionId":"call-1"}"#)
        case "POST /v2/sessions/fax": .json(#"{"sessionId":"f-1"}"#)
        case "POST /v2/sessions/sms", "POST /v2/sessions/fax/resend": .done
        default: .refusal(404, detail: "no such address")
        }
    }

    private func calls(_ request: ProviderAPI.Request) -> ProviderAPI.Reply {
        guard request.line == "GET /v2/calls" else { return .done }
        return .json(
            #"{"data":[{"callId":"A-1","muted":false,"recording":true,"hold":false,"participants":[{"participantId":"1","phoneNumber":"+4915799912345","muted":false,"hold":false,"owner":true}]}]}"#
        )
    }

    private mutating func contacts(_ request: ProviderAPI.Request, _ id: String?) -> ProviderAPI.Reply {
        switch (request.method, id) {
        case ("GET", _): return items(page(contacts, request), total: contacts.count)
        case ("DELETE", nil): contacts = []
        case ("DELETE", let id?):
            guard let index = contacts.firstIndex(where: { $0.contains(#""id":"\#(id)""#) }) else {
                return .refusal(404, detail: "no such contact")
            }
            contacts.remove(at: index)
        default: break
        }
        return .done
    }

    private mutating func history(_ request: ProviderAPI.Request, _ id: String?) -> ProviderAPI.Reply {
        guard request.method == "GET" else { return .done }
        guard let id else { return items(page(history, request), total: history.count) }
        if id == "export" { return .answer(status: 200, body: "id;type\nf-1;FAX\n") }
        guard let entry = history.first(where: { $0.contains(#""id":"\#(id)""#) }) else {
            return .refusal(404, detail: "no such entry")
        }
        return .json(entry)
    }

    private mutating func user(_ request: ProviderAPI.Request) -> ProviderAPI.Reply {
        switch request.path {
        case "w0/sms": return items([#"{"id":"s0","alias":"SMS","callerId":"+492111234567"}"#])
        case "w0/sms/s0/callerids":
            let numbers = ["+492111234567", "+4915799912345", "+492111234500"]
            return items(
                numbers.enumerated().map { index, number in
                    #"{"id":\#(index + 1),"phonenumber":"\#(number)","verified":\#(index < 2),"defaultNumber":\#(index + 1 == defaultSender)}"#
                })
        case "w0/faxlines":
            return items([#"{"id":"f0","alias":"Fax","tagline":"Acme","canSend":true,"canReceive":false}"#])
        case "w0/devices":
            return items([
                #"{"id":"e0","alias":"Desk","type":"REGISTER","online":true,"dnd":false,"activePhonelines":[{"id":"p0","alias":"Reception"}],"activeGroups":[]}"#
            ])
        case "w0/phonelines": return items([#"{"id":"p0","alias":"Reception"}"#])
        case "w0/phonelines/p0/sipgateio/log": return items(webhookLog)
        case let path where path.hasPrefix("w0/sms/s0/callerids/") && request.method == "PUT":
            defaultSender = Int(path.split(separator: "/").last ?? "") ?? 0
            return .done
        default: return .refusal(404, detail: "no such address")
        }
    }

    private func list(_ request: ProviderAPI.Request) -> ProviderAPI.Reply {
        switch request.path {
        case "log/webhooks": items(webhookLog)
        case "numbers": items(page(numbers, request))
        case "voicemails":
            items([#"{"id":"v0","alias":"Box","belongsToEndpoint":{"extension":"p0","type":"PHONELINE"}}"#])
        case "users": items([#"{"id":"w0","firstname":"Ada","lastname":"L","email":"a@example.com","admin":true}"#])
        default: .refusal(404, detail: "no such address")
        }
    }

    private func items(_ items: [String], total: Int? = nil) -> ProviderAPI.Reply {
        let total = total.map { #","totalCount":\#($0)"# } ?? ""
        return .json(#"{"items":["# + items.joined(separator: ",") + "]\(total)}")
    }

    private func page(_ items: [String], _ request: ProviderAPI.Request) -> [String] {
        func number(_ name: String) -> Int? {
            request.query.first { $0.hasPrefix(name + "=") }.flatMap { Int($0.dropFirst(name.count + 1)) }
        }
        return Array(items.dropFirst(number("offset") ?? 0).prefix(number("limit") ?? 10))
    }
}
