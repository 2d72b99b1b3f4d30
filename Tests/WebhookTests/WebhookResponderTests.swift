import CallFlow
import HTTPListener
import ServerFixtures
import Sipgate
import Telephony
import Testing

@testable import Webhook

@Suite("Answers to events")
struct WebhookResponderTests {
    static let base = "https://phone.example.com/ann"
    static let subscriptions = #"onAnswer="\#(base)/sipgate" onHangup="\#(base)/sipgate""#
    static let empty = "<Response/>"

    private func respond(
        _ form: String, token: String? = nil, by responder: WebhookResponder? = nil
    ) throws -> WebhookOutcome {
        let responder = try responder ?? Example.responder()
        return responder.respond(to: try CallEvent(form: form.utf8), token: token, at: Example.noon)
    }

    /// The document's root and what is in it, without the white space between elements.
    private func xml(_ outcome: WebhookOutcome) -> String {
        let lines = outcome.response.xml.split(separator: "\n").dropFirst()
        return lines.map { $0.drop { $0 == " " } }.joined()
    }

    private func call(_ to: String) -> String { "event=newCall&callId=1&direction=in&from=4915799912345&to=\(to)" }

    @Test(
        "New calls",
        arguments: [
            ("492111234570", "<Play><Url>\(base)/media/welcome-0123456789abcdef.wav</Url></Play>"),
            ("492111234569", #"<Reject reason="busy"/>"#),
            (
                "492111234571",
                #"<Dial callerId="492111234500"><Number>4915799912345</Number><Number>492111234500</Number></Dial>"#
            ),
            ("492111234573", "<Dial><Voicemail/></Dial>"),
        ])
    func newCall(_ to: String, _ action: String) throws {
        #expect(xml(try respond(call(to))) == "<Response \(Self.subscriptions)>\(action)</Response>")
    }

    @Test(
        "Calls that are not handled",
        arguments: [
            "event=newCall&callId=1&to=492119999999", "event=newCall&callId=1&to=123",
            "event=newCall&callId=1&to=492111234567&user[]=voicemail",
            "event=newCall&callId=1&direction=out&from=492119999999&to=1",
        ])
    func leftAlone(_ form: String) throws {
        #expect(xml(try respond(form)) == "<Response \(Self.subscriptions)/>")
    }

    @Test("An outgoing call is dialled with another number shown")
    func outgoing() throws {
        let outcome = try respond("event=newCall&callId=1&direction=out&from=492111234567&to=4915799912345")
        #expect(xml(outcome).contains(#"<Dial callerId="492111234500"><Number>4915799912345</Number></Dial>"#))
    }

    @Test("answer and hangup get an empty answer, also at the URL of a position", arguments: [nil, "abc"])
    func notices(_ token: String?) throws {
        for event in ["answer", "hangup"] {
            #expect(xml(try respond("event=\(event)&callId=never-seen", token: token)) == Self.empty)
        }
    }

    @Test("Keys at a position continue from there; a caller who hung up gets no action")
    func keys() throws {
        let asked = try respond(call("492111234567"))
        let token = try #require(self.token(of: asked))
        #expect(xml(asked).contains(#"maxDigits="1" timeout="4000"><Play><Url>\#(Self.base)/media/main-menu-"#))
        #expect(xml(try respond("event=dtmf&callId=1&dtmf=2", token: token)).contains("<Voicemail/>"))
        #expect(xml(try respond("event=dtmf&callId=1&dtmf=9", token: token)).contains("<Hangup/>"))
        let gone = try respond("event=dtmf&callId=1&dtmf=-1", token: token)
        #expect(xml(gone) == "<Response \(Self.subscriptions)/>")
        let wrong = try respond("event=dtmf&callId=1&dtmf=7", token: token)
        #expect(xml(wrong).contains("/media/wrong-key-main-menu-0123456789abcdef.wav"))
        // A repeated push has the same answer.
        #expect(xml(try respond("event=dtmf&callId=1&dtmf=7", token: token)) == xml(wrong))
    }

    @Test("Keys without a position, with a forged or foreign one, and new calls at a position do nothing")
    func refused() throws {
        let token = try #require(self.token(of: try respond(call("492111234567"))))
        for (form, token, refusal) in [
            ("event=dtmf&callId=1&dtmf=2", nil, .noPosition),
            ("event=dtmf&callId=2&dtmf=2", token, .forgedPosition),
            ("event=dtmf&callId=1&dtmf=2", token + "A", .forgedPosition),
            ("event=dtmf&callId=1&dtmf=2", "x", .forgedPosition),
            (call("492111234567"), token, .newCallAtPosition),
        ] as [(String, String?, WebhookOutcome.Refusal)] {
            let outcome = try respond(form, token: token)
            #expect(xml(outcome) == Self.empty)
            #expect(outcome.refusal == refusal)
        }
        let edited = try Example.responder(Example.text.replacing("{ menu: main }", with: "hangup"))
        let outdated = try respond("event=dtmf&callId=1&dtmf=2", token: token, by: edited)
        #expect(xml(outdated) == Self.empty)
        #expect(outdated.refusal == .outdatedPosition)
    }

    @Test("Unpublished announcements are left out: alone, in a menu, and in a joined prompt")
    func unpublished() throws {
        let silent = try respond(call("492111234572"))
        #expect(xml(silent).contains(#"maxDigits="1" timeout="1"/>"#))
        #expect(silent.missing.map(\.text) == ["unpublished"])
        let position = try #require(self.token(of: silent))
        let menu = try respond("event=dtmf&callId=1", token: position)
        #expect(xml(menu).contains(#"maxDigits="2" timeout="5000"/>"#))

        let alone = try Example.responder(published: [])
        #expect(xml(try respond(call("492111234570"), by: alone)) == "<Response \(Self.subscriptions)/>")

        let unjoined = try Example.responder(published: ["main-menu", "wrong-key"])
        let token = try #require(self.token(of: try respond(call("492111234567"), by: unjoined)))
        #expect(
            xml(try respond("event=dtmf&callId=1&dtmf=7", token: token, by: unjoined)).contains("/media/main-menu-"))
    }

    @Test("Credentials are in the URLs of events, encoded, and never in those of announcements")
    func credentials() throws {
        let credentials = BasicCredentials(user: "phöne", password: "a:b@c/d?e#f%<&>\"' ")
        let responder = try Example.responder(credentials: credentials)
        let encoded = "ph%C3%B6ne:a%3Ab%40c%2Fd%3Fe%23f%25%3C%26%3E%22%27%20"
        let text = xml(try respond(call("492111234567"), by: responder))
        for name in ["onAnswer", "onHangup", "onData"] {
            #expect(text.contains("\(name)=\"https://\(encoded)@phone.example.com/ann/sipgate"))
        }
        #expect(text.contains("<Url>https://phone.example.com/ann/media/main-menu-"))
    }

    private func token(of outcome: WebhookOutcome) -> String? {
        guard case .gather(let gather) = outcome.response.action else { return nil }
        return gather.onData.text.split(separator: "/").last.map(String.init)
    }
}
