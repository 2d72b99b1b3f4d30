// The values of the language as JSON Schema. Patterns are those that can be told from the text alone; the reader also checks
// what they mean.

extension SchemaNode {
    static func definition(_ name: String) -> SchemaNode { ["$ref": .text("#/definitions/\(name)")] }

    /// Any scalar that is read as text: YAML takes `0815` for a number.
    static let anyText: SchemaNode = ["type": ["string", "number", "boolean"]]
    static let truth: SchemaNode = ["type": "boolean"]
    static let name: SchemaNode = ["type": "string", "minLength": 1]

    static func text(matching pattern: String) -> SchemaNode { ["type": "string", "pattern": .text(pattern)] }

    static func count(_ range: ClosedRange<Int>) -> SchemaNode {
        ["type": "integer", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)]
    }

    static func word(_ words: [String]) -> SchemaNode { ["enum": .list(words.map { .text($0) })] }

    /// One value, or a list with at least one.
    static func oneOrMore(_ value: SchemaNode, atMost most: Int? = nil) -> SchemaNode {
        var list: SchemaNode = ["type": "array", "items": value, "minItems": 1]
        if let most { list = list.with(["maxItems": .number(most)]) }
        return ["anyOf": [value, list]]
    }

    /// The same value, or one that a parameter stands for: `{tries}`.
    var orParameter: SchemaNode { ["anyOf": [self, .text(matching: "\\{[^{}]+\\}")]] }

    /// A mapping with free keys.
    static func mapping(
        of value: SchemaNode, keys pattern: String? = nil, named: [String: SchemaNode] = [:], mayBeEmpty: Bool = true
    ) -> SchemaNode {
        var node: SchemaNode = ["type": "object", "additionalProperties": value]
        if let pattern { node = node.with(["propertyNames": ["pattern": .text(pattern)]]) }
        if !named.isEmpty { node = node.with(["properties": .object(named)]) }
        if !mayBeEmpty { node = node.with(["minProperties": 1]) }
        return node
    }

    static let duration = text(matching: "^[0-9]+(\\.[0-9]{1,3})? *m?s$")
    static let endpoint = text(matching: "^([A-Za-z0-9.-]*|\\[[0-9A-Fa-f:.%]+\\]):[0-9]{1,5}$")
    static let variable = text(matching: "^[A-Za-z_][A-Za-z0-9_]*$")
    static let level = text(
        matching: "^([Kk][Ee][Ee][Pp]|[+-]?[0-9]+(\\.[0-9]*)? *([Dd][Bb][Mm]0|[Ll][Uu][Ff][Ss]))$")
    static let hours = text(
        matching: "^ *([Cc][Ll][Oo][Ss][Ee][Dd]|[0-9]{1,2}:[0-9]{2} *[-–] *[0-9]{1,2}:[0-9]{2}.*)$")
    static let week = mapping(of: hours, keys: "^[A-Za-z ,–-]+$")
    /// Hours, or a holiday with or without hours.
    static let dayValue = text(
        matching:
            "^ *([Cc][Ll][Oo][Ss][Ee][Dd]|[Hh][Oo][Ll][Ii][Dd][Aa][Yy]|([Hh][Oo][Ll][Ii][Dd][Aa][Yy] +)?[0-9]{1,2}:[0-9]{2} *[-–] *[0-9]{1,2}:[0-9]{2}.*) *$"
    )
    static let prompt = definition("prompt")
    static let phoneNumber = definition("phoneNumber")
}
