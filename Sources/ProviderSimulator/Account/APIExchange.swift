import FoundationEssentials
package import Sipgate
import Telephony

/// An object of the API, with the names and values that it has there.
package typealias JSONObject = [String: JSONValue]

/// A request to the REST API, as the simulated account reads it.
package struct APICall: Sendable {
    /// `GET`
    package var method: String
    /// The segments of the path behind `/v2`, decoded.
    package var path: [String]
    /// In order; a name may occur several times.
    package var query: [(name: String, value: String)]
    package var body: [UInt8]
    /// The header's value.
    package var authorization: String?

    package init(
        method: String, path: [String], query: [(name: String, value: String)] = [], body: [UInt8] = [],
        authorization: String? = nil
    ) {
        (self.method, self.path, self.query) = (method, path, query)
        (self.body, self.authorization) = (body, authorization)
    }

    /// All values of a name.
    func values(_ name: String) -> [String] { query.filter { $0.name == name }.map(\.value) }
    func value(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// The body as a JSON object.
    ///
    /// - Throws: `APIRefusal` 400.
    func object() throws(APIRefusal) -> JSONObject {
        guard case .object(let object)? = try? JSONDecoder().decode(JSONValue.self, from: Data(body)) else {
            throw .invalid("The body is not a JSON object.")
        }
        return object
    }

    /// The body as a JSON array of objects.
    ///
    /// - Throws: `APIRefusal` 400.
    func objects() throws(APIRefusal) -> [JSONObject] {
        let list = try? JSONDecoder().decode([JSONObject].self, from: Data(body))
        guard let list else { throw .invalid("The body is not a JSON array of objects.") }
        return list
    }

    /// A page of a list.
    ///
    /// - Throws: `APIRefusal` 400.
    func page(most: Int) throws(APIRefusal) -> (offset: Int, limit: Int) {
        func number(_ name: String, _ standard: Int, in range: ClosedRange<Int>) throws(APIRefusal) -> Int {
            guard let text = value(name) else { return standard }
            guard let number = Int(text), range.contains(number) else {
                throw .invalid("\(name) must be \(range.lowerBound) to \(range.upperBound).", at: name)
            }
            return number
        }
        return (try number("offset", 0, in: 0...Int.max), try number("limit", 10, in: 1...most))
    }
}

/// An answer of the REST API.
package struct APIAnswer: Sendable {
    package var status = 200
    /// Nil: no body.
    package var json: JSONValue?
    /// Instead of JSON.
    package var text: String?
    /// Seconds.
    package var retryAfter: Int?

    static let done = APIAnswer(status: 204)

    static func items(_ items: [JSONObject], total: Int? = nil) -> APIAnswer {
        var object: JSONObject = ["items": .list(items.map { .object($0) })]
        object["totalCount"] = total.map { .whole($0) }
        return APIAnswer(json: .object(object))
    }
}

/// Why a request is refused: `{"errors":[{"status","title","detail","source":{"pointer"}}]}`
struct APIRefusal: Error {
    var status: Int
    var title: String
    var detail: String
    var pointer: String?
    var retryAfter: Int?

    static func invalid(_ detail: String, at field: String? = nil) -> APIRefusal {
        APIRefusal(status: 400, title: "Bad Request", detail: detail, pointer: field.map { "/" + $0 })
    }

    static func forbidden(_ detail: String) -> APIRefusal {
        APIRefusal(status: 403, title: "Forbidden", detail: detail)
    }

    static func notFound(_ what: String) -> APIRefusal {
        APIRefusal(status: 404, title: "Not Found", detail: "There is no such \(what).")
    }

    static let noFunds = APIRefusal(
        status: 402, title: "Payment Required", detail: "The account's balance is not sufficient.")

    var answer: APIAnswer {
        var error: JSONObject = [
            "status": .whole(status), "title": .text(title), "detail": .text(detail),
        ]
        if let pointer { error["source"] = .object(["pointer": .text(pointer)]) }
        return APIAnswer(status: status, json: .object(["errors": .list([.object(error)])]), retryAfter: retryAfter)
    }
}

extension JSONValue {
    var text: String? { if case .text(let text) = self { text } else { nil } }
    var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
    var whole: Int? { if case .whole(let number) = self { number } else { nil } }
    var list: [JSONValue]? { if case .list(let list) = self { list } else { nil } }
    var object: JSONObject? { if case .object(let object) = self { object } else { nil } }
}

extension JSONObject {
    /// A text that must be there and not be empty.
    func required(_ name: String) throws(APIRefusal) -> String {
        guard let text = self[name]?.text, !text.isEmpty else { throw .invalid("\(name) is missing.", at: name) }
        return text
    }

    /// A number in international form, which the API demands with its plus.
    func number(_ name: String) throws(APIRefusal) -> String {
        let text = try required(name)
        guard text.hasPrefix("+"), let number = try? PhoneNumber(text) else {
            throw .invalid("\(name) is not a number in international form (E.164).", at: name)
        }
        return number.description
    }

    /// A text; empty if there is none.
    func text(_ name: String) -> String { self[name]?.text ?? "" }

    /// A Boolean that must be there.
    func flag(_ name: String) throws(APIRefusal) -> Bool {
        guard let flag = self[name]?.flag else { throw .invalid("\(name) must be true or false.", at: name) }
        return flag
    }
}
