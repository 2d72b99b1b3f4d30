import Crypto
package import FoundationEssentials
import SwiftASN1
import X509

/// A certificate chain with its private key, both in PEM.
package struct IssuedCertificate: Hashable, Sendable {
    package let chain: String
    package let key: String
}

/// Has an authority issue a certificate (RFC 8555, section 7.4), proving by HTTP (section 8.3) that this server answers for
/// the host.
package struct CertificateIssuance: Sendable {
    private let directory: String
    private let email: String
    private let key: AccountKey
    private let authorities: String?
    private let proofs: HTTPProofs

    /// How long an authority may take.
    private static let limit = Duration.seconds(300)

    /// - Parameters:
    ///   - authorities: a PEM file of certificates that vouch for the authority's server beside the system's.
    ///   - proofs: what is answered at `/.well-known/acme-challenge/`.
    package init(directory: String, email: String, key: AccountKey, trusting authorities: String?, proofs: HTTPProofs) {
        (self.directory, self.email, self.key) = (directory, email, key)
        (self.authorities, self.proofs) = (authorities, proofs)
    }

    /// Returns a new certificate with a new key.
    ///
    /// - Parameter replaced: the certificate that it takes the place of, if any.
    package func certificate(
        for host: String, replacing replaced: CertificateFacts?
    ) async throws(ACMEError) -> IssuedCertificate {
        defer { proofs.removeAll() }
        return try await withClient { client throws(ACMEError) in
            try await certificate(for: host, replacing: replaced?.renewalID, client)
        }
    }

    /// Returns when the authority wants the certificate to be renewed.
    package func advice(about certificate: CertificateFacts, now: Date) async throws(ACMEError) -> RenewalAdvice {
        guard let id = certificate.renewalID else { return RenewalAdvice(nil, retryAfter: nil, now: now) }
        return try await withClient { client throws(ACMEError) in
            let found = try await client.renewalInfo(id)
            return RenewalAdvice(found?.0.suggestedWindow, retryAfter: found?.retryAfter, now: now)
        }
    }

    /// Talks to the authority, and closes the connections whatever comes of it.
    private func withClient<Value>(
        _ work: (AuthorityClient) async throws(ACMEError) -> Value
    ) async throws(ACMEError) -> Value {
        let transport = try AuthorityTransport(trusting: authorities)
        let result: Result<Value, ACMEError>
        do throws(ACMEError) {
            result = .success(try await work(AuthorityClient(directory, key: key, transport: transport)))
        } catch {
            result = .failure(error)
        }
        await transport.close()
        return try result.get()
    }

    private func certificate(
        for host: String, replacing replaced: String?, _ client: AuthorityClient
    ) async throws(ACMEError) -> IssuedCertificate {
        try await client.register(email: email)
        var (url, order) = try await client.newOrder(for: [host], replacing: replaced)
        let key = P256.Signing.PrivateKey()
        var begun: Set<String> = []
        var pause = Duration.milliseconds(250)
        let deadline = ContinuousClock.now + Self.limit
        while ContinuousClock.now < deadline {
            var authorizations: [Authorization] = []
            if order.status == .pending || order.status == .invalid {
                for url in order.authorizations { authorizations.append(try await client.authorization(url)) }
            }
            switch OrderStep.next(order, authorizations, begun: begun) {
            case .prove(let challenges):
                for challenge in challenges {
                    let token = challenge.token ?? ""
                    proofs.add(self.key.authorization(of: token), for: token)
                    try await client.begin(challenge)
                    begun.insert(challenge.url)
                }
            case .finalize: try await client.finalize(order, request: try request(for: host, key))
            case .wait: break
            case .download(let place):
                let chain = try await client.certificate(place)
                return try checked(chain, for: host, key)
            case .fail(let error): throw error
            }
            let (current, retryAfter) = try await client.order(url)
            if current == order {
                do { try await Task.sleep(for: max(pause, min(retryAfter ?? .zero, .seconds(30)))) } catch {
                    throw .timedOut
                }
                pause = min(pause * 2, .seconds(10))
            }
            order = current
        }
        throw .timedOut
    }

    /// A request for a certificate (RFC 2986) in DER.
    private func request(for host: String, _ key: P256.Signing.PrivateKey) throws(ACMEError) -> [UInt8] {
        do {
            let names = try ExtensionRequest(
                extensions: Certificate.Extensions { SubjectAlternativeNames([.dnsName(host)]) })
            let request = try CertificateSigningRequest(
                version: .v1, subject: DistinguishedName(), privateKey: .init(key),
                attributes: .init([.init(names)]))
            var serializer = DER.Serializer()
            try serializer.serialize(request)
            return serializer.serializedBytes
        } catch {
            throw .badAnswer("\(error)")
        }
    }

    /// The chain, if it is for our key and the host.
    private func checked(
        _ chain: String, for host: String, _ key: P256.Signing.PrivateKey
    ) throws(ACMEError) -> IssuedCertificate {
        guard let certificate = CertificateFacts(pem: chain), certificate.hosts.contains(host),
            certificate.publicKey == Certificate.PublicKey(key.publicKey)
        else { throw .badAnswer("the certificate is not for \(host) and our key") }
        return IssuedCertificate(chain: chain, key: key.pemRepresentation)
    }
}
