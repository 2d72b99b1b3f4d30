import Foundation

extension LoopbackServer {
    /// A received request.
    package struct Request: Sendable {
        /// `GET`
        package var method: String
        /// Path and query of the request line, encoded.
        package var target: String
        /// In the order received.
        package var headers: [(name: String, value: String)]
        /// The bytes received.
        package var body: [UInt8]

        /// `GET /v2/history?limit=10`
        package var line: String { "\(method) \(target)" }
        /// The parts of the query, encoded, in order.
        package var query: [String] {
            target.split(separator: "?").dropFirst().joined().split(separator: "&").map(String.init)
        }
        /// The body as text.
        package var text: String { String(decoding: body, as: UTF8.self) }

        /// The value of a header, ignoring case; several values are joined by commas.
        package func header(_ name: String) -> String? {
            let values = headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
            return values.isEmpty ? nil : values.joined(separator: ", ")
        }
    }

    /// A reply.
    package enum Reply: Sendable {
        /// A complete answer.
        case answer(status: Int, headers: [(String, String)] = [], body: String)
        /// A complete answer in bytes.
        case bytes(status: Int, headers: [(String, String)], body: [UInt8])
        /// No answer; the connection stays open.
        case silence
        /// 200 and the start of a body that never ends.
        case stall(String)
        /// 200 and the start of a longer body; then the connection is closed.
        case cut(String)
        /// Closes the connection.
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
