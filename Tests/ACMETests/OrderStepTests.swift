import FoundationEssentials
import Testing

@testable import ACME

/// What is done next about an order, by the states that the authority reports.
struct OrderStepTests {
    private static let challenge = Authorization.Challenge(
        type: "http-01", url: "https://ca.test/c/1", status: "pending", token: "abc", error: nil)
    private static let problem = Problem(type: "urn:ietf:params:acme:error:connection", detail: "Timeout")

    private func order(_ status: Order.Status, certificate: String? = nil, error: Problem? = nil) -> Order {
        Order(
            status: status, authorizations: ["https://ca.test/a/1"], finalize: "https://ca.test/f/1",
            certificate: certificate, error: error)
    }

    private func authorization(
        _ status: Authorization.Status, _ challenges: [Authorization.Challenge] = [challenge]
    ) -> Authorization {
        Authorization(status: status, identifier: Identifier(value: "phone.example.com"), challenges: challenges)
    }

    @Test func pending() {
        #expect(OrderStep.next(order(.pending), [authorization(.pending)], begun: []) == .prove([Self.challenge]))
        #expect(OrderStep.next(order(.pending), [authorization(.pending)], begun: [Self.challenge.url]) == .wait)
        #expect(OrderStep.next(order(.pending), [authorization(.valid)], begun: []) == .wait)
    }

    @Test func readyToCertificate() {
        #expect(OrderStep.next(order(.ready), [], begun: []) == .finalize)
        #expect(OrderStep.next(order(.processing), [], begun: []) == .wait)
        #expect(
            OrderStep.next(order(.valid, certificate: "https://ca.test/x"), [], begun: [])
                == .download("https://ca.test/x"))
        #expect(
            OrderStep.next(order(.valid), [], begun: []) == .fail(.badAnswer("a valid order without a certificate")))
    }

    @Test("a failed, expired or revoked proof fails the order with the authority's reason")
    func failed() {
        var challenge = Self.challenge
        challenge.error = Self.problem
        for status in [Authorization.Status.invalid, .expired, .revoked, .deactivated] {
            for order in [order(.pending), order(.invalid)] {
                #expect(
                    OrderStep.next(order, [authorization(status, [challenge])], begun: [])
                        == .fail(.notProven(host: "phone.example.com", Self.problem)))
            }
        }
        #expect(
            OrderStep.next(order(.invalid, error: Self.problem), [], begun: []) == .fail(.orderFailed(Self.problem)))
    }

    @Test func noProofOverHTTP() {
        var challenge = Self.challenge
        challenge.type = "dns-01"
        #expect(
            OrderStep.next(order(.pending), [authorization(.pending, [challenge])], begun: [])
                == .fail(.noHTTPChallenge(host: "phone.example.com")))
    }
}
