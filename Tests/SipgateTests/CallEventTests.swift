// Only this: what an outsider has.
import Sipgate
import Testing

@Suite struct CallEventTests {
    private func newCall(_ form: String) throws -> NewCall {
        guard case .newCall(let call) = try CallEvent(form: form.utf8) else { throw Unexpected() }
        return call
    }

    private struct Unexpected: Error {}

    @Test("An event that sipgate sent in 2021")
    func captured() throws {
        let id = "54566B150B0C0D3A5D534D5F565D7C5F54535A5C5B53525A7E5B5D5745504457444C425D5057"
        let event = try CallEvent(form: CapturedPush.newCall.body)
        let expected = NewCall(
            callID: id, originalCallID: id, xcid: "8419b3450b75cd19", direction: .incoming,
            from: .number(try PhoneNumber("+491776249000")), to: ReportedNumber(try PhoneNumber("+4928559389086")))
        #expect(event == .newCall(expected))
    }

    @Test("The smallest newCall observed")
    func smallest() throws {
        let event = try CallEvent(
            form: "event=newCall&direction=in&from=492111234567&to=4915791234567&callId=123456".utf8)
        let expected = NewCall(
            callID: "123456", from: Caller("492111234567"), to: ReportedNumber(try PhoneNumber("4915791234567")))
        #expect(event == .newCall(expected))
    }

    @Test("Every field of every event")
    func everyField() throws {
        let common =
            "callId=C-1&origCallId=O-1&xcid=7f&direction=out&from=492111234567&to=4915791234567&diversion=1a2b"
        let from = Caller("492111234567")
        let to = ReportedNumber("4915791234567")
        let newCall =
            "event=newCall&user[]=Alice&user%5B%5D=J%C3%BCrgen+M&userId[]=w0&userId[]=w1&fullUserId[][0]=1234567w0&new=1"
        #expect(
            try CallEvent(form: "\(common)&\(newCall)".utf8)
                == .newCall(
                    NewCall(
                        callID: "C-1", originalCallID: "O-1", xcid: "7f", direction: .outgoing, from: from, to: to,
                        users: ["Alice", "Jürgen M"], userIDs: ["w0", "w1"], fullUserIDs: ["1234567w0"],
                        diversion: ReportedNumber("1a2b"))))
        let answer = "event=answer&user=Alice&userId=w0&fullUserId=1234567w0&answeringNumber=4915799912345"
        #expect(
            try CallEvent(form: "\(common)&\(answer)".utf8)
                == .answer(
                    Answered(
                        callID: "C-1", originalCallID: "O-1", xcid: "7f", direction: .outgoing, from: from, to: to,
                        user: "Alice", userID: "w0", fullUserID: "1234567w0",
                        answeringNumber: ReportedNumber("4915799912345"), diversion: ReportedNumber("1a2b"))))
        #expect(
            try CallEvent(form: "\(common)&event=hangup&cause=busy&answeringNumber=4915799912345".utf8)
                == .hangup(
                    HungUp(
                        callID: "C-1", originalCallID: "O-1", xcid: "7f", direction: .outgoing, from: from, to: to,
                        cause: .busy, answeringNumber: ReportedNumber("4915799912345"),
                        diversion: ReportedNumber("1a2b"))))
        #expect(
            try CallEvent(form: "event=dtmf&callId=C-1&origCallId=O-1&dtmf=0815".utf8)
                == .dtmf(KeysPressed(callID: "C-1", originalCallID: "O-1", input: .keys("0815"))))
        #expect(to?.number?.digits == "4915791234567")
        #expect(ReportedNumber("1a2b")?.number == nil)
        #expect(ReportedNumber("1a2b")?.description == "1a2b")
    }

    @Test(
        "All observed forms of callers",
        arguments: [
            ("&from=anonymous", Caller.anonymous), ("&from=", .unknown("")), ("", .unknown("")),
            ("&from=123456e0", .unknown("123456e0")), ("&from=00000", .unknown("00000")),
            ("&from=%00%0A", .unknown("\0\n")), ("&from=%5D%5D%3E", .unknown("]]>")),
            ("&from=%2B492111234567", Caller("+492111234567")), ("&from=+492111234567", Caller("492111234567")),
        ])
    func callers(field: String, caller: Caller) throws {
        let call = try newCall("event=newCall&callId=1&to=492111234567\(field)")
        #expect(call.from == caller)
        #expect(call.direction == .incoming)
    }

    @Test(
        "An invalid called number is kept as received",
        arguments: ["10", "00000", "e5", "anonymous", "\0", "0211 1"])
    func oddNumbers(text: String) throws {
        let escaped = text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let call = try newCall("event=newCall&callId=1&to=\(escaped)")
        #expect(call.to?.text == text)
        #expect(call.to?.number == nil)
    }

    @Test(
        "Users: several, the voicemail, and none in two forms",
        arguments: [
            ("", []), ("&user%5B%5D=", []), ("&user[]=voicemail", ["voicemail"]),
            ("&user[]=Alice&user[]=Bob", ["Alice", "Bob"]), ("&user[][1]=Alice&user[][0]=Bob", ["Alice", "Bob"]),
            ("&user[]=&user[]=Bob", ["", "Bob"]),
        ])
    func users(fields: String, users: [String]) throws {
        let call = try newCall("event=newCall&callId=1&to=49211123\(fields)")
        #expect(call.users == users)
        #expect(call.userIDs == [])
    }

    @Test(
        "Keys: silence in both forms, hang-up, anything else as pressed",
        arguments: [
            ("", .none), ("&dtmf=", .none), ("&dtmf", .none), ("&dtmf=-1", .callerGone), ("&dtmf=1", .keys("1")),
            ("&dtmf=007", .keys("007")), ("&dtmf=0", .keys("0")), ("&dtmf=*", .keys("*")), ("&dtmf=%23", .keys("#")),
            ("&dtmf=%2A1%23", .keys("*1#")), ("&dtmf=-2", .keys("-2")), ("&dtmf=-10", .keys("-10")),
            ("&dtmf=+", .keys(" ")), ("&dtmf=%00", .keys("\0")), ("&dtmf=%D9%A7", .keys("٧")), ("&dtmf=x", .keys("x")),
        ] as [(String, KeysPressed.Input)])
    func keys(field: String, input: KeysPressed.Input) throws {
        #expect(
            try CallEvent(form: "event=dtmf&callId=1\(field)".utf8) == .dtmf(KeysPressed(callID: "1", input: input)))
    }

    @Test(
        "Causes are an open list",
        arguments: [
            ("normalClearing", .normalClearing), ("busy", .busy), ("cancel", .cancel), ("noAnswer", .noAnswer),
            ("congestion", .congestion), ("notFound", .notFound), ("forwarded", .forwarded),
            ("chanunavail", HungUp.Cause(rawValue: "chanunavail")), ("", nil),
        ] as [(String, HungUp.Cause?)])
    func causes(text: String, cause: HungUp.Cause?) throws {
        let event = try CallEvent(form: "event=hangup&callId=1&cause=\(text)".utf8)
        #expect(event == .hangup(HungUp(callID: "1", from: .unknown(""), to: nil, cause: cause)))
    }

    @Test("Both spellings of the original call ID; the documented one takes precedence")
    func originalCallID() throws {
        for (fields, expected) in [
            ("origCallId=a", "a"), ("originalCallId=a", "a"), ("originalCallId=b&origCallId=a", "a"),
            ("origCallId=&originalCallId=b", "b"), ("origCallId=", nil), ("", nil),
        ] {
            let event = try CallEvent(form: "event=dtmf&callId=1&\(fields)".utf8)
            #expect(event == .dtmf(KeysPressed(callID: "1", originalCallID: expected, input: .none)))
        }
    }

    @Test("A call ID may be any text of any length")
    func hostileCallID() throws {
        let id = String(repeating: "]]>'\"&<\0\r\n\u{1B}[2J\u{202E}ü", count: 1_100)
        let escaped = id.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        for event in ["newCall&to=49211123", "answer", "hangup", "dtmf"] {
            #expect(try CallEvent(form: "event=\(event)&callId=\(escaped)".utf8).callID == id)
        }
        #expect(id.utf8.count > 20_000)
    }

    @Test(
        "Required fields",
        arguments: [
            ("", .missing(.event)), ("callId=1", .missing(.event)), ("event=&callId=1", .missing(.event)),
            ("event=newCall&to=49211123", .missing(.callID)), ("event=newCall&to=49211123&callId=", .missing(.callID)),
            ("event=answer", .missing(.callID)), ("event=hangup", .missing(.callID)), ("event=dtmf", .missing(.callID)),
            ("event=newCall&callId=1", .missing(.to)), ("event=newCall&callId=1&to=&from=49211123", .missing(.to)),
            ("event=newCall&callId=1&direction=sideways&from=49211123", .missing(.to)),
            ("event=onData&callId=1", .unknownEvent("onData")), ("event=NEWCALL&callId=1", .unknownEvent("NEWCALL")),
            ("event=newCall%00&callId=1", .unknownEvent("newCall\0")),
            ("event=dtmf&callId=%zz", .form(.brokenEscape(at: 18))),
            ("event=newCall&callId=1&to=%C3", .form(.invalidUTF8(at: 26))),
            ("event=newCall&callId=1&to=49211123&from=%C3", .form(.invalidUTF8(at: 40))),
            ("event=dtmf&callId=1&dtmf=1%", .form(.brokenEscape(at: 26))),
            ("event=%&callId=1", .form(.brokenEscape(at: 6))),
            ("event=dtmf&callId=1&%64tmf=%zz", .form(.brokenEscape(at: 27))),
        ] as [(String, CallEvent.ParseError)])
    func refusals(body: String, reason: CallEvent.ParseError) {
        #expect(throws: reason) { try CallEvent(form: body.utf8) }
    }

    @Test(
        "A bad byte in a field that no answer depends on is repaired",
        arguments: [
            ("user%5B%5D=J%C3", ["J\u{FFFD}"]), ("user%5B%5D=100%", ["100%"]), ("=100%", []), ("%=1&x%zz=2", []),
            ("user[]=%FF%41&user[]=%", ["\u{FFFD}A", "%"]), ("note=%zz&user[]=voicemail", ["voicemail"]),
        ])
    func repaired(field: String, users: [String]) throws {
        let event = try CallEvent(form: "event=newCall&\(field)&callId=1&to=49211123&from=49157123456".utf8)
        #expect(
            event
                == .newCall(
                    NewCall(callID: "1", from: Caller("49157123456"), to: ReportedNumber("49211123"), users: users)))
    }

    @Test("A damaged ID of the first leg is none, so that the call is not taken for a further one")
    func damagedOriginal() throws {
        let event = try CallEvent(form: "event=newCall&callId=1&origCallId=1%C3&to=49211123&from=".utf8)
        #expect(event == .newCall(NewCall(callID: "1", from: Caller(""), to: ReportedNumber("49211123"))))
    }

    @Test("An outgoing call without a caller is an event", arguments: ["", "&from="])
    func outgoingWithoutCaller(field: String) throws {
        let event = try CallEvent(form: "event=newCall&callId=1&direction=out&to=49211123\(field)".utf8)
        #expect(
            event
                == .newCall(
                    NewCall(callID: "1", direction: .outgoing, from: .unknown(""), to: ReportedNumber("49211123"))))
    }

    @Test("Outgoing calls need no called number; the first of repeated fields counts")
    func leniency() throws {
        let event = try CallEvent(form: "event=newCall&event=dtmf&callId=1&callId=2&direction=out&from=49211123".utf8)
        #expect(event == .newCall(NewCall(callID: "1", direction: .outgoing, from: Caller("49211123"), to: nil)))
    }
}
