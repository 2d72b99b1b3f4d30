/// SQL with its values. A value that is interpolated becomes a parameter, never a part of the text; another statement is inserted
/// with its values.
///
/// ```swift
/// let own: Statement = "caller = \("+4930123456")"
/// let statement: Statement = "SELECT id FROM call WHERE \(own) AND id > \(last)"    // … caller = $1 AND id > $2
/// ```
package struct Statement: Sendable, ExpressibleByStringInterpolation {
    fileprivate enum Piece: Sendable {
        case sql(String)
        case value(Parameter)
    }

    private var pieces: [Piece]

    fileprivate init(_ pieces: [Piece]) { self.pieces = pieces }

    package init(stringLiteral text: String) { self.init([.sql(text)]) }

    package init(stringInterpolation: StringInterpolation) { self.init(stringInterpolation.pieces) }

    /// SQL that the program wrote: nothing that a user or a client sent.
    package init(trusted sql: String) { self.init([.sql(sql)]) }

    /// The text with `$1`, `$2`, …, and what they stand for.
    var rendered: (sql: String, parameters: [Parameter]) {
        var (sql, parameters) = ("", [] as [Parameter])
        for piece in pieces {
            switch piece {
            case .sql(let text): sql += text
            case .value(let value):
                parameters.append(value)
                sql += "$\(parameters.count)"
            }
        }
        return (sql, parameters)
    }

    package static func + (left: Statement, right: Statement) -> Statement { Statement(left.pieces + right.pieces) }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces: [Piece] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(2 * interpolationCount + 1)
        }

        package mutating func appendLiteral(_ text: String) { if !text.isEmpty { pieces.append(.sql(text)) } }
        package mutating func appendInterpolation(_ value: Parameter) { pieces.append(.value(value)) }
        package mutating func appendInterpolation(_ text: String?) { pieces.append(.value(.text(text))) }
        package mutating func appendInterpolation(_ number: Int64?) { pieces.append(.value(.integer(number))) }
        package mutating func appendInterpolation(_ number: Int) { pieces.append(.value(.integer(Int64(number)))) }
        package mutating func appendInterpolation(_ flag: Bool) { pieces.append(.value(.flag(flag))) }
        package mutating func appendInterpolation(_ texts: [String]) { pieces.append(.value(.texts(texts))) }
        package mutating func appendInterpolation(_ numbers: [Int64]) { pieces.append(.value(.integers(numbers))) }
        package mutating func appendInterpolation(_ statement: Statement) { pieces += statement.pieces }
        /// SQL that the program wrote.
        package mutating func appendInterpolation(trusted sql: String) { pieces.append(.sql(sql)) }
    }
}

extension [Statement] {
    package func joined(separator: Statement) -> Statement {
        guard let first else { return "" }
        return dropFirst().reduce(first) { $0 + separator + $1 }
    }
}
