import FoundationEssentials
import NIOHTTP1
import Sipgate

/// Signed requests to one authority in the name of one account. Every request uses up a nonce, which the authority's last answer
/// brought; one that it refuses is replaced and the request sent again.
actor AuthorityClient {
    private let directoryURL: String
    private let key: AccountKey
    private let transport: AuthorityTransport
    private var directory: Directory?
    private var nonce: String?
    private var account: String?

    /// How often a request is sent with another nonce.
    private static let mostAttempts = 10

    init(_ directoryURL: String, key: AccountKey, transport: AuthorityTransport) {
        (self.directoryURL, self.key, self.transport) = (directoryURL, key, transport)
    }

    /// Registers the account, or finds it if the key is known already.
    func register(email: String) async throws(ACMEError) {
        struct NewAccount: Encodable {
            var termsOfServiceAgreed = true
            let contact: [String]
        }
        let url = try await resources().newAccount
        let answer = try await post(try encoded(NewAccount(contact: ["mailto:" + email])), to: url)
        guard let location = answer.location else { throw .badAnswer("an account without a URL") }
        account = location
    }

    /// Orders a certificate; returns the order with its URL.
    ///
    /// - Parameter replaced: the certificate that it takes the place of, by its `renewalID`.
    func newOrder(for hosts: [String], replacing replaced: String?) async throws(ACMEError) -> (String, Order) {
        struct NewOrder: Encodable {
            let identifiers: [Identifier]
            let replaces: String?
        }
        let directory = try await resources()
        let order = NewOrder(
            identifiers: hosts.map { Identifier(value: $0) },
            replaces: directory.renewalInfo == nil ? nil : replaced)
        let url = directory.newOrder
        let answer = try await post(try encoded(order), to: url)
        guard let location = answer.location else { throw .badAnswer("an order without a URL") }
        return (location, try decoded(answer))
    }

    func order(_ url: String) async throws(ACMEError) -> (Order, retryAfter: Duration?) {
        let answer = try await post(Data(), to: url)
        return (try decoded(answer), answer.retryAfter)
    }

    func authorization(_ url: String) async throws(ACMEError) -> Authorization {
        try decoded(try await post(Data(), to: url))
    }

    /// Asks the authority to look at a challenge that is answered now.
    func begin(_ challenge: Authorization.Challenge) async throws(ACMEError) {
        _ = try await post(Data("{}".utf8), to: challenge.url)
    }

    /// Sends the request for the certificate.
    func finalize(_ order: Order, request: [UInt8]) async throws(ACMEError) {
        struct Finalization: Encodable { let csr: String }
        _ = try await post(try encoded(Finalization(csr: request.base64URL)), to: order.finalize)
    }

    /// A certificate chain in PEM.
    func certificate(_ url: String) async throws(ACMEError) -> String {
        String(decoding: try await post(Data(), to: url).body, as: UTF8.self)
    }

    /// When the authority wants a certificate to be renewed, and when to ask again; nil if it does not say.
    func renewalInfo(_ id: String) async throws(ACMEError) -> (RenewalInfo, retryAfter: Duration?)? {
        guard let place = try await resources().renewalInfo else { return nil }
        let answer = try await transport.send(.GET, place + "/" + id)
        guard answer.status == 200 else { throw .badAnswer("status \(answer.status) for the time of renewal") }
        return (try decoded(answer), answer.retryAfter)
    }

    // MARK: Requests

    private func resources() async throws(ACMEError) -> Directory {
        if let directory { return directory }
        let answer = try await transport.send(.GET, directoryURL)
        guard answer.status == 200 else { throw .badAnswer("status \(answer.status) for the directory") }
        let found: Directory = try decoded(answer)
        directory = found
        return found
    }

    private func freshNonce() async throws(ACMEError) -> String {
        if let nonce {
            self.nonce = nil
            return nonce
        }
        guard let nonce = try await transport.send(.HEAD, try await resources().newNonce).nonce else {
            throw .badAnswer("no nonce")
        }
        return nonce
    }

    private func post(_ payload: Data, to url: String) async throws(ACMEError) -> AuthorityAnswer {
        for attempt in 1... {
            let request: SignedRequest
            let nonce = try await freshNonce()
            do {
                request = try SignedRequest(payload, to: url, nonce: nonce, key: key, account: account)
            } catch {
                throw .badAnswer("\(error)")
            }
            let answer = try await transport.send(.POST, url, body: try encoded(request))
            self.nonce = answer.nonce
            if (200..<300).contains(answer.status) { return answer }
            let problem =
                (try? JSONDecoder().decode(Problem.self, from: answer.body))
                ?? Problem(type: nil, detail: "HTTP status \(answer.status)")
            if problem.isKind("badNonce"), attempt < Self.mostAttempts { continue }
            if problem.isKind("rateLimited") || answer.status == 429 {
                throw .rateLimited(problem, retryAfter: answer.retryAfter)
            }
            throw .refused(problem)
        }
        throw .timedOut
    }

    private func encoded(_ value: some Encodable) throws(ACMEError) -> Data {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .withoutEscapingSlashes
            return try encoder.encode(value)
        } catch {
            throw .badAnswer("\(error)")
        }
    }

    private func decoded<Value: Decodable>(_ answer: AuthorityAnswer) throws(ACMEError) -> Value {
        do {
            let decoder = JSONDecoder()
            decoder.dateDecodingStrategy = .iso8601
            return try decoder.decode(Value.self, from: answer.body)
        } catch {
            throw .badAnswer("\(Value.self) cannot be read")
        }
    }
}
