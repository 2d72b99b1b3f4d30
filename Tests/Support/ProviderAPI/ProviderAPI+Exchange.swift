import Foundation

extension ProviderAPI {
    /// A request as it came.
    package struct Request: Sendable {
        /// `GET`
        package var method: String
        /// Path and query as they stood in the request line.
        package var target: String
        /// As they came.
        package var headers: [(name: String, value: String)]
        /// As it came.
        package var body: [UInt8]

        /// `GET /v2/history?limit=10`
        package var line: String { "\(method) \(target)" }
        /// The path without `/v2/` and the query.
        package var path: String { String((target.split(separator: "?").first ?? "").dropFirst(4)) }
        /// The query's parts as they stood there, in order.
        package var query: [String] {
            target.split(separator: "?").dropFirst().joined().split(separator: "&").map(String.init)
        }
        /// The body as text.
        package var text: String { String(decoding: body, as: UTF8.self) }

        /// A header's value, whatever the case of its name; several are one with commas.
        package func header(_ name: String) -> String? {
            let values = headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
            return values.isEmpty ? nil : values.joined(separator: ", ")
        }
    }

    /// What is answered.
    package enum Reply: Sendable {
        /// A whole answer.
        case answer(status: Int, headers: [(String, String)] = [], body: String)
        /// A whole answer that is no text.
        case bytes(status: Int, headers: [(String, String)], body: [UInt8])
        /// Nothing, and the connection stays open.
        case silence
        /// 200 and the beginning of a body that never ends.
        case stall(String)
        /// 200, the beginning of a longer body, and the end of the connection.
        case cut(String)
        /// The end of the connection.
        case hangUp

        /// 200 and JSON.
        package static func json(_ body: String) -> Reply {
            .answer(status: 200, headers: [("Content-Type", "application/json")], body: body)
        }

        /// 204
        package static let done = Reply.answer(status: 204, body: "")

        /// A refusal in the API's own form.
        package static func refusal(_ status: Int, detail: String, headers: [(String, String)] = []) -> Reply {
            let body = #"{"errors":[{"status":\#(status),"title":"Refused","detail":"\#(detail)"}]}"#
            return .answer(status: status, headers: headers + [("Content-Type", "application/json")], body: body)
        }
    }
}
