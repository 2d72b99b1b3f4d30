import Foundation
package import ProviderSimulator
import Sipgate
import Telephony

extension SimulatedAccount {
    /// The token of the sample, with all scopes.
    package static let sampleToken = APIToken(id: "token-AbC123", secret: "0f1e2d3c-4b5a-4978-8a6b-5c4d3e2f1a0b")

    /// An account with something of everything, the odd things included that an API can have: a kind of history entry that is
    /// not documented, a number as text, fields that are missing.
    package static let sample: SimulatedAccount = {
        var account = SimulatedAccount(tokens: [sampleToken], numbers: [], rate: RateLimit(requests: 100_000))
        account.settings.incomingURL = "https://old.example/in"
        account.lineSettings["new"] = .whole(1)
        account.lists[.numbers] = JSONObject.all(
            #"{"id":"1","number":"+492111234567","localized":"0211 1234567","type":"LANDLINE","endpointId":"p0","endpointAlias":"Reception","endpointUrl":"https://api.example/p0","mnpState":{"isReleased":true,"releasedUntil":"2026-12-24T00:00:00Z"},"portId":7}"#,
            #"{"id":"2","number":"+492111234568","localized":"0211 1234568","type":"LANDLINE","endpointId":"g0","endpointAlias":"Sales"}"#
        )
        account.lists[.users] = JSONObject.all(
            #"{"id":"w0","firstname":"Ada","lastname":"L","email":"a@example.com","defaultDevice":"e0","busyOnBusy":"true","addressId":13,"directDialIds":["101",102],"timezone":"Europe/Berlin","admin":true}"#,
            #"{"id":"w1"}"#)
        account.lists[.voicemails] = JSONObject.all(
            #"{"id":"v0","alias":"Box","belongsToEndpoint":{"extension":"p0","type":"PHONELINE"},"accessNumber":"50000","transcription":true}"#
        )
        account.lists[.devices] = JSONObject.all(
            #"{"id":"e0","alias":"Desk","type":"REGISTER","online":true,"dnd":false,"callerId":"+492111234567","owner":"w0","activePhonelines":[{"id":"p0","alias":"Reception"}],"activeGroups":[]}"#,
            #"{"id":"x1","alias":"Home","type":"EXTERNAL"}"#, #"{"id":"y2","alias":"Pocket","type":"MOBILE"}"#)
        account.lists[.faxlines] = JSONObject.all(
            #"{"id":"f0","alias":"Fax","tagline":"Acme","canSend":true,"canReceive":false}"#)
        account.senders = JSONObject.all(
            #"{"id":1,"phonenumber":"+492111234567","verified":true,"defaultNumber":true}"#,
            #"{"id":2,"phonenumber":"+4915799912345","verified":true,"defaultNumber":false}"#,
            #"{"id":3,"phonenumber":"+492111234500","verified":false,"defaultNumber":false}"#)
        account.contacts = JSONObject.all(
            #"{"id":"c-1","name":"Jürgen Müller","picture":null,"emails":[{"email":"jm@example.com","type":["work"]}],"numbers":[{"number":"+4915799912345","type":["cell"]}],"addresses":[{"poBox":"","extendedAddress":"","streetAddress":"Hauptstr. 1, Hof","locality":"Köln","region":"","postalCode":"50667","country":"DE"}],"organization":[["Acme; Söhne","Sales"]],"scope":"PRIVATE"}"#,
            #"{"id":"c-2","name":"Shared \"Door\", Ltd","picture":null,"emails":[],"numbers":[{"number":"+492111234500","type":[]}],"addresses":[],"organization":[],"scope":"SHARED"}"#,
            #"{"id":"c-3","name":"Colleague","scope":"INTERNAL"}"#)
        account.history = JSONObject.all(
            #"{"id":"f-1","type":"FAX","direction":"OUTGOING","source":"+492111234567","target":"+49302222","created":"2026-11-20T09:00:00Z","faxStatusType":"SENT","pageCount":2,"documentUrl":"https://x/d","previewUrl":"https://x/p","reportUrl":"https://x/r","scheduled":"2026-11-20T09:00:00Z"}"#,
            #"{"id":"h-2","type":"CALL","direction":"MISSED_INCOMING","source":"+4915799912345","target":"+492111234567","sourceAlias":"Jürgen","incoming":true,"callId":"A-1","endpoints":[{"type":"ROUTED","endpoint":{"extension":"p0","type":"PHONELINE"}}],"created":"2026-11-20T08:00:00.123Z","lastModified":"2026-11-20T08:01:00+01:00","status":"NOPICKUP","duration":0,"callStatus":"MISSED","recordings":[{"id":"1","url":"https://x/1"}],"connectionIds":["p0"],"read":false,"archived":false,"starred":true,"note":"call back","labels":["a"]}"#,
            #"{"id":"h-3","type":"HOLOGRAM","direction":"SIDEWAYS","created":"yesterday"}"#
        ).map { HistoryItem($0) }
        account.greetings = [VoicemailGreeting(id: "1", alias: "Old", isActive: true)]
        account.calls = [
            RunningItem(id: "A-1", from: "+4915799912345", to: nil, isRecorded: true),
            RunningItem(id: "A/1", from: "e0", to: "+49302222"),
        ]
        return account
    }()
}

extension JSONObject {
    /// The object of a JSON text. Ends the process if it is none, since it is written in a test.
    package init(json text: String) {
        do {
            self = try JSONDecoder().decode(JSONObject.self, from: Data(text.utf8))
        } catch {
            fatalError("\(text): \(error)")
        }
    }

    /// The objects of JSON texts.
    package static func all(_ texts: String...) -> [JSONObject] { texts.map { JSONObject(json: $0) } }
}
