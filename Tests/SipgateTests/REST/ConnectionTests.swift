import ProviderFixtures
import Sipgate
import Support
import Testing

/// Missing and incomplete answers, over real sockets.
@Suite struct ConnectionTests {
    @Test(
        "Requests time out if the answer is missing or never ends",
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

    @Test("A truncated answer is an error", arguments: [ProviderAPI.Reply.cut(#"{"sub":"w0"}"#), .hangUp])
    func cut(reply: ProviderAPI.Reply) async throws {
        try await withAPI(adjust: { $0.retries = .none }) { api, client in
            api.next(reply)
            await #expect(throws: SipgateError.connectionLost(.closed)) { _ = try await client.user.info() }
        }
    }

    @Test(
        "Resets, closed connections and answers that are not HTTP are distinguished",
        arguments: [
            (RawServer.Behaviour.reset, ConnectionFailure.reset), (.send("SSH-2.0-OpenSSH_9.2\r\n"), .notHTTP),
            (.send("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"), .notHTTP), (.send(""), .closed),
        ])
    func raw(behaviour: RawServer.Behaviour, failure: ConnectionFailure) async throws {
        let server = try await RawServer(behaviour)
        let address = try APIAddress("http://127.0.0.1:\(server.port)")
        let client = SipgateClient(try Sample.credentials, settings: .init(address: address, retries: .none))
        await #expect(throws: SipgateError.connectionLost(failure)) { _ = try await client.user.info() }
        await server.stop()
    }

    @Test("A name that does not resolve")
    func unknownHost() async throws {
        // Too long for DNS, so no server is asked.
        let host = String(repeating: "a", count: 70) + ".example.test"
        let address = try APIAddress("https://\(host)")
        let client = SipgateClient(try Sample.credentials, settings: .init(address: address, retries: .none))
        await #expect(throws: SipgateError.unreachable(host: host, .unknownHost)) { _ = try await client.user.info() }
    }

    @Test("An answer longer than allowed is not read")
    func long() async throws {
        try await withAPI(adjust: { $0.answerLimit = 1000 }) { api, client in
            api.next(.json(#"{"sub":"w0","domain":"\#(String(repeating: "x", count: 2000))"}"#))
            await #expect(throws: SipgateError.answerTooLong(limit: 1000)) { _ = try await client.user.info() }
        }
    }

    @Test("A refused connection is reported at once, without retries")
    func unreachable() async throws {
        let api = try await ProviderAPI()
        await api.stop()
        let clock = RecordingClock()
        let client = SipgateClient(
            try Sample.credentials, settings: .init(address: try APIAddress(api.address), clock: clock))
        await #expect(throws: SipgateError.unreachable(host: "127.0.0.1", .refused)) {
            _ = try await client.user.info()
        }
        #expect(clock.sleeps.isEmpty)
    }

    @Test("Nothing is sent to a server without TLS")
    func noTLS() async throws {
        let api = try await ProviderAPI()
        let address = try APIAddress(api.address.replacing("http://", with: "https://"))
        let client = SipgateClient(try Sample.credentials, settings: .init(address: address, clock: RecordingClock()))
        await #expect(throws: SipgateError.unreachable(host: "127.0.0.1", .tls)) { _ = try await client.user.info() }
        #expect(api.requests.isEmpty)
        await api.stop()
    }

    @Test("A cancelled task ends at once")
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
        "Unencrypted addresses are accepted for this machine only",
        arguments: [
            ("https://api.sipgate.com/v2", nil), ("http://localhost:8080", nil), ("http://[::1]:1/v2/", nil),
            ("http://api.sipgate.com/v2", .unencrypted(host: "api.sipgate.com")),
            ("http://127.0.0.1.example.com", .unencrypted(host: "127.0.0.1.example.com")),
            ("https://user:pass@api.sipgate.com", .notAnAddress("https://user:pass@api.sipgate.com")),
            ("api.sipgate.com", .notAnAddress("api.sipgate.com")), ("", .notAnAddress("")),
        ] as [(String, APIAddress.ParseError?)])
    func addresses(text: String, reason: APIAddress.ParseError?) {
        do throws(SipgateError) {
            _ = try APIAddress(text)
            #expect(reason == nil)
        } catch {
            #expect(error == reason.map { .invalid(.address($0)) })
        }
    }
}
