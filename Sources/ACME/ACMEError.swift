package import Sipgate

/// Why no certificate could be had.
package enum ACMEError: Error, Hashable, Sendable {
    /// The authority did not answer.
    case unreachable(ConnectionFailure)
    /// A file that should vouch for the authority's server cannot be read, or holds no certificates.
    case noTrust(path: String)
    case refused(Problem)
    /// Too many requests; the authority may say when to come again.
    case rateLimited(Problem, retryAfter: Duration?)
    /// The authority could not convince itself that this server answers for the host.
    case notProven(host: String, Problem?)
    case orderFailed(Problem?)
    /// Nothing was decided in time.
    case timedOut
    /// The answer is not what RFC 8555 says.
    case badAnswer(String)
    /// The authority offers no proof over HTTP for the host.
    case noHTTPChallenge(host: String)

    /// What is wrong, and what to do, in sentences.
    package var sentence: String {
        switch self {
        case .unreachable(let failure):
            "The certificate authority cannot be reached: \(failure.words). \(failure.remedy)"
        case .noTrust(let path):
            "The certificate authority cannot be trusted: \(path), named by `ca:`, does not hold certificates in PEM."
        case .refused(let problem): "The certificate authority refuses: \(problem.words)"
        case .rateLimited(let problem, _): "The certificate authority limits the number of requests: \(problem.words)"
        case .notProven(let host, let problem):
            "The certificate authority could not fetch the proof from http://\(host)/ (port 80 must lead to this server): "
                + (problem?.words ?? "no reason given")
        case .orderFailed(let problem):
            "The certificate authority did not issue a certificate: \(problem?.words ?? "no reason given")"
        case .timedOut: "The certificate authority did not decide in time."
        case .badAnswer(let reason): "The certificate authority's answer makes no sense: \(reason)."
        case .noHTTPChallenge(let host): "The certificate authority offers no proof over HTTP for \(host)."
        }
    }

    /// How long to wait at least.
    package var retryAfter: Duration? {
        if case .rateLimited(_, let delay) = self { delay } else { nil }
    }
}
