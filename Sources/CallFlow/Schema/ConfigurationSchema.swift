/// The JSON Schema (draft 7) of `announce.yaml`, for editors: completion, descriptions, and most mistakes while typing.
///
/// Made of the same table as the reader. It accepts every valid file; the reader finds more that is wrong: names that do not
/// exist, calls that never end, times that overlap.
package enum ConfigurationSchema {
    /// The name of the file that `announce init` writes beside `announce.yaml`.
    package static let fileName = "announce.schema.json"

    /// The first line of a configuration, which makes editors use the schema.
    package static func reference(to schema: String = fileName) -> String {
        "# yaml-language-server: $schema=\(schema)\n"
    }

    /// The whole schema.
    package static let root: SchemaNode = LanguageMapping.file.schema.with([
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "announce.yaml",
        "description": "What telephone numbers do: the configuration of announce.",
        // The numbers may all be in included files.
        "anyOf": [["required": ["numbers"]], ["required": ["include"]]],
        "definitions": [
            "prompt": SchemaNode.oneOrMore(.anyText).with([
                "description": "An announcement by its name, or several joined into one prompt."
            ]),
            "phoneNumber": [
                "type": ["string", "integer"],
                "description": "A telephone number in international format, e.g. +49 211 1234567.",
            ],
            "numbers": SchemaNode.mapping(
                of: .definition("numberSteps"),
                keys: "^(default|outgoing|names|file|[-+0-9()/.\\s\\u00A0\\u202F\\u2011]+\\*?)$",
                named: [
                    "default": .definition("numberSteps"),
                    "file": SchemaNode.oneOrMore(.anyText).with([
                        "description":
                            "CSV tables of numbers, with the columns number, flow, name and one for each parameter."
                    ]),
                    "names": SchemaNode.mapping(
                        of: .anyText, keys: "^[-+0-9()/.\\s\\u00A0\\u202F\\u2011]+\\*?$"
                    ).with(["description": "What people call the numbers, shown by the dashboard."]),
                    "outgoing": .mapping(
                        of: .definition("numberSteps"), keys: "^[-+0-9()/.\\s\\u00A0\\u202F\\u2011]+\\*?$"),
                ]),
            "numberSteps": StepSchema.number,
            "flowSteps": StepSchema.flow,
            "menuSteps": StepSchema.menu,
        ],
    ])
}
