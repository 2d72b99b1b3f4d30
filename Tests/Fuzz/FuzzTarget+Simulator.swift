import CallFlow
import Foundation
import ProviderSimulator
import Telephony

/// What the stand-in for the provider reads: a server's answers, scripts, requests to the simulated account.
extension FuzzTarget {
    static let answer = FuzzTarget(
        name: "answer-xml",
        corpus: {
            [
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response onAnswer=\"https://a.example/s\" onHangup='https://a.example/s'/>",
                "<Response><Dial callerId=\"49211\" anonymous=\"true\"><Number>49157</Number><Number>12</Number></Dial></Response>",
                "<Response><!-- a --><Dial><Voicemail/></Dial></Response>",
                "<Response><Play><Url>https://a.example/a.wav?b=1&amp;c=&#x33;</Url></Play></Response>",
                "<Response><Gather onData=\"http://a/\" maxDigits=\"3\" timeout=\"1\"><Play><Url>http://a/b</Url></Play></Gather></Response>",
                "<Response><Reject reason=\"busy\"/></Response>", "<Response><Hangup/></Response>",
            ].map { Array($0.utf8) }
        },
        tokens: [
            "<!--", "-->", "<?xml", "?>", "/>", "</", "&#", "&#x110000;", "&amp;", "]]>", "<![CDATA[", "<!DOCTYPE a>",
        ],
        run: { bytes in
            guard let answer = try? PushAnswer(xml: bytes) else { return }
            if case .gather(let gather) = answer.action {
                try require(gather.timeout >= 1 && gather.maxDigits >= 1, "a gather out of range")
            }
            if case .dial(let targets, _) = answer.action {
                try require((1...5).contains(targets.count), "\(targets.count) numbers")
            }
        })

    static let dayScript = FuzzTarget(
        name: "day-script",
        corpus: {
            [
                "- { call: +49 211 1234567, at: 09:00 }",
                """
                - call: +49 211 1234567
                  at: 23:59:59
                  from: anonymous
                  diverted: +49 211 1234569
                  keys: [ 3, "", "0815" ]
                  hang-up: 2.5s
                  phone: transfers
                  ring: 20s
                  talk: 3m
                  loses: [ answer, hangup ]
                - { call: +49 30 1234567, at: 10:00, outgoing: true, from: +49 211 1234567 }
                """,
            ].map { Array($0.utf8) }
        },
        tokens: [
            "- ", "call: ", "at: ", "keys: ", "phone: busy", "loses: hangup", "99h", "24:00", "[", "]", "{", "}", "~",
        ],
        run: { bytes in
            let reading = DayScriptFile.read(String(decoding: bytes, as: UTF8.self))
            let hasErrors = reading.problems.contains { $0.severity == .error }
            try require(!hasErrors || reading.calls.isEmpty, "calls of a file with errors")
            try require(hasErrors || !reading.calls.isEmpty, "neither calls nor errors")
            for call in reading.calls {
                try require((0..<86_400).contains(call.second), "a call at second \(call.second)")
                try require(call.ring > 0 && call.talk > 0 && (call.hangUp ?? 1) > 0, "a length below 1 ms")
            }
        })

    private static let token = APIToken(id: "token-AbC123", secret: "0f1e2d3c-4b5a-4978-8a6b-5c4d3e2f1a0b")

    /// Method and path in the first line, a body behind it; each of them to an account that has seen some requests.
    static let account = FuzzTarget(
        name: "account",
        corpus: {
            [
                "PUT settings/sipgateio\n{\"incomingUrl\":\"https://a.example\",\"outgoingUrl\":\"\",\"log\":true,\"whitelist\":[\"p0\"]}",
                "POST sessions/sms\n{\"smsId\":\"s0\",\"recipient\":\"+4915799912345\",\"message\":\"a\",\"sendAt\":1800000060}",
                "POST sessions/fax\n{\"faxlineId\":\"f0\",\"recipient\":\"+4930123456\",\"filename\":\"a\",\"base64Content\":\"JVBERi0KJSVFT0Y=\"}",
                "POST sessions/calls\n{\"caller\":\"e0\",\"callee\":\"+4930123456\",\"callerId\":\"+492111234567\"}",
                "PUT history\n[{\"id\":\"h-1\",\"starred\":true,\"note\":\"a\"}]", "DELETE history/h-1\n",
                "POST contacts\n{\"name\":\"Ada\",\"scope\":\"SHARED\",\"numbers\":[{\"number\":\"+4930\",\"type\":[]}]}",
                "POST contacts/import/csv\n{\"base64Content\":\"Zmlyc3RuYW1lLGxhc3RuYW1lLG51bWJlcgpBLEIsMQo=\"}",
                "POST calls/call-2/transfer\n{\"attended\":true,\"phoneNumber\":\"+4930123456\"}",
                "PUT w0/sms/s0/callerids/2\n{\"defaultNumber\":true}", "GET w0/phonelines/p0/voicemails/v0/greetings\n",
            ].map { Array($0.utf8) }
        },
        tokens: ["null", "true", "-1", "9223372036854775807", "1e999", "{}", "[]", "\"\"", "/", "w0", "call-2", "h-1"],
        run: { bytes in
            let number = try PhoneNumber("492111234567")
            var account = SimulatedAccount(tokens: [token], numbers: [number, number])
            let text = String(decoding: bytes, as: UTF8.self)
            let line = text.prefix { $0 != "\n" }.split(separator: " ", maxSplits: 1)
            let sms = #"{"smsId":"s0","recipient":"+4915799912345","message":"a"}"#
            let calls = [
                APICall(method: "POST", path: ["sessions", "sms"], body: Array(sms.utf8)),
                APICall(
                    method: "POST", path: ["sessions", "calls"],
                    body: Array(#"{"caller":"e0","callee":"+4930123456"}"#.utf8)),
                APICall(
                    method: line.first.map { String($0) } ?? "",
                    path: line.dropFirst().first?.split(separator: "/").map { String($0) } ?? [],
                    body: Array(text.drop { $0 != "\n" }.utf8)),
            ]
            for var call in calls {
                call.authorization = token.authorization
                let status = account.answer(call, at: Moment(milliseconds: 1_800_000_000_000)).status
                try require((200..<300).contains(status) || (400...500).contains(status), "status \(status)")
            }
        })
}
