import Sipgate
import Support
import Testing

@Suite struct ResponseTests {
    private static let base = Result { try AbsoluteURL("https://phone.example.com/ann") }
    private static let number = Result { try PhoneNumber("+49 211 1234567") }
    private static let mobile = Result { try PhoneNumber("+49 157 99912345") }

    private struct Sample: Sendable {
        let response: CallResponse
        let xml: String
    }

    private static func samples() throws -> [Sample] {
        let (base, number, mobile) = (try base.get(), try number.get(), try mobile.get())
        let wav = base.appending("media/welcome-0123456789abcdef.wav")
        let gather = try CallResponse.Gather(
            onData: base.appending("/sipgate/AbC_-1"), maxDigits: 4, timeout: 5_000, play: wav)
        return [
            Sample(response: CallResponse(), xml: "<Response/>"),
            Sample(
                response: CallResponse(onAnswer: base, onHangup: base),
                xml: """
                    <Response onAnswer="https://phone.example.com/ann" onHangup="https://phone.example.com/ann"/>
                    """),
            Sample(
                response: CallResponse(.hangup, onHangup: base),
                xml: """
                    <Response onHangup="https://phone.example.com/ann">
                        <Hangup/>
                    </Response>
                    """),
            Sample(
                response: CallResponse(.reject(.busy)),
                xml: """
                    <Response>
                        <Reject reason="busy"/>
                    </Response>
                    """),
            Sample(
                response: CallResponse(.reject(.rejected), onAnswer: base),
                xml: """
                    <Response onAnswer="https://phone.example.com/ann">
                        <Reject reason="rejected"/>
                    </Response>
                    """),
            Sample(
                response: CallResponse(.play(wav)),
                xml: """
                    <Response>
                        <Play>
                            <Url>https://phone.example.com/ann/media/welcome-0123456789abcdef.wav</Url>
                        </Play>
                    </Response>
                    """),
            Sample(
                response: CallResponse(.dial(.voicemail)),
                xml: """
                    <Response>
                        <Dial>
                            <Voicemail/>
                        </Dial>
                    </Response>
                    """),
            Sample(
                response: CallResponse(.dial(.numbers(CallResponse.DialTargets(number)))),
                xml: """
                    <Response>
                        <Dial>
                            <Number>492111234567</Number>
                        </Dial>
                    </Response>
                    """),
            Sample(
                response: CallResponse(
                    .dial(.numbers(try CallResponse.DialTargets([number, mobile]), callerID: number, anonymous: false))),
                xml: """
                    <Response>
                        <Dial callerId="492111234567" anonymous="false">
                            <Number>492111234567</Number>
                            <Number>4915799912345</Number>
                        </Dial>
                    </Response>
                    """),
            Sample(
                response: CallResponse(
                    .dial(
                        .numbers(
                            try CallResponse.DialTargets(Array(repeating: mobile, count: 5)), anonymous: true))),
                xml: """
                    <Response>
                        <Dial anonymous="true">
                            <Number>4915799912345</Number>
                            <Number>4915799912345</Number>
                            <Number>4915799912345</Number>
                            <Number>4915799912345</Number>
                            <Number>4915799912345</Number>
                        </Dial>
                    </Response>
                    """),
            Sample(
                response: CallResponse(.gather(gather), onAnswer: base, onHangup: base),
                xml: """
                    <Response onAnswer="https://phone.example.com/ann" onHangup="https://phone.example.com/ann">
                        <Gather onData="https://phone.example.com/ann/sipgate/AbC_-1" maxDigits="4" timeout="5000">
                            <Play>
                                <Url>https://phone.example.com/ann/media/welcome-0123456789abcdef.wav</Url>
                            </Play>
                        </Gather>
                    </Response>
                    """),
            Sample(
                response: CallResponse(.gather(try CallResponse.Gather(onData: base, timeout: 1))),
                xml: """
                    <Response>
                        <Gather onData="https://phone.example.com/ann" maxDigits="1" timeout="1"/>
                    </Response>
                    """),
        ]
    }

    /// The rules of the provider's documentation, section by section.
    private static let schema = """
        <!ELEMENT Response (Dial | Play | Gather | Reject | Hangup)?>
        <!ATTLIST Response onAnswer CDATA #IMPLIED onHangup CDATA #IMPLIED>
        <!ELEMENT Dial (Voicemail | (Number, (Number, (Number, (Number, Number?)?)?)?))>
        <!ATTLIST Dial callerId NMTOKEN #IMPLIED anonymous (true | false) #IMPLIED>
        <!ELEMENT Number (#PCDATA)>
        <!ELEMENT Voicemail EMPTY>
        <!ELEMENT Play (Url)>
        <!ELEMENT Url (#PCDATA)>
        <!ELEMENT Gather (Play?)>
        <!ATTLIST Gather onData CDATA #REQUIRED maxDigits NMTOKEN "1" timeout NMTOKEN "2000" type (dtmf) "dtmf">
        <!ELEMENT Reject EMPTY>
        <!ATTLIST Reject reason (rejected | busy) "rejected">
        <!ELEMENT Hangup EMPTY>
        """

    @Test("Every answer has the exact XML that the provider documents")
    func exact() throws {
        let folder = try TemporaryFolder()
        let schema = "\(try folder.write(Self.schema.utf8, to: "response.dtd"))"
        for sample in try Self.samples() {
            let xml = sample.response.xml
            #expect(xml == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(sample.xml)\n")
            let check = try Tool.run("xmllint", ["--noout", "--dtdvalid", schema, "-"], input: Array(xml.utf8))
            #expect(check.status == 0, "\(check.errors)")
        }
    }

    @Test(
        "URLs with markup are escaped everywhere",
        arguments: [
            "https://a.example/x?a=1&b=2&amp;c=3", "https://a.example/'\"<>&]]>",
            "http://user:p%40ss&@h/\"/><Hangup/><x/\"",
            "https://a.example/<![CDATA[x]]>&#0;&lt;", "HTTPS://a.example/&&&&", "https://[2001:db8::1]:8443/{x}|^`\\",
        ])
    func escaping(text: String) throws {
        let url = try AbsoluteURL(text)
        let response = CallResponse(
            .gather(try CallResponse.Gather(onData: url, play: url)), onAnswer: url, onHangup: url)
        let xml = Array(response.xml.utf8)
        for path in ["/Response/@onAnswer", "/Response/@onHangup", "//Gather/@onData", "/Response/Gather/Play/Url"] {
            let read = try Tool.run("xmllint", ["--xpath", "string(\(path))", "-"], input: xml)
            #expect(read.text == text + "\n")
        }
        #expect(try Tool.run("xmllint", ["--xpath", "count(//*)", "-"], input: xml).text == "4\n")
    }

    @Test("Masked values are rendered and escaped like others")
    func masking() throws {
        let url = try AbsoluteURL("https://u:p@a.example/x?a=1&b")
        let mask = ResponseMask(
            number: { $0.digits.prefix(3) + "…" }, url: { _ in "…<&" }, gatherURL: { $0.text.prefix(8) + "…" })
        let gather = CallResponse(.gather(try CallResponse.Gather(onData: url, play: url)), onAnswer: url)
        #expect(
            gather.xml(masked: mask) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <Response onAnswer="…&lt;&amp;">
                    <Gather onData="https://…" maxDigits="1" timeout="2000">
                        <Play>
                            <Url>…&lt;&amp;</Url>
                        </Play>
                    </Gather>
                </Response>

                """)
        let number = try PhoneNumber("+49 211 1234567")
        let dial = CallResponse(.dial(.numbers(.init(number), callerID: number)))
        #expect(
            dial.xml(masked: mask) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <Response>
                    <Dial callerId="492…">
                        <Number>492…</Number>
                    </Dial>
                </Response>

                """)
    }

    @Test(
        "URLs that cannot be called are refused with a reason",
        arguments: [
            ("", .notHTTP("")), ("/sipgate", .notHTTP("/sipgate")),
            ("phone.example.com", .notHTTP("phone.example.com")),
            ("//a/b", .notHTTP("//a/b")), ("ftp://a", .notHTTP("ftp://a")), ("https:a", .notHTTP("https:a")),
            ("https://", .noHost("https://")), ("https:///x", .noHost("https:///x")),
            ("http://:80/", .noHost("http://:80/")),
            ("http://u:p@/x", .noHost("http://u:p@/x")), ("https://?a@b", .noHost("https://?a@b")),
            ("https://a/ b", .impossibleByte(0x20, at: 10)), ("https://a/\0", .impossibleByte(0, at: 10)),
            ("https://a\r\n", .impossibleByte(0x0D, at: 9)), ("https://a/\u{7F}", .impossibleByte(0x7F, at: 10)),
            ("https://ä/", .impossibleByte(0xC3, at: 8)), ("https://a/\u{FFFF}", .impossibleByte(0xEF, at: 10)),
        ] as [(String, AbsoluteURL.ParseError)])
    func addresses(text: String, reason: AbsoluteURL.ParseError) {
        #expect(throws: SipgateError.invalid(.url(reason))) { try AbsoluteURL(text) }
    }

    @Test(
        "Appended paths cannot change the host",
        arguments: [
            ("https://a", "/b", "https://a/b"), ("https://a", "b", "https://a/b"), ("https://a/", "/b", "https://a/b"),
            ("https://a/c/", "b", "https://a/c/b"), ("https://a", ".evil.example", "https://a/.evil.example"),
            ("https://a", "@evil.example", "https://a/@evil.example"),
            ("https://a", "ü \0\n", "https://a/%C3%BC%20%00%0A"),
            ("https://a", "%20", "https://a/%20"), ("https://a", "", "https://a/"),
        ])
    func appending(base: String, path: String, expected: String) throws {
        let url = try AbsoluteURL(base).appending(path)
        #expect(url.text == expected)
        #expect(try AbsoluteURL(url.text) == url)
    }

    @Test("Invalid answers are refused")
    func impossible() throws {
        let (base, number) = (try Self.base.get(), try Self.number.get())
        #expect(throws: CallResponse.DialTargets.ValidationError.none) { try CallResponse.DialTargets([]) }
        #expect(throws: CallResponse.DialTargets.ValidationError.tooMany(6)) {
            try CallResponse.DialTargets(Array(repeating: number, count: 6))
        }
        for count in [0, -1, Int.min] {
            #expect(throws: CallResponse.Gather.ValidationError.maxDigits(count)) {
                try CallResponse.Gather(onData: base, maxDigits: count)
            }
            #expect(throws: CallResponse.Gather.ValidationError.timeout(count)) {
                try CallResponse.Gather(onData: base, timeout: count)
            }
        }
    }
}
