/// A mapping of the configuration language with a fixed set of keys.
///
/// The only place that lists the keys: the reader accepts these and no others, and the JSON Schema for editors is made of
/// them.
struct LanguageMapping: Sendable {
    struct Key: Sendable {
        let name: String
        let value: SchemaNode
        /// What it sets, for people: shown by editors.
        let meaning: String
        let isRequired: Bool
        let standard: SchemaNode?

        init(
            _ name: String, _ value: SchemaNode, _ meaning: String, isRequired: Bool = false,
            standard: SchemaNode? = nil
        ) {
            self.name = name
            self.value = value
            self.meaning = meaning
            self.isRequired = isRequired
            self.standard = standard
        }
    }

    let keys: [Key]
    /// The keys' names, in the order they are usually written.
    let names: [String]

    init(_ keys: [Key]) {
        self.keys = keys
        names = keys.map(\.name)
    }

    /// The mapping as JSON Schema.
    var schema: SchemaNode {
        let properties = keys.map { key -> (String, SchemaNode) in
            var described = key.value.with(["description": .text(key.meaning)])
            // Draft 7 ignores what stands beside a reference.
            if let reference = key.value.members["$ref"] {
                described = ["allOf": [["$ref": reference]], "description": .text(key.meaning)]
            }
            return (key.name, key.standard.map { described.with(["default": $0]) } ?? described)
        }
        let required = keys.filter(\.isRequired).map { SchemaNode.text($0.name) }
        let node: SchemaNode = [
            "type": "object", "additionalProperties": false,
            "properties": .object(Dictionary(properties) { $1 }),
        ]
        return required.isEmpty ? node : node.with(["required": .list(required)])
    }
}
