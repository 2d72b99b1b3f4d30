import Foundation
import NIOCore
import NIOHTTP1
import ProviderFixtures
import Sipgate
import Support
import Testing

/// The examples of the documentation, verbatim: they compile and run against a simulated account.
@Suite struct DocumentationTests {
    @Test("Every example of the documentation is in this file")
    func verbatim() throws {
        let here = URL(fileURLWithPath: #filePath)
        let root = here.deletingLastPathComponent().appending(path: "../../..")
        let catalogue = root.appending(path: "Sources/Sipgate/Sipgate.docc")
        let code = Self.withoutSpaces(try String(contentsOf: here, encoding: .utf8)[...])
        let pages = try FileManager.default.contentsOfDirectory(atPath: catalogue.path).filter { $0.hasSuffix(".md") }
            .map { catalogue.appending(path: $0) }
        var count = 0
        for page in pages + ["README.md", "docs/library.md"].map({ root.appending(path: $0) }) {
            guard let text = try? String(contentsOf: page, encoding: .utf8) else { continue }
            for block in text.split(separator: "```swift\n").dropFirst() {
                let lines = block.prefix(upTo: block.firstRange(of: "```")?.lowerBound ?? block.endIndex)
                // Examples of the other library have a test of their own; those of server frameworks would need them.
                let others = ["TelephoneAudio", "Hummingbird", "Vapor"]
                guard !others.contains(where: { lines.contains("import \($0)\n") }) else { continue }
                let example = Self.withoutSpaces(lines.replacing("import Sipgate\n", with: ""))
                #expect(code.contains(example), "\(page.lastPathComponent):\n\(lines)")
                count += 1
            }
        }
        #expect(count >= 20)
    }

    @Test("Every example of a doc comment is in this file")
    func docComments() throws {
        let here = URL(fileURLWithPath: #filePath)
        let code = Self.withoutSpaces(try String(contentsOf: here, encoding: .utf8)[...])
        let sources = here.deletingLastPathComponent().appending(path: "../../../Sources/Sipgate")
        var count = 0
        for path in try FileManager.default.subpathsOfDirectory(atPath: sources.path) where path.hasSuffix(".swift") {
            let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
            for block in text.split(separator: "/// ```swift\n").dropFirst() {
                let lines = block.split(separator: "\n").map { $0.drop(while: \.isWhitespace) }
                    .prefix { $0.hasPrefix("///") && $0 != "/// ```" }
                let example = Self.withoutSpaces(lines.map { $0.dropFirst(3) }.joined(separator: "\n")[...])
                #expect(code.contains(example), "\(path):\n\(lines.joined(separator: "\n"))")
                count += 1
            }
        }
        #expect(count >= 6)
    }

    private static func withoutSpaces(_ text: Substring) -> String {
        text.filter { !$0.isWhitespace }
    }

    /// Runs an example against an account of its own, and returns the requests.
    private func run(_ example: (SipgateClient) async throws -> Void) async throws -> [String] {
        var lines: [String] = []
        try await withAPI { api, client in
            try await example(client)
            lines = api.requests.map(\.line)
        }
        return lines
    }

    private func answer(_ body: [UInt8], signature: String) throws -> String? {
        guard WebhookSignature.provider.verifies(signature, body: body) else { return nil }
        switch try CallEvent(form: body) {
        case .newCall: return CallResponse(.reject(.busy)).xml
        default: return CallResponse().xml
        }
    }

    @Test("Answering webhooks")
    func webhooks() throws {
        #expect(try answer(CapturedPush.newCall.body, signature: "") == nil)
        let xml = try #require(try answer(CapturedPush.newCall.body, signature: CapturedPush.newCall.signature))
        #expect(xml.contains(#"<Reject reason="busy"/>"#))
    }

    @Test("Doc comments about webhooks")
    func events() throws {
        let body = CapturedPush.newCall.body
        switch try CallEvent(form: body) {
        case .newCall(let call): print("call from \(call.from)")
        case .dtmf(let pressed): print("keys: \(pressed.input)")
        case .answer, .hangup: break
        }
        try render(
            try AbsoluteURL("https://phone.example.com/sipgate"), try AbsoluteURL("https://phone.example.com/a.wav"))
    }

    private func render(_ url: AbsoluteURL, _ prompt: AbsoluteURL) throws {
        let menu = try CallResponse.Gather(onData: url.appending("keys"), maxDigits: 1, timeout: 5_000, play: prompt)
        let body = CallResponse(.gather(menu), onHangup: url).xml  // Content-Type: application/xml, status 200
        #expect(body.contains("<Gather"))
    }

    @Test("A webhook's doc comments and pages")
    func dispatcher() async throws {
        let (url, prompt) = (
            try AbsoluteURL("https://phone.example.com/sipgate"), try AbsoluteURL("https://a.example/a.wav")
        )
        let (closed, office) = (prompt, try CallResponse.DialTargets(targets: [DialTarget("12")]))
        let secret = Secret(String(repeating: "k", count: 32))
        let push = CapturedPush.newCall
        let headers = [
            (name: "content-type", value: "application/x-www-form-urlencoded"),
            (name: "x-sipgate-signature", value: push.signature),
        ]
        let body = push.body
        do {
            let webhook = Webhook(at: url) { call in
                call.from == .anonymous ? .reject() : .connect
            } onHangup: { call in
                print("The call from \(call.from) has ended: \(call.cause?.description ?? "unknown")")
            }
            let reply = await webhook.reply(method: "POST", target: "/sipgate", headers: headers, body: body)
            #expect(reply.body.contains("onHangup"))
        }
        // Served until the task is cancelled, so it is only compiled.
        _ = {
            let webhook = Webhook(at: url) { call in
                call.from == .anonymous ? .reject(.busy) : .connect
            }
            try await webhook.serve()
        }
        _ = { (webhook: Webhook<Void>) in
            try await webhook.serve(port: 8080)
        }
        let webhook = Webhook(at: url) { call in
            print("New call from \(call.from)")
            return .playThenHangUp(closed)
        } onHangup: { call in
            print("The call from \(call.from) has ended: \(call.cause, default: "unknown")")
        }
        struct Visit: Codable { var caller: String, wrongKeys = 0 }

        let menu = Webhook<Visit>(at: url, key: try FollowUpKey(secret)) { call in
            try .gather(play: prompt, context: Visit(caller: "\(call.from)"))
        } onData: { pressed, visit in
            switch pressed.input {
            case .keys("1"): .dial(office)
            case .keys where visit.wrongKeys < 2:
                try .gather(play: prompt, context: Visit(caller: visit.caller, wrongKeys: visit.wrongKeys + 1))
            default: .hangup
            }
        }
        #expect(await menu.reply(method: "POST", target: "/", headers: headers, body: body).body.contains("state="))

        func respond(to request: NIOHTTPServerRequestFull) async -> (HTTPResponseHead, ByteBuffer) {
            let reply = await webhook.reply(
                method: request.head.method.rawValue, target: request.head.uri, headers: Array(request.head.headers),
                body: request.body?.readableBytesView ?? ByteBufferView())
            var headers = HTTPHeaders(reply.headers)
            headers.add(name: "Content-Length", value: "\(reply.body.utf8.count)")
            let status = HTTPResponseStatus(statusCode: reply.status)
            return (
                HTTPResponseHead(version: .http1_1, status: status, headers: headers), ByteBuffer(string: reply.body)
            )
        }
        let head = HTTPRequestHead(
            version: .http1_1, method: .POST, uri: "/sipgate", headers: HTTPHeaders(headers.map { ($0.name, $0.value) })
        )
        let (response, xml) = await respond(to: NIOHTTPServerRequestFull(head: head, body: ByteBuffer(bytes: body)))
        #expect(response.status == .ok && response.headers["content-length"] == ["\(xml.readableBytes)"])
        #expect(String(buffer: xml).contains("<Gather"))
    }

    @Test("What a webhook remembers of a call")
    func context() async throws {
        struct Department: Codable { var name: String, line: PhoneNumber }
        let url = try AbsoluteURL("https://phone.example.com/sipgate")
        let (menu, number) = (url, try PhoneNumber("+49 211 1234500"))
        let key = FollowUpKey.random()
        let greeter = Webhook<Department>(at: url, key: key) { call in
            try .gather(play: menu, context: Department(name: "sales", line: number))
        } onData: { pressed, department in
            pressed.input == .keys("1") ? .dial(department.line) : .hangup
        }
        let reply = await greeter.reply(method: "GET", target: "/", headers: [], body: [])
        #expect(reply.status == 405)
    }

    @Test("Any endpoint")
    func endpoints() async throws {
        let token = try Sample.personalAccessToken
        try await withAPI { api, client in
            api.next(.json(#"{"amount":1234,"currency":"EUR"}"#), .json("{}"), .json("{}"))
            struct Balance: Decodable { var amount: Int, currency: String }
            let balance = try await client.get("balance", as: Balance.self)
            #expect(balance.amount == 1234 && balance.currency == "EUR")
            try await client.put("w0/phonelines/p0", ["alias": "Reception"])
            try await client.delete("w0/phonelines/p0/blacklist", query: [("number", "+4915799912345")])
            #expect(api.requests.count == 3)
        }
        var settings = SipgateClient.Settings()
        settings.userAgent = try UserAgent("shop/1.4 (+https://shop.example.com)")
        let client = SipgateClient(.personalAccessToken(token), settings: settings)
        _ = client
    }

    @Test("Doc comments about the client")
    func client() async throws {
        let (token, mobile) = (try Sample.personalAccessToken, try Sample.number())
        // This would call the real API, so it is only compiled.
        _ = {
            let client = SipgateClient(.personalAccessToken(token))
            try await client.sms.send(try SMSText("The door is open."), to: mobile, from: try SMSLine("s0"))
        }
        let lines = try await run { client in
            for try await entry in client.history.entries() { print(entry.source) }
            let all = try await client.contacts.list().collect()
            #expect(all.count == 3)
        }
        #expect(lines.count == 2)
    }

    @Test("Doc comments about errors")
    func wholeCall() async throws {
        try await withAPI { api, client in
            let entered = "+49 157 99912345"
            api.next(.refusal(402, detail: "x"))
            do throws(SipgateError) {
                try await client.sms.send(SMSText("The door is open."), to: PhoneNumber(entered), from: SMSLine("s0"))
            } catch .insufficientFunds {
                print("Please top up the account.")
            } catch {
                print(error)
            }
        }
    }

    @Test("Signing in")
    func signingIn() async throws {
        // These would call the real API, so they are only compiled.
        _ = { (environment: [String: String]) in
            let token = PersonalAccessToken(
                id: try PersonalAccessToken.ID(environment["SIPGATE_TOKEN_ID"] ?? ""),
                token: try PersonalAccessToken.Token(environment["SIPGATE_TOKEN"] ?? ""))
            let client = SipgateClient(.personalAccessToken(token))
            print(try await client.user.info().user)
        }
        _ = { (accessToken: String, newAccessToken: @escaping @Sendable () async throws -> String) in
            let client = SipgateClient(
                .oauth(try OAuthToken(accessToken)) {
                    try OAuthToken(try await newAccessToken())
                })
            let numbers = try await client.numbers.list().collect()
            _ = numbers
        }
        _ = { (secretFromSomewhere: String) in
            let token = PersonalAccessToken(id: try .init("token-FQ1V12"), token: try .init(secretFromSomewhere))
            let client = SipgateClient(.personalAccessToken(token))

            try await client.sms.send(
                try SMSText("The door is open."), to: try PhoneNumber("+49 157 99912345"), from: try SMSLine("s0"))
            try await client.webhookSettings.setURL(
                try AbsoluteURL("https://phone.example.com/sipgate"), for: .incoming)
            for try await entry in client.history.entries(HistoryFilter(kinds: [.fax])) {
                print(entry.target, entry.details)
            }
        }
    }

    @Test("Handling errors")
    func errors() async throws {
        try await withAPI { api, client in
            let (text, mobile, line) = (try SMSText("a"), try Sample.number(), try Sample.line())
            api.next(.refusal(402, detail: "x"), .refusal(403, detail: "x"), .refusal(404, detail: "x"))
            for _ in 0..<3 {
                do throws(SipgateError) {
                    try await client.sms.send(text, to: mobile, from: line)
                } catch .insufficientFunds {
                    print("The balance is too low.")
                } catch .smsLineNotAccessible(let line, let refusal) {
                    print("\(line) cannot send, or the token lacks \(refusal.scope): \(refusal.summary)")
                } catch .invalid(let value) {
                    print("Please correct this: \(value)")
                } catch {
                    print("Not sent. \(error)")
                }
            }
        }
    }

    @Test("Webhook settings and log")
    func settings() async throws {
        let lines = try await run { client in
            let url = try AbsoluteURL("https://phone.example.com/sipgate")
            let change = try await client.webhookSettings.change {
                $0.setURL(url, for: .incoming)
                $0.isLogged = true
            }
            print("\(change.before.incomingURL) → \(change.after.incomingURL)")
            try await client.webhookSettings.setWhitelist(NonEmpty(try WebhookSource("p0"), try WebhookSource("g1")))
            try await client.webhookSettings.disableWhitelist()
            try await client.webhookSettings.change(of: Phoneline("p0")) { $0.setURL(nil, for: .outgoing) }
            for entry in try await client.webhookLog.entries() where entry.isError {
                print(entry.created, entry.url, entry.status, entry.xmlError)
            }
        }
        #expect(lines.filter { $0.hasPrefix("PUT") }.count == 3)
    }

    @Test("Calls")
    func calls() async throws {
        let callID = "A-1"
        let lines = try await run { client in
            let desk = CallOrigin.extension(try CallingExtension("e0"))
            let session = try await client.calls.start(to: try PhoneNumber("+49 157 99912345"), from: desk)
            print(session)
            let call = try RunningCall.ID(callID)
            try await client.calls.announce(try AbsoluteURL("https://phone.example.com/media/closing.wav"), on: call)
            try await client.calls.press(try DTMFKeys("1#"), on: call)
            try await client.calls.hangUp(call)
        }
        #expect(lines.count == 4)
    }

    @Test("SMS and fax")
    func messages() async throws {
        let bytes = Array("%PDF-1.4\n%%EOF\n".utf8)
        let lines = try await run { client in
            let text = try SMSText("The door is open.")
            let mobile = try PhoneNumber("+49 157 99912345")
            try await client.sms.send(text, to: mobile, from: try SMSLine("s0"))
            let tomorrow = try SMSTime(Date().addingTimeInterval(86_400))
            try await client.sms.send(text, to: mobile, from: try SMSLine("s0"), at: tomorrow)
            try await client.sms.send(text, to: mobile, as: try PhoneNumber("+49 157 99912345"))
            let document = try PDF(bytes)
            let fax = try await client.fax.send(
                document, to: try PhoneNumber("+49 211 1234500"), from: try FaxLine("f0"))
            for try await status in client.fax.statuses(of: fax) {
                print(status)
            }
        }
        #expect(lines.filter { $0 == "POST /v2/sessions/sms" }.count == 3)
    }

    @Test("Contacts")
    func contacts() async throws {
        let csv = "firstname;lastname;number\nA;B;1\n;B;2\n"
        let card = "BEGIN:VCARD\nVERSION:4.0\nN:L;F\nTEL:1\nEND:VCARD"
        let lines = try await run { client in
            let contact = try NewContact(
                firstname: "Ada", lastname: "Lovelace", numbers: [.init("+49 211 1234500", types: ["work"])])
            try await client.contacts.create(contact, .private)
            let table = try ContactTable(csv, delimiter: .semicolon)
            print("Skipped lines: \(table.incompleteLines)")
            try await client.contacts.importCSV(table)
            try await client.contacts.create(try VCard(card).contact, .shared)
            for try await contact in client.contacts.list(.shared) {
                print(contact.name)
            }
            let book = try await client.contacts.exportAddressBook()
            #expect(book.hasPrefix("BEGIN:VCARD\r\n"))
            let exported = try await client.contacts.exportCSV(.shared, delimiter: CSVDelimiter("|"))
            for row in try ExportedContactTable(exported, delimiter: CSVDelimiter("|")).rows {
                try await client.contacts.create(row.contact, row.visibility)
            }
        }
        #expect(lines.count >= 7 && lines.last == "POST /v2/contacts")
    }

    @Test("History, numbers, devices, phone lines, voicemails, users")
    func lists() async throws {
        let lines = try await run { client in
            let missed = HistoryFilter(kinds: [.call], directions: [.missedIncoming], isArchived: false)
            for try await entry in client.history.entries(missed) {
                print(entry.source, entry.note)
            }
            let old = try await client.history.entries(missed).collect().map(\.id)
            if let ids = NonEmpty(elements: old) {
                try await client.history.change(ids, HistoryChange(isArchived: true))
            }
            let entries = try await client.history.entries(missed).collect()
            try await client.history.change(entries) { HistoryChange(isArchived: true, isStarred: $0.note.isEmpty) }
            print("\(try await client.history.count(missed)) calls missed")
            let table = try await client.history.exportAllCSV(missed)
            #expect(table.hasPrefix("id;type;"))
            for try await number in client.numbers.list() {
                print(number.number, number.endpointAlias)
            }
            for device in try await client.devices.list() where !device.isOnline {
                print("\(device.alias) is not registered.")
            }
            for phoneline in try await client.phonelines.list() {
                print(phoneline.line, phoneline.alias)
            }
            for box in try await client.voicemails.list() {
                print(box.alias, box.endpoint?.extension ?? "none")
            }
            let wav = Wave.tone(milliseconds: 20)
            let sound = try GreetingSound(wav, name: "holiday.wav")
            let greeting = try await client.voicemails.addGreeting(sound, to: VoicemailBox("v0"), on: Phoneline("p0"))
            try await client.voicemails.activate(greeting.id, of: VoicemailBox("v0"), on: Phoneline("p0"))
            let me = try await client.user.info()
            print(me.user, me.domain)
        }
        #expect(lines.last == "GET /v2/authorization/userinfo")
    }
}
