import HTTPTypes
import HummingbirdCore
import NIOCore
import Sipgate

/// Reads the bodies of requests that change something, each with the proof that it was meant.
struct BodyReading {
    let request: Request
    let token: String

    /// Why a body is not taken.
    enum Refusal: Error {
        case type(expected: String)
        case tooLarge(limit: Int)
        case broken(String)
        /// The token is another, or none: an old page, or a strange one.
        case token
    }

    /// - Throws: `Refusal`, and what the connection throws.
    func form(limit: Int) async throws -> FormFields {
        guard isType("application/x-www-form-urlencoded") else { throw Refusal.type(expected: "a form") }
        let bytes = try await whole(limit)
        let fields: FormFields
        do throws(FormFields.Invalid) {
            fields = try FormFields(bytes.readableBytesView)
        } catch {
            throw Refusal.broken("The form cannot be decoded.")
        }
        guard WriteProof.isToken(fields[AdminFrame.tokenField], token) else { throw Refusal.token }
        return fields
    }

    /// - Throws: `Refusal`, and what the connection throws.
    func text(limit: Int) async throws -> String {
        try proveByField()
        guard isType("text/plain") else { throw Refusal.type(expected: "text/plain") }
        let bytes = try await whole(limit)
        guard let text = String(validating: bytes.readableBytesView, as: UTF8.self) else {
            throw Refusal.broken("The text is not UTF-8.")
        }
        return text
    }

    /// - Throws: `Refusal`, `Upload.Failure`, and what the connection throws.
    func upload(_ rules: Upload.Rules) async throws -> Upload {
        guard let boundary = request.headers[.contentType].flatMap(MultipartReader.boundary) else {
            throw Refusal.type(expected: "multipart/form-data")
        }
        // Room for the fields around the files.
        let limit = rules.bytes + 64 << 10
        if let length = request.announcedLength, length > limit { throw Refusal.tooLarge(limit: rules.bytes) }
        let isProved = WriteProof.isToken(request.headers[.xToken], token)
        if request.headers[.xToken] != nil, !isProved { throw Refusal.token }
        return try await Upload.receive(
            request.body, boundary: boundary, rules: rules, token: isProved ? nil : token)
    }

    private func proveByField() throws(Refusal) {
        guard WriteProof.isToken(request.headers[.xToken], token) else { throw .token }
    }

    private func isType(_ type: String) -> Bool {
        let given = request.headers[.contentType]?.split(separator: ";").first?.lowercased() ?? ""
        return given.drop { $0 == " " } == type[...]
    }

    private func whole(_ limit: Int) async throws -> ByteBuffer {
        do {
            return try await request.wholeBody(upTo: limit)
        } catch Request.BodyFailure.tooLarge {
            throw Refusal.tooLarge(limit: limit)
        } catch Request.BodyFailure.cutShort {
            throw Refusal.broken("The request is not whole.")
        }
    }
}

extension BodyReading.Refusal {
    var status: HTTPResponse.Status {
        switch self {
        case .type: .unsupportedMediaType
        case .tooLarge: .contentTooLarge
        case .broken: .badRequest
        case .token: .forbidden
        }
    }

    var sentence: String {
        switch self {
        case .type(let expected): "What was sent is not \(expected)."
        case .tooLarge(let limit): "What was sent is too large: at most \(limit >> 10) KiB are taken."
        case .broken(let sentence): sentence
        case .token:
            "This page was made before the server was started anew, or before you logged in. Nothing was changed: "
                + "go back, load the page again, and repeat what you did."
        }
    }
}
