import CallFlow
import Testing

/// The schema for editors and the reader know the same keys.
struct ConfigurationSchemaTests {
    /// Where a mapping with fixed keys stands in the file, and its place in the schema.
    private static let mappings: [(yaml: String, schema: [String])] = [
        ("%", []), ("recordings: { % }", ["recordings"]), ("webhook: { % }", ["webhook"]),
        ("webhook: { basic-auth: { % } }", ["webhook", "basic-auth"]), ("server: { % }", ["server"]),
        ("server: { tls: { % } }", ["server", "tls"]), ("log: { % }", ["log"]),
        ("menus: { main: { % } }", ["menus", "*"]), ("menus: { main: { silence: { % } } }", ["menus", "*", "silence"]),
        ("menus: { main: { wrong-key: { % } } }", ["menus", "*", "wrong-key"]),
        ("schedules: { office: { % } }", ["schedules", "*"]), ("alerts: { % }", ["alerts"]),
        ("alerts: { mail: { % } }", ["alerts", "mail"]), ("alerts: { webhook: { % } }", ["alerts", "webhook"]),
        ("alerts: { ntfy: { % } }", ["alerts", "ntfy"]), ("alerts: { rules: { % } }", ["alerts", "rules"]),
        ("rotas: { r: { % } }", ["rotas", "*"]), ("customers: { c: { % } }", ["customers", "*"]),
    ]

    /// The schema of a mapping.
    private static func node(_ path: [String]) -> SchemaNode {
        path.reduce(ConfigurationSchema.root) { node, key in
            let members = key == "*" ? node.members["additionalProperties"] : node.members["properties"]?.members[key]
            // Behind a choice, such as `off` or a mapping, the mapping is the last.
            guard let choices = members?.members["anyOf"], case .list(let nodes) = choices, let last = nodes.last else {
                return members ?? [:]
            }
            return last
        }
    }

    private func unknownKeys(_ text: String) -> [String] {
        ConfigurationFile.read(text, folder: "/srv", announcements: nil).problems.compactMap { problem in
            if case .unknownKey(let key, _) = problem.kind { key } else { nil }
        }
    }

    @Test("the reader accepts every key of the schema, and no other", arguments: mappings.indices)
    func keys(_ index: Int) throws {
        let (yaml, path) = Self.mappings[index]
        let properties = try #require(Self.node(path).members["properties"]?.members)
        #expect(properties.count >= 2)
        for key in properties.keys {
            #expect(unknownKeys(yaml.replacing("%", with: "\(key): a")) == [], "\(key)")
            #expect(unknownKeys(yaml.replacing("%", with: "\(key)-x: a")) == ["\(key)-x"])
            let description = properties[key]?.members["description"]
            #expect(description != nil, "\(key)")
        }
    }
}
