/// A part of a JSON Schema, in JSON.
package indirect enum SchemaNode: Hashable, Sendable, Encodable {
    case text(String)
    case number(Int)
    case boolean(Bool)
    case list([SchemaNode])
    case object([String: SchemaNode])

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .boolean(let boolean): try container.encode(boolean)
        case .list(let nodes): try container.encode(nodes)
        case .object(let members): try container.encode(members)
        }
    }

    /// The members of an object; empty for anything else.
    package var members: [String: SchemaNode] {
        if case .object(let members) = self { members } else { [:] }
    }

    /// The same object with more members.
    func with(_ more: [String: SchemaNode]) -> SchemaNode { .object(members.merging(more) { $1 }) }
}

extension SchemaNode: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self = .text(text) }
}

extension SchemaNode: ExpressibleByIntegerLiteral {
    package init(integerLiteral number: Int) { self = .number(number) }
}

extension SchemaNode: ExpressibleByBooleanLiteral {
    package init(booleanLiteral boolean: Bool) { self = .boolean(boolean) }
}

extension SchemaNode: ExpressibleByArrayLiteral {
    package init(arrayLiteral nodes: SchemaNode...) { self = .list(nodes) }
}

extension SchemaNode: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral members: (String, SchemaNode)...) {
        self = .object(Dictionary(members) { $1 })
    }
}
