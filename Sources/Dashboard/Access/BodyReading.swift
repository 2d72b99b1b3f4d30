import HTTPListener
import HTTPTypes
import NIOCore
import Sipgate

/// Reads the bodies of requests that change something, each with the proof that it comes from one of our pages.
struct BodyReading {
    let request: Request
    let token: String

    /// - Throws: `BodyRefusal`, and what the connection throws.
    func form(limit: Int) async throws -> FormFields {
        guard isType("application/x-www-form-urlencoded") else {
            throw BodyRefusal.type(expected: "application/x-www-form-urlencoded")
        }
        let bytes = try await whole(limit)
        let fields: FormFields
        do throws(FormFields.ParseError) {
            fields = try FormFields(bytes.readableBytesView)
        } catch {
            throw BodyRefusal.broken(Texts.Refusal.form)
        }
        guard WriteProof.isToken(fields[AdminFrame.tokenField], token) else { throw BodyRefusal.token }
        return fields
    }

    /// - Throws: `BodyRefusal`, and what the connection throws.
    func text(limit: Int) async throws -> String {
        try proveByField()
        guard isType("text/plain") else { throw BodyRefusal.type(expected: "text/plain") }
        let bytes = try await whole(limit)
        guard let text = String(validating: bytes.readableBytesView, as: UTF8.self) else {
            throw BodyRefusal.broken(Texts.Refusal.text)
        }
        return text
    }

    /// - Throws: `BodyRefusal`, `UploadError`, and what the connection throws.
    func upload(_ rules: Upload.Rules) async throws -> Upload {
        guard let boundary = request.headers[.contentType].flatMap(MultipartReader.boundary) else {
            throw BodyRefusal.type(expected: "multipart/form-data")
        }
        // Leaves room for the fields around the files.
        let limit = rules.bytes + 64 << 10
        if let length = request.announcedLength, length > limit { throw BodyRefusal.tooLarge(limit: rules.bytes) }
        let hasToken = WriteProof.isToken(request.headers[.xToken], token)
        if request.headers[.xToken] != nil, !hasToken { throw BodyRefusal.token }
        let requiredField = Upload.RequiredField(field: AdminFrame.tokenField) { [token] in
            WriteProof.isToken($0, token)
        }
        return try await Upload.receive(
            request.body, boundary: boundary, rules: rules, requiredField: hasToken ? nil : requiredField)
    }

    private func proveByField() throws(BodyRefusal) {
        guard WriteProof.isToken(request.headers[.xToken], token) else { throw .token }
    }

    private func isType(_ type: String) -> Bool {
        let given = request.headers[.contentType]?.split(separator: ";").first?.lowercased() ?? ""
        return given.drop { $0 == " " } == type[...]
    }

    private func whole(_ limit: Int) async throws -> ByteBuffer {
        do {
            return try await request.wholeBody(upTo: limit)
        } catch RequestBodyError.tooLarge {
            throw BodyRefusal.tooLarge(limit: limit)
        } catch RequestBodyError.cutShort {
            throw BodyRefusal.broken(Texts.Refusal.incomplete)
        }
    }
}

/// Reasons a request body is refused.
enum BodyRefusal: Error {
    case type(expected: String)
    case tooLarge(limit: Int)
    case broken(String)
    /// The token is missing or wrong: the page is out of date, or not one of ours.
    case token
}

extension BodyRefusal {
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
        case .type(let expected): Texts.Refusal.type(expected: expected)
        case .tooLarge(let limit): Texts.Refusal.tooLarge(limit: limit)
        case .broken(let sentence): sentence
        case .token: Texts.Refusal.token
        }
    }
}
