import FoundationEssentials
import Testing

@testable import ACME

/// When a certificate is renewed, and when a failed attempt is repeated.
struct RenewalScheduleTests {
    private let now = Date(timeIntervalSince1970: 1_780_000_000)

    @Test("without a certificate at once; else at a third of the lifetime left") func due() throws {
        let issued = try IssuedCertificate.temporary(for: "phone.example.com", now: now)
        let facts = try #require(CertificateFacts(pem: issued.chain))
        #expect(facts.hosts == ["phone.example.com"])
        #expect(facts.isSelfSigned)
        let lifetime = 30 * 86400.0 + 3600
        let schedule = RenewalSchedule()
        #expect(schedule.delay(nil, now: now) == .zero)
        #expect(schedule.delay(facts, now: now) == .seconds(30 * 86400 - lifetime / 3))
        #expect(schedule.delay(facts, now: facts.renewal) == .zero)
        #expect(schedule.delay(facts, now: facts.validUntil.addingTimeInterval(86400)) == .zero)
    }

    @Test("earlier where the authority advises it, at any moment of its window; never later") func advice() throws {
        let issued = try IssuedCertificate.temporary(for: "phone.example.com", now: now)
        let facts = try #require(CertificateFacts(pem: issued.chain))
        #expect(facts.renewalID == nil)
        let schedule = RenewalSchedule()
        let window = RenewalInfo.Window(start: now.addingTimeInterval(86400), end: now.addingTimeInterval(2 * 86400))
        let moments = (0..<200).map { _ in RenewalAdvice(window, retryAfter: nil, now: now).renewal }
        let delays = moments.map { schedule.delay(facts, advised: $0, now: now) / .seconds(86400) }
        #expect(delays.allSatisfy { (1...2).contains($0) } && Set(delays).count > 100)
        #expect(schedule.delay(facts, advised: now.addingTimeInterval(-86400), now: now) == .zero)
        #expect(
            schedule.delay(facts, advised: facts.validUntil, now: now)
                == schedule.delay(facts, now: now))
        for (wish, wait) in [(nil, 21600), (.seconds(7200), 7200), (.seconds(1), 60), (.seconds(900_000), 86400)]
            as [(Duration?, Double)]
        {
            #expect(RenewalAdvice(nil, retryAfter: wish, now: now).nextLook.timeIntervalSince(now) == wait)
        }
    }

    @Test("failed attempts follow after 2, 4, 8, … minutes, no more than five within an hour, at last every six hours")
    func backOff() {
        var schedule = RenewalSchedule()
        var time = now
        var attempts: [Double] = []
        for _ in 0..<20 {
            attempts.append(time.timeIntervalSince(now))
            schedule.failed(retryAfter: nil, now: time)
            time = time.addingTimeInterval(schedule.delay(nil, now: time) / .seconds(1))
        }
        #expect(attempts.prefix(5).map { $0.rounded() } == [0, 120, 360, 840, 1800])
        #expect(attempts.count { $0 <= 3600 } == 5)
        let pauses = zip(attempts, attempts.dropFirst()).map { Int(($1 - $0).rounded()) }
        #expect(pauses.max() == 21600)
        schedule.succeeded()
        #expect(schedule.delay(nil, now: now) == .zero)
    }

    @Test("an authority's wish to be asked later is respected") func retryAfter() {
        var schedule = RenewalSchedule()
        schedule.failed(retryAfter: .seconds(86400), now: now)
        #expect(schedule.delay(nil, now: now) == .seconds(86400))
    }
}
