import Sipgate
import Support
import Testing

/// Answers that do not come, or not whole.
@Suite struct ConnectionTests {
    @Test(
        "A server that does not answer, or never finishes, is given up in time",
        arguments: [ProviderAPI.Reply.silence, .stall(#"{"sub":"#)])
    func slow(reply: ProviderAPI.Reply) async throws {
        let clock = RecordingClock()
        try await withAPI(adjust: { ($0.timeout, $0.clock) = (.milliseconds(1500), clock) }) { api, client in
            api.next(reply)
            await #expect(throws: SipgateError.timedOut(after: .milliseconds(1500))) {
                _ = try await client.user.info()
            }
            #expect(clock.sleeps.isEmpty)
        }
    }

    @Test("An answer that is cut off is none", arguments: [ProviderAPI.Reply.cut(#"{"sub":"w0"}"#), .hangUp])
    func cut(reply: ProviderAPI.Reply) async throws {
        try await withAPI(adjust: { $0.retries = .none }) { api, client in
            api.next(reply)
            let error = try await #require(throws: SipgateError.self) { _ = try await client.user.info() }
            guard case .connectionLost = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test("An answer longer than allowed is not read")
    func long() async throws {
        try await withAPI(adjust: { $0.answerLimit = 1000 }) { api, client in
            api.next(.json(#"{"sub":"w0","domain":"\#(String(repeating: "x", count: 2000))"}"#))
            await #expect(throws: SipgateError.answerTooLong(limit: 1000)) { _ = try await client.user.info() }
        }
    }

    @Test("Where nobody listens, that is said at once, and nothing is sent again")
    func unreachable() async throws {
        let api = try await ProviderAPI()
        await api.stop()
        let clock = RecordingClock()
        let client = SipgateClient(
            try Sample.credentials, settings: .init(address: try APIAddress(api.address), clock: clock))
        let error = try await #require(throws: SipgateError.self) { _ = try await client.user.info() }
        guard case .unreachable(host: "127.0.0.1", _) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(clock.sleeps.isEmpty)
    }

    @Test("Where nobody speaks TLS, nothing is sent")
    func noTLS() async throws {
        let api = try await ProviderAPI()
        let address = try APIAddress(api.address.replacing("http://", with: "https://"))
        let client = SipgateClient(try Sample.credentials, settings: .init(address: address, clock: RecordingClock()))
        let error = try await #require(throws: SipgateError.self) { _ = try await client.user.info() }
        guard case .unreachable(host: "127.0.0.1", let reason) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(!reason.isEmpty)
        #expect(api.requests.isEmpty)
        await api.stop()
    }

    @Test("A task that is cancelled gets its answer at once")
    func cancelled() async throws {
        try await withAPI { api, client in
            api.next(.silence)
            let task = Task { try await client.user.info() }
            while api.requests.isEmpty { await Task.yield() }
            task.cancel()
            await #expect(throws: SipgateError.cancelled) { _ = try await task.value }
        }
    }

    @Test(
        "Credentials travel in the clear on this machine only",
        arguments: [
            ("https://api.sipgate.com/v2", nil), ("http://localhost:8080", nil), ("http://[::1]:1/v2/", nil),
            ("http://api.sipgate.com/v2", .unencrypted(host: "api.sipgate.com")),
            ("http://127.0.0.1.example.com", .unencrypted(host: "127.0.0.1.example.com")),
            ("https://user:pass@api.sipgate.com", .notAnAddress("https://user:pass@api.sipgate.com")),
            ("api.sipgate.com", .notAnAddress("api.sipgate.com")), ("", .notAnAddress("")),
        ] as [(String, APIAddress.ParseError?)])
    func addresses(text: String, reason: APIAddress.ParseError?) {
        do throws(APIAddress.ParseError) {
            _ = try APIAddress(text)
            #expect(reason == nil)
        } catch {
            #expect(error == reason)
        }
    }
}
