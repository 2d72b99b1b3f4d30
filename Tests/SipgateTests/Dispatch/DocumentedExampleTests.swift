import Sipgate
import Support
import Testing

/// The examples of the provider's documentation (developer.sipgate.io, push-api/api-reference), request by request: what it posts, what
/// a handler decides, and the XML that it documents, compared as parsed documents.
@Suite struct DocumentedExampleTests {
    struct Example: Sendable {
        let name: String
        /// The body of the documented `curl` command.
        let body: String
        let xml: String
        /// The webhook whose answer it is.
        let webhook: @Sendable () throws -> Webhook<Void>
    }

    private static let newCall =
        "event=newCall&from=492111234567&to=4915791234567&direction=in&callId=123456&user[]=Alice&user[]=Bob&userId[]=w0"
        + "&userId[]=w1&fullUserId[]=1234567w0&fullUserId[]=1234567w1"
    private static let answer =
        "event=answer&callId=123456&user=John+Doe&userId=w0&fullUserId=1234567w0&from=492111234567&to=4915791234567"
        + "&direction=in&answeringNumber=21199999999"
    private static let hangup =
        "event=hangup&cause=normalClearing&callId=123456&from=492111234567&to=4915791234567&direction=in"
        + "&answeringNumber=4921199999999"
    private static let dtmf = "event=dtmf&dtmf=1&callId=123456"

    private static func example(
        _ name: String, _ xml: String, body: String = newCall,
        _ decide: @escaping @Sendable (NewCall) throws -> Webhook<Void>.Answer
    ) -> Example {
        Example(name: name, body: body, xml: xml) {
            Webhook(
                at: try AbsoluteURL("http://localhost:3000/dtmf"), signature: try SigningProvider.signature,
                onNewCall: { try decide($0) })
        }
    }

    static let examples = [
        example("Redirect call", "<Response><Dial><Number>4915799912345</Number></Dial></Response>") { _ in
            .dial(try PhoneNumber("4915799912345"))
        },
        example("Send call to voicemail", "<Response><Dial><Voicemail /></Dial></Response>") { _ in .voicemail },
        example(
            "Suppress phone number",
            #"<Response><Dial anonymous="true"><Number>4915799912345</Number></Dial></Response>"#
        ) { _ in .dial(try PhoneNumber("4915799912345"), anonymous: true) },
        example(
            "Set custom caller id for outgoing call",
            #"<Response><Dial callerId="492111234567"><Number>4915799912345</Number></Dial></Response>"#,
            body: newCall.replacing("direction=in", with: "direction=out")
                .replacing("to=4915791234567", with: "to=4915799912345")
        ) { call in
            .dial(try #require(call.to?.number), callerID: try PhoneNumber("492111234567"))
        },
        example(
            "Redirect incoming call to multiple destinations",
            "<Response><Dial><Number>4915799912345</Number><Number>492111234567</Number></Dial></Response>"
        ) { _ in
            .dial(try CallResponse.DialTargets([PhoneNumber("4915799912345"), PhoneNumber("492111234567")]))
        },
        example("Play a sound file", "<Response><Play><Url>http://example.com/example.wav</Url></Play></Response>") {
            _ in
            .play(try AbsoluteURL("http://example.com/example.wav"))
        },
        example(
            "DTMF with sound file and additional parameters",
            #"<Response><Gather onData="http://localhost:3000/dtmf" maxDigits="3" timeout="10000"><Play>"#
                + "<Url>https://example.com/example.wav</Url></Play></Gather></Response>"
        ) { _ in
            try .gather(
                play: try AbsoluteURL("https://example.com/example.wav"), maxDigits: 3, timeout: .seconds(10))
        },
        // Written out, the default of the attribute.
        example("Reject call", #"<Response><Reject reason="rejected"/></Response>"#) { _ in .reject() },
        example("Reject call signaling busy", #"<Response><Reject reason="busy" /></Response>"#) { _ in .reject(.busy)
        },
        example("Hang up call", "<Response><Hangup /></Response>") { _ in .hangup },
        example("Empty answer", "<Response/>") { _ in .connect },
        Example(
            name: "Request notification for call being answered", body: newCall,
            xml: #"<Response onAnswer="http://localhost:3000/answer" />"#
        ) {
            Webhook(
                at: try AbsoluteURL("http://localhost:3000/answer"), signature: try SigningProvider.signature,
                onNewCall: { _ in .connect }, onAnswer: { _ in })
        },
        Example(
            name: "Request notification for call hangup", body: newCall,
            xml: #"<Response onHangup="http://localhost:3000/hangup" />"#
        ) {
            Webhook(
                at: try AbsoluteURL("http://localhost:3000/hangup"), signature: try SigningProvider.signature,
                onNewCall: { _ in .connect }, onHangup: { _ in })
        },
        Example(name: "Call being answered", body: answer, xml: "<Response/>") {
            Webhook(
                at: try AbsoluteURL("http://localhost:3000"), signature: try SigningProvider.signature,
                onNewCall: { _ in .hangup },
                onAnswer: {
                    let number = $0.answeringNumber?.text
                    #expect($0.user == "John Doe" && $0.userID == "w0" && number == "21199999999")
                })
        },
        Example(name: "Call hangup", body: hangup, xml: "<Response/>") {
            Webhook(
                at: try AbsoluteURL("http://localhost:3000"), signature: try SigningProvider.signature,
                onNewCall: { _ in .hangup }, onHangup: { #expect($0.cause == .normalClearing) })
        },
        Example(name: "Keys pressed", body: dtmf, xml: "<Response><Dial><Voicemail/></Dial></Response>") {
            Webhook(
                at: try AbsoluteURL("http://localhost:3000"), signature: try SigningProvider.signature,
                onNewCall: { _ in .hangup }, onData: { $0.input == .keys("1") ? .voicemail : .hangup })
        },
        Example(
            name: "No keys, with an empty field", body: "event=dtmf&dtmf=&callId=123456",
            xml: "<Response><Hangup/></Response>"
        ) {
            Webhook(
                at: try AbsoluteURL("http://localhost:3000"), signature: try SigningProvider.signature,
                onNewCall: { _ in .connect }, onData: { $0.input == .none ? .hangup : .voicemail })
        },
        Example(
            name: "No keys, without the field", body: "event=dtmf&callId=123456", xml: "<Response><Hangup/></Response>"
        ) {
            Webhook(
                at: try AbsoluteURL("http://localhost:3000"), signature: try SigningProvider.signature,
                onNewCall: { _ in .connect }, onData: { $0.input == .none ? .hangup : .voicemail })
        },
    ]

    @Test("Each documented request gets the documented answer", arguments: examples)
    func answers(example: Example) async throws {
        let reply = try await SigningProvider.post(example.body, at: try example.webhook())
        #expect(reply.status == 200 && reply.error == nil, "\(example.name): \(String(describing: reply.error))")
        #expect(reply.headers.map(\.0) == ["Content-Type"] && reply.headers[0].1 == "application/xml")
        #expect(try canonical(reply.body) == canonical(example.xml), "\(example.name)")
    }
}
