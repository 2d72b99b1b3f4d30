import ProviderFixtures
import Sipgate
import Support
import Testing

/// The retry policy.
@Suite struct RetryTests {
    struct Attempt: Sendable {
        let isPost: Bool
        let replies: [ProviderAPI.Reply]
        /// The number of attempts.
        let sent: Int
        /// The delays.
        let waits: [Duration]
        /// Whether it succeeded.
        let isDone: Bool
    }

    private static func refusals(_ status: Int, _ count: Int, _ headers: [(String, String)] = []) -> [ProviderAPI.Reply]
    {
        Array(repeating: .refusal(status, detail: "x", headers: headers), count: count)
    }

    private static let dated = [
        ("Date", "Sat, 21 Nov 2026 15:00:00 GMT"), ("Retry-After", "Sat, 21 Nov 2026 15:00:07 GMT"),
    ]

    static let attempts = [
        // Too many requests: carried out was none of them, so a POST is sent again as well.
        Attempt(
            isPost: true, replies: refusals(429, 1, [("Retry-After", "3")]), sent: 2, waits: [.seconds(3)], isDone: true
        ),
        Attempt(isPost: true, replies: refusals(429, 1, dated), sent: 2, waits: [.seconds(7)], isDone: true),
        Attempt(isPost: true, replies: refusals(429, 1, [("Retry-After", "0")]), sent: 2, waits: [.zero], isDone: true),
        Attempt(
            isPost: false, replies: refusals(429, 3), sent: 4,
            waits: [.milliseconds(500), .seconds(1), .seconds(2)], isDone: true),
        Attempt(
            isPost: true, replies: refusals(429, 4), sent: 4,
            waits: [.milliseconds(500), .seconds(1), .seconds(2)], isDone: false),
        // An invalid header is ignored.
        Attempt(
            isPost: true, replies: refusals(429, 1, [("Retry-After", "-5")]), sent: 2, waits: [.milliseconds(500)],
            isDone: true),
        Attempt(
            isPost: true, replies: refusals(429, 1, [("Retry-After", "soon")]), sent: 2, waits: [.milliseconds(500)],
            isDone: true),
        // Longer than the maximum delay.
        Attempt(isPost: false, replies: refusals(429, 1, [("Retry-After", "31")]), sent: 1, waits: [], isDone: false),
        // The server's own trouble.
        Attempt(isPost: false, replies: refusals(500, 1), sent: 2, waits: [.milliseconds(500)], isDone: true),
        Attempt(
            isPost: false, replies: refusals(503, 1, [("Retry-After", "2")]) + refusals(502, 1), sent: 3,
            waits: [.seconds(2), .seconds(1)], isDone: true),
        Attempt(isPost: false, replies: refusals(501, 1), sent: 1, waits: [], isDone: false),
        Attempt(isPost: true, replies: refusals(500, 1), sent: 1, waits: [], isDone: false),
        Attempt(isPost: true, replies: refusals(503, 1, [("Retry-After", "1")]), sent: 1, waits: [], isDone: false),
        // A lost connection: the request may have been executed.
        Attempt(
            isPost: false, replies: [.hangUp, .cut("{")], sent: 3, waits: [.milliseconds(500), .seconds(1)],
            isDone: true),
        Attempt(isPost: true, replies: [.hangUp], sent: 1, waits: [], isDone: false),
        // Everything else is an answer.
        Attempt(isPost: false, replies: refusals(402, 1), sent: 1, waits: [], isDone: false),
    ]

    @Test("Only safe requests are retried", arguments: attempts)
    func retries(attempt: Attempt) async throws {
        let clock = RecordingClock()
        try await withAPI(adjust: { $0.clock = clock }) { api, client in
            for reply in attempt.replies { api.next(reply) }
            do {
                if attempt.isPost {
                    try await client.sms.send(SMSText("a"), to: Sample.number(), from: Sample.line())
                } else {
                    _ = try await client.user.info()
                }
                #expect(attempt.isDone)
            } catch {
                #expect(!attempt.isDone, "\(error)")
            }
            #expect(api.requests.count == attempt.sent)
            #expect(clock.sleeps == attempt.waits)
        }
    }

    @Test("A Retry-After above the maximum is reported at once")
    func tooLong() async throws {
        try await withAPI { api, client in
            api.next(.refusal(429, detail: "x", headers: [("Retry-After", "3600")]))
            let error = try await #require(throws: SipgateError.self) { _ = try await client.user.info() }
            guard case .tooManyRequests(_, retryAfter: .seconds(3600)) = error else {
                Issue.record("\(error)")
                return
            }
        }
    }
}
