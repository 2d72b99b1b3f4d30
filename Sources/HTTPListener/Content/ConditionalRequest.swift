package import HTTPTypes
package import NIOHTTP1

/// A GET or HEAD request for content that may be answered conditionally or in part.
package struct ConditionalRequest: Sendable {
    /// False: HEAD.
    package let isGet: Bool
    let preconditions: Preconditions

    package init(_ request: HTTPRequest) {
        isGet = request.method == .get
        let fields = request.headerFields
        preconditions = Preconditions(
            ifMatch: fields[.ifMatch], ifNoneMatch: fields[.ifNoneMatch], ifModifiedSince: fields[.ifModifiedSince],
            ifUnmodifiedSince: fields[.ifUnmodifiedSince], ifRange: fields[.ifRange], range: fields[.range])
    }

    package init(_ request: HTTPRequestHead) {
        isGet = request.method == .GET
        let fields = request.headers
        preconditions = Preconditions(
            ifMatch: fields.combined("if-match"), ifNoneMatch: fields.combined("if-none-match"),
            ifModifiedSince: fields.combined("if-modified-since"),
            ifUnmodifiedSince: fields.combined("if-unmodified-since"), ifRange: fields.combined("if-range"),
            range: fields.combined("range"))
    }
}

extension HTTPHeaders {
    /// The values of all fields of a name as one, separated by commas (RFC 9110 section 5.3).
    fileprivate func combined(_ name: String) -> String? {
        let values = self[name]
        return values.count > 1 ? values.joined(separator: ", ") : values.first
    }
}
