import Synchronization

/// What this server answers at `/.well-known/acme-challenge/TOKEN` while an authority looks (RFC 8555, section 8.3).
package final class HTTPProofs: Sendable {
    private let proofs = Mutex<[String: String]>([:])

    package init() {}

    package subscript(token: String) -> String? { proofs.withLock { $0[token] } }

    func add(_ proof: String, for token: String) { proofs.withLock { $0[token] = proof } }

    func removeAll() { proofs.withLock { $0 = [:] } }
}
