import FoundationEssentials

/// One request to the API, before it is anything of HTTP.
struct APIRequest: Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case put = "PUT"
        case post = "POST"
        case delete = "DELETE"

        /// Whether carrying it out twice is carrying it out once (RFC 9110, section 9.2.2).
        var isIdempotent: Bool { self != .post }
    }

    var method: Method
    /// The parts between the slashes, not encoded. None is empty or made of dots: identities are types that see to it.
    var path: [String]
    /// The scope that the token must have.
    var scope: String
    /// Not encoded; a name can be there several times.
    var query: [(name: String, value: String)] = []
    var body: Data?
    /// What a refusal means here, where that is more than its status says.
    var meaning: @Sendable (Refusal) -> SipgateError? = { _ in nil }

    init(_ method: Method, _ path: String..., scope: String) {
        self.method = method
        self.path = path
        self.scope = scope
    }

    func query(_ items: [(name: String, value: String)]) -> APIRequest {
        var request = self
        request.query += items
        return request
    }

    func body(_ value: some Encodable) -> APIRequest {
        var request = self
        do {
            request.body = try JSON.encoder().encode(value)
        } catch {
            // Bodies are made here, of texts, whole numbers and truth values only.
            preconditionFailure("a body that cannot be JSON: \(error)")
        }
        return request
    }

    func meaning(_ meaning: @escaping @Sendable (Refusal) -> SipgateError?) -> APIRequest {
        var request = self
        request.meaning = meaning
        return request
    }

    /// `PUT settings/sipgateio`, for error messages.
    var name: String { method.rawValue + " " + path.map(Self.encoded).joined(separator: "/") }

    /// Path and query as they stand in the address, from the slash on.
    var target: String {
        let path = path.map { "/" + Self.encoded($0) }.joined()
        guard !query.isEmpty else { return path }
        return path + "?" + query.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
    }

    /// Percent-encodes everything but the unreserved characters of RFC 3986, so that nothing leaves its place.
    private static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            if byte.isLetterOrDigit || "-._~".utf8.contains(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}
