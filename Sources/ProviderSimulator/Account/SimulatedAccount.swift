import Sipgate
package import Telephony

/// An account at the provider, as its REST API shows it: who may do what, what is refused, and what changes.
///
/// Follows the documentation of the API and the checks of its official library; nothing is sent to anyone. Its user is `w0`,
/// with the phone line `p0`, the telephone `e0`, the SMS line `s0` and the fax line `f0`.
///
/// What it lists are objects as the API shows them. A test can put in others before the first request, such as a kind that is not
/// documented: they are listed unchanged, and requests are checked against them.
package struct SimulatedAccount: Sendable {
    package var tokens: [APIToken]
    package var rate: RateLimit
    /// What SMS, faxes and calls are paid from; each costs 1.
    package var funds: Int
    package var settings = WebhookAddresses()
    package var webhookLog: [JSONObject] = []
    /// Newest first.
    package var history: [HistoryItem] = []
    package var contacts: [JSONObject] = []
    package var calls: [RunningItem] = []
    /// What no request changes.
    package var lists: [List: [JSONObject]]
    /// The numbers that SMS can show; the default is one of them.
    package var senders: [JSONObject]
    /// The webhook's settings of the phone line `p0`, which count where the account has none.
    package var lineSettings: JSONObject = [
        "incomingActive": .flag(false), "outgoingActive": .flag(false), "incomingUrl": .text(""),
        "outgoingUrl": .text(""), "log": .flag(false), "allowSelfSigned": .flag(false),
    ]
    /// Those of the voicemail box `v0`.
    package var greetings: [VoicemailGreeting] = []
    /// The number of the last id; nil before the first. None is used again.
    private var lastID: Int?
    /// When the current request came.
    var now = Moment(milliseconds: 0)

    /// - Parameters:
    ///   - numbers: Those of the account; at least one.
    package init(
        tokens: [APIToken], numbers: [PhoneNumber], funds: Int = 1000, rate: RateLimit = RateLimit()
    ) {
        (self.tokens, self.funds, self.rate) = (tokens, funds, rate)
        let numbers = numbers.isEmpty ? [.fictional] : numbers
        lists = Self.lists(of: numbers)
        senders = numbers.enumerated().map { index, number in
            [
                "id": .whole(index + 1), "phonenumber": .text(number.description), "verified": .flag(true),
                "defaultNumber": .flag(index == 0),
            ]
        }
    }

    mutating func newID(_ prefix: String) -> String {
        let last = lastID ?? highestNumber
        lastID = last + 1
        return "\(prefix)\(last + 1)"
    }

    /// That of the ids put in before the first request; 0 if they have none.
    private var highestNumber: Int {
        var ids = history.map(\.id) + calls.map(\.id) + greetings.map(\.id)
        ids += contacts.map { $0.text("id") }
        return ids.compactMap { id in Int(id.drop { !$0.isNumber }) }.max() ?? 0
    }

    /// Answers a request, and applies what it changes.
    package mutating func answer(_ call: APICall, at moment: Moment) -> APIAnswer {
        now = moment
        guard let token = tokens.first(where: { $0.authorization == call.authorization }) else {
            // In plain text, as the API does.
            return APIAnswer(status: 401, text: "Unauthorized")
        }
        do throws(APIRefusal) {
            if let seconds = rate.count(at: moment.milliseconds) {
                throw APIRefusal(
                    status: 429, title: "Too Many Requests", detail: "Wait \(seconds) s.", retryAfter: seconds)
            }
            return try route(call, token)
        } catch {
            return error.answer
        }
    }

    private mutating func route(_ call: APICall, _ token: APIToken) throws(APIRefusal) -> APIAnswer {
        func need(_ scope: String) throws(APIRefusal) {
            guard token.scopes?.contains(scope) ?? true else {
                throw .forbidden("The token does not have the scope \(scope).")
            }
        }
        let isRead = call.method == "GET"
        switch call.path.first ?? "" {
        case "authorization" where call.path == ["authorization", "userinfo"]:
            return try userInfo(call)
        case "settings" where call.path == ["settings", "sipgateio"]:
            try need("settings:sipgateio:" + (isRead ? "read" : "write"))
            return try settings(call)
        case "log" where call.path == ["log", "webhooks"]:
            try need("log:webhooks:read")
            return try listed(webhookLog, call)
        case "sessions":
            try need("sessions:\(call.path.dropFirst().first ?? ""):write")
            return try session(call)
        case "history":
            try need("history:" + (isRead ? "read" : "write"))
            return try history(call)
        case "contacts":
            try need("contacts:" + (isRead ? "read" : "write"))
            return try contacts(call)
        case "calls":
            try need("rtcm:" + (isRead ? "read" : "write"))
            return try calls(call)
        case "w0": return try user(call, need)
        case "voicemails" where call.path.count == 2:
            try need("voicemails:read")
            guard isRead, let box = voicemails.first(where: { $0.text("id") == call.path[1] }) else {
                throw .notFound("voicemail box")
            }
            return APIAnswer(json: .object(box))
        case let name:
            guard let list = List(rawValue: name), list.isOfAccount, call.path.count == 1 else {
                throw .notFound("address")
            }
            try need("\(name):read")
            return try listed(list == .voicemails ? voicemails : lists[list] ?? [], call)
        }
    }

    /// A list without the number of all its items, which the API has for contacts and the history only.
    func listed(_ items: [JSONObject], _ call: APICall) throws(APIRefusal) -> APIAnswer {
        guard call.method == "GET" else { throw .method }
        let page = try call.page(most: 5000)
        let shown = call.value("limit") == nil ? items : Array(items.dropFirst(page.offset).prefix(page.limit))
        return .items(shown)
    }
}

extension APIRefusal {
    static let method = APIRefusal(status: 405, title: "Method Not Allowed", detail: "")
}
