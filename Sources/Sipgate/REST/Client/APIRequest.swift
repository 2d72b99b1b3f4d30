import FoundationEssentials

/// A request to the API, independent of HTTP.
struct APIRequest: Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case put = "PUT"
        case post = "POST"
        case patch = "PATCH"
        case delete = "DELETE"

        /// Whether executing the request twice has the same effect as once (RFC 9110, section 9.2.2; RFC 5789, section 2).
        var isIdempotent: Bool { self != .post && self != .patch }
    }

    var method: Method
    /// The segments of the path, not encoded. None is empty, `.` or `..`: the types of ids guarantee that.
    var path: [String]
    /// The scope that the token must have.
    var scope: String
    /// Not encoded; a name may occur several times.
    var query: [(name: String, value: String)] = []
    var body: Data?
    /// The meaning of a refusal for this request, if it is more specific than the status.
    var meaning: @Sendable (Refusal) -> SipgateError? = { _ in nil }

    init(_ method: Method, _ path: String..., scope: String) { self.init(method, path: path, scope: scope) }

    init(_ method: Method, path: [String], scope: String) {
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
            // Bodies contain only texts, integers and Booleans.
            preconditionFailure("cannot encode the body: \(error)")
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

    /// The encoded path and query, from the first slash.
    var target: String {
        let path = path.map { "/" + Self.encoded($0) }.joined()
        guard !query.isEmpty else { return path }
        return path + "?" + query.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
    }

    /// Percent-encodes everything but the unreserved characters (RFC 3986, section 2.3), so that no value can change
    /// the structure of the URL.
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
