import ProviderSimulator
import Telephony
import Testing

/// Answers as the provider reads them: with the documents' own examples, and with everything else that servers send.
struct PushAnswerTests {
    @Test(
        "an answer's action",
        arguments: [
            ("<Response/>", nil),
            ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- none --><Response />\n", nil),
            (
                "<Response><Dial callerId='49211'><Number>4915799912345</Number><Number>12</Number></Dial></Response>",
                .dial([try? DialTarget("4915799912345"), try? DialTarget("12")].compactMap { $0 }, callerID: "49211")
            ),
            ("<Response><Dial><Voicemail/></Dial></Response>", .voicemail),
            (
                "<Response><Play><Url>https://example.com/a.wav?b=1&amp;c=&#50;&#x33;</Url></Play></Response>",
                .play(url: "https://example.com/a.wav?b=1&c=23")
            ),
            (
                "<Response><Gather onData='https://example.com/dtmf'/></Response>",
                .gather(.init(onData: "https://example.com/dtmf", maxDigits: 1, timeout: 2000, url: nil))
            ),
            (
                """
                <Response>
                    <Gather onData="https://example.com/dtmf" maxDigits="3" timeout="10000" type="dtmf">
                        <Play>
                            <Url>https://example.com/menu.wav</Url>
                        </Play>
                    </Gather>
                </Response>
                """,
                .gather(
                    .init(
                        onData: "https://example.com/dtmf", maxDigits: 3, timeout: 10000,
                        url: "https://example.com/menu.wav"))
            ),
            ("<Response><Reject/></Response>", .reject(busy: false)),
            ("<Response><Reject reason=\"busy\"/></Response>", .reject(busy: true)),
            ("<Response><Hangup/></Response>", .hangup),
        ] as [(String, PushAnswer.Action?)])
    func action(_ xml: String, _ action: PushAnswer.Action?) throws {
        #expect(try PushAnswer(xml: Array(xml.utf8)).action == action)
    }

    @Test("subscriptions, and more actions than one")
    func more() throws {
        let text = """
            <Response onAnswer='http://a/1' onHangup='http://a/2'><Play><Url>http://a/b</Url></Play><Hangup/></Response>
            """
        let answer = try PushAnswer(xml: Array(text.utf8))
        #expect(answer.onAnswer == "http://a/1" && answer.onHangup == "http://a/2" && answer.hasMoreActions)
    }

    @Test(
        "what is of no use to the provider",
        arguments: [
            ("", .notXML), ("Hello", .notXML), ("<Response>", .notXML), ("<Response/><Response/>", .notXML),
            ("<Response a='1' a='2'/>", .notXML), ("<Response>&unknown;</Response>", .notXML),
            ("<!DOCTYPE r [<!ENTITY a 'b'>]><Response/>", .notXML), ("<Response a=1/>", .notXML),
            (String(repeating: "<a>", count: 100_000), .notXML),
            ("<Error message=\"x\"/>", .root("Error")), ("<response/>", .root("response")),
            ("<Response><Say>Hello</Say></Response>", .element("Say")),
            ("<Response onAnswer='/relative'/>", .value("onAnswer")),
            ("<Response><Dial/></Response>", .incomplete("Dial has no Number")),
            (
                "<Response><Dial>" + String(repeating: "<Number>12</Number>", count: 6) + "</Dial></Response>",
                .value("Number")
            ),
            ("<Response><Dial><Number></Number></Dial></Response>", .number("")),
            ("<Response><Dial><Number>anyone</Number></Dial></Response>", .number("anyone")),
            ("<Response><Play/></Response>", .incomplete("Play has no Url, or several")),
            (
                "<Response><Play><Url>http://a/1</Url><Url>http://a/2</Url></Play></Response>",
                .incomplete("Play has no Url, or several")
            ),
            ("<Response><Play><Url>/media/a.wav</Url></Play></Response>", .value("Url")),
            ("<Response><Gather/></Response>", .incomplete("Gather has no onData")),
            ("<Response><Gather onData='http://a/' timeout='0'/></Response>", .value("timeout")),
            ("<Response><Gather onData='http://a/' maxDigits='x'/></Response>", .value("maxDigits")),
            ("<Response><Gather onData='http://a/' type='speech'/></Response>", .value("type")),
            ("<Response><Reject reason='later'/></Response>", .value("reason")),
        ] as [(String, PushAnswer.Fault)])
    func fault(_ xml: String, _ fault: PushAnswer.Fault) {
        #expect(throws: fault) { try PushAnswer(xml: Array(xml.utf8)) }
    }

    @Test("bytes that are not UTF-8") func encoding() {
        let bytes = Array("<Response a='".utf8) + [0xFC] + Array("'/>".utf8)
        #expect(throws: PushAnswer.Fault.notXML) { try PushAnswer(xml: bytes) }
    }
}
