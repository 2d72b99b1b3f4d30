import Foundation
import Sipgate
import Support
import Synchronization
import Testing

/// What a webhook remembers of a call, in the URLs of its answers.
@Suite struct FollowUpTests {
    private struct Visit: Codable, Equatable {
        var name: String
        var step = 0
    }

    private static let key = Result { try FollowUpKey(Secret(String(repeating: "k", count: 32))) }
    private static let sound = Result { try AbsoluteURL("https://a.example/x.wav?a=1&b=2") }

    private static func call(_ id: String = "A1") -> String {
        "event=newCall&direction=in&from=4915799912345&to=492111234567&callId=\(id)"
    }

    private func webhook(
        _ heard: HeardEvents, key: FollowUpKey? = nil, begin: Webhook<Visit>.Answer? = nil
    ) throws -> Webhook<Visit> {
        Webhook(
            at: try SigningProvider.url.get(), key: try key ?? Self.key.get(), signature: try SigningProvider.signature
        ) { call in
            try begin ?? .gather(play: try Self.sound.get(), context: Visit(name: "Ada & Bob <é> \(call.callID)"))
        } onAnswer: { _, visit in
            heard.add("answer \(visit?.name, default: "-") \(visit?.step, default: "-")")
        } onHangup: { _, visit in
            heard.add("hangup \(visit?.name, default: "-") \(visit?.step, default: "-")")
        } onData: { pressed, visit in
            heard.add("data \(pressed.input) \(visit.name) \(visit.step)")
            guard pressed.input == .keys("1") else { return .hangup }
            return try .gather(context: Visit(name: visit.name, step: visit.step + 1))
        }
    }

    private final class HeardEvents: Sendable {
        private let texts = Mutex<[String]>([])
        func add(_ text: String) { texts.withLock { $0.append(text) } }
        var all: [String] { texts.withLock { $0 } }
    }

    @Test("A context comes back with the keys, the answer and the hang-up, and lives until another replaces it")
    func journey() async throws {
        let heard = HeardEvents()
        let webhook = try webhook(heard)
        var xml = try await SigningProvider.post(Self.call(), at: webhook).body
        for keys in ["1", "1", "9"] {
            let url = try value("//Gather/@onData", in: xml)
            #expect(url.hasPrefix("https://phone.example.com/sipgate?state="))
            // A restart, or another instance with the same secret.
            xml = try await SigningProvider.post(
                "event=dtmf&callId=A1&dtmf=\(keys)", to: url, at: try self.webhook(heard)
            ).body
        }
        #expect(try value("count(//Hangup)", in: xml) == "1")
        let (onAnswer, onHangup) = (
            try value("/Response/@onAnswer", in: xml), try value("/Response/@onHangup", in: xml)
        )
        _ = try await SigningProvider.post("event=answer&callId=A1", to: onAnswer, at: webhook)
        _ = try await SigningProvider.post("event=hangup&callId=A1", to: onHangup, at: webhook)
        let name = "Ada & Bob <é> A1"
        #expect(
            heard.all == [
                #"data keys("1") \#(name) 0"#, #"data keys("1") \#(name) 1"#, #"data keys("9") \#(name) 2"#,
                "answer \(name) 2", "hangup \(name) 2",
            ])
    }

    @Test("A forged, altered or foreign URL is refused, and no handler hears of it")
    func forged() async throws {
        let heard = HeardEvents()
        let webhook = try webhook(heard)
        let xml = try await SigningProvider.post(Self.call(), at: webhook).body
        let url = try value("//Gather/@onData", in: xml)
        let mark = try #require(url.firstIndex(of: "="))
        let token = String(url[mark...].dropFirst())
        var targets: [(String, String)] = []
        for index in token.indices {
            for other: Character in ["A", "B", "-", "_", "%", "."] where token[index] != other {
                targets.append(
                    ("A1", String(url[...mark]) + token.replacingCharacters(in: index...index, with: [other])))
            }
        }
        for text in ["", "A", token + "=", token + "A", "=" + token, token + token, String(token.dropLast())] {
            targets.append(("A1", String(url[...mark]) + text))
        }
        // Another call, another use, another webhook's secret, and no token at all.
        targets.append(("A2", url))
        targets.append(("A1", try value("/Response/@onHangup", in: xml)))
        let others = try FollowUpKey(Secret(String(repeating: "o", count: 32)))
        let foreign = try await SigningProvider.post(Self.call(), at: try self.webhook(heard, key: others)).body
        targets.append(("A1", try value("//Gather/@onData", in: foreign)))
        targets.append(("A1", "/sipgate"))
        let signed = Dictionary(uniqueKeysWithValues: ["A1", "A2"].map { ($0, "event=dtmf&callId=\($0)&dtmf=1") })
        let headers = try signed.mapValues { try SigningProvider.headers($0) }
        for (callID, target) in targets {
            let body = try #require(signed[callID])
            let reply = await webhook.reply(
                method: "POST", target: target, headers: try #require(headers[callID]), body: Array(body.utf8))
            #expect(reply.error as? EventRefusal == .foreignURL, "\(target)")
            #expect(reply.status == 403 && !reply.body.contains("<"))
        }
        // The URL for keys is not one for the end of the call, and no new call begins at one.
        for body in ["event=hangup&callId=A1", "event=answer&callId=A1", Self.call()] {
            #expect(try await SigningProvider.post(body, to: url, at: webhook).error as? EventRefusal == .foreignURL)
        }
        #expect(heard.all.isEmpty)
    }

    struct Journey: Sendable {
        let answer: @Sendable () throws -> Webhook<Void>.Answer
        let xml: String
    }

    static let journeys = [
        Journey(answer: { .playThenHangUp(try sound.get()) }, xml: "<Hangup/>"),
        Journey(answer: { .playThenVoicemail(try sound.get()) }, xml: "<Dial><Voicemail/></Dial>"),
        Journey(
            answer: { .playThenTransfer(try sound.get(), to: try PhoneNumber("+49 211 1234500")) },
            xml: "<Dial><Number>492111234500</Number></Dial>"),
        Journey(
            answer: {
                .playThenTransfer(
                    try sound.get(),
                    to: try CallResponse.DialTargets(targets: [
                        DialTarget("12"), DialTarget("+12345"), DialTarget("0049301"),
                    ]),
                    callerID: try PhoneNumber("+49 211 1"), anonymous: false)
            },
            xml: #"<Dial callerId="492111" anonymous="false"><Number>12</Number><Number>12345</Number>"#
                + "<Number>49301</Number></Dial>"),
    ]

    @Test(
        "Play, then something else: the sound in a gather that ends with it, and the next answer by itself",
        arguments: journeys)
    func playThen(journey: Journey) async throws {
        let webhook = Webhook(at: try SigningProvider.url.get(), signature: nil) { _ in
            try journey.answer()
        } onHangup: { _ in
        } onData: { _ in
            Issue.record("asked for keys")
            return .connect
        }
        let xml = try await SigningProvider.post(Self.call(), at: webhook).body
        let url = try value("//Gather/@onData", in: xml)
        let expected = """
            <Response onHangup="https://phone.example.com/sipgate"><Gather onData="\(url)" maxDigits="1" timeout="1"><Play>
            <Url>https://a.example/x.wav?a=1&amp;b=2</Url></Play></Gather></Response>
            """
        #expect(try canonical(xml) == canonical(expected))
        for input in ["", "&dtmf=", "&dtmf=5"] {
            let next = try await SigningProvider.post("event=dtmf&callId=A1" + input, to: url, at: webhook).body
            let whole = #"<Response onHangup="https://phone.example.com/sipgate">\#(journey.xml)</Response>"#
            #expect(try canonical(next) == canonical(whole))
        }
        // The caller has hung up: there is no one left to transfer.
        let gone = try await SigningProvider.post("event=dtmf&callId=A1&dtmf=-1", to: url, at: webhook).body
        #expect(try value("count(/Response/*)", in: gone) == "0")
        let foreign = try await SigningProvider.post("event=dtmf&callId=A2", to: url, at: webhook)
        #expect(foreign.error as? EventRefusal == .foreignURL)
    }

    @Test("A context goes along with any answer, also past an announcement")
    func carried() async throws {
        let heard = HeardEvents()
        let begin = Webhook<Visit>.Answer.playThenHangUp(try Self.sound.get()).carrying(Visit(name: "x", step: 7))
        let webhook = try webhook(heard, begin: begin)
        let first = try await SigningProvider.post(Self.call(), at: webhook).body
        let second = try await SigningProvider.post(
            "event=dtmf&callId=A1", to: try value("//Gather/@onData", in: first), at: webhook
        ).body
        #expect(try value("count(//Hangup)", in: second) == "1")
        for xml in [first, second] {
            let url = try value("/Response/@onHangup", in: xml)
            _ = try await SigningProvider.post("event=hangup&callId=A1", to: url, at: webhook)
        }
        #expect(heard.all == ["hangup x 7", "hangup x 7"])
    }

    @Test("Too much to remember is an error for the log, and so are impossible values")
    func limits() async throws {
        for (name, isAnswered) in [
            (String(repeating: "x", count: 1_900), true), (String(repeating: "x", count: 2_001), false),
        ] {
            let begin = Webhook<Visit>.Answer.connect.carrying(Visit(name: name))
            let reply = try await SigningProvider.post(Self.call(), at: try webhook(HeardEvents(), begin: begin))
            #expect(reply.status == (isAnswered ? 200 : 500))
        }
        typealias Answer = Webhook<Void>.Answer
        #expect(throws: CallResponse.Gather.ValidationError.maxDigits(0)) { try Answer.gather(maxDigits: 0) }
        for timeout in [Duration.zero, .seconds(-1), .microseconds(400)] {
            #expect(throws: CallResponse.Gather.ValidationError.self) { try Answer.gather(timeout: timeout) }
        }
        _ = try Answer.gather(timeout: .seconds(Int64.max))
        #expect(throws: FollowUpKey.ParseError.tooShort(31)) {
            try FollowUpKey(Secret(String(repeating: "é", count: 15) + "x"))
        }
        #expect("\(try Self.key.get())" == "<redacted>")
    }
}

extension String {
    fileprivate func replacingCharacters(in range: ClosedRange<Index>, with text: [Character]) -> String {
        var copy = self
        copy.replaceSubrange(range, with: text)
        return copy
    }
}
