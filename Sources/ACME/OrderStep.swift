/// What is to be done next about an order. Pure.
enum OrderStep: Hashable, Sendable {
    /// Answer these challenges.
    case prove([Authorization.Challenge])
    /// Send the request for the certificate.
    case finalize
    case wait
    case download(String)
    case fail(ACMEError)

    /// - Parameters:
    ///   - authorizations: the order's, as far as it is pending.
    ///   - begun: the URLs of challenges that the authority was asked to look at.
    static func next(_ order: Order, _ authorizations: [Authorization], begun: Set<String>) -> OrderStep {
        switch order.status {
        case .ready: return .finalize
        case .processing: return .wait
        case .valid:
            return order.certificate.map { .download($0) } ?? .fail(.badAnswer("a valid order without a certificate"))
        case .invalid:
            return failure(of: authorizations).map { .fail($0) } ?? .fail(.orderFailed(order.error))
        case .pending:
            if let failure = failure(of: authorizations) { return .fail(failure) }
            let open = authorizations.filter { $0.status == .pending }
            if let host = open.first(where: { $0.http?.token == nil })?.identifier.value {
                return .fail(.noHTTPChallenge(host: host))
            }
            let challenges = open.compactMap(\.http).filter { !begun.contains($0.url) }
            return challenges.isEmpty ? .wait : .prove(challenges)
        }
    }

    private static func failure(of authorizations: [Authorization]) -> ACMEError? {
        authorizations.first { ![.pending, .valid].contains($0.status) }.map { authorization in
            .notProven(host: authorization.identifier.value, authorization.challenges.compactMap(\.error).first)
        }
    }
}
