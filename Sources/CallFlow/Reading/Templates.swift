import Telephony

/// The flows and menus of a file that have parameters, and what they are used with.
///
/// A flow with parameters is no flow yet: each different set of values makes one of it, its instance, which is read as if
/// it were written in the file with these values. Positions of calls therefore name the instance, and every check applies
/// to it. Equal values make the same instance, so a tree of menus in three languages is three trees, whatever the number of
/// ways between them.
///
/// What a hostile file can cost is bounded by `maximumDepth`, since an instance can use its own flow with a longer value, and by
/// `maximumValues`.
final class Templates {
    /// How many times parameters can be passed on from one instance to another.
    static let maximumDepth = 100
    /// How many values of the file all instances together can consist of; each counts twenty for itself.
    static let maximumValues = 2_000_000
    /// How many parameters a flow or menu can have.
    static let mostParameters = 50
    /// Bytes of a value at most: it becomes a part of names.
    static let longestValue = 200

    struct Template {
        let entry: YAMLNode.Entry
        /// In the order they are first named.
        let parameters: [String]
        /// Number of values in the file.
        let size: Int
        fileprivate(set) var isUsed = false
    }

    struct Instance {
        let item: ConfigurationProblem.NamedItem
        let name: String
        let template: Template
        let arguments: [String: Located<String>]
        fileprivate let depth: Int
    }

    private var templates: [ConfigurationProblem.NamedItem: [String: Template]] = [:]
    /// For each flow or menu the parameters of texts that it plays as recordings: values for them are of no use, but no mistake.
    private var ignored: [ConfigurationProblem.NamedItem: [String: Set<String>]] = [:]
    private var known: Set<String> = []
    private var waiting: [Instance] = []
    /// How deep the instance is that is being read; 0 for the file itself.
    private var depth = 0
    /// The values of the instance that is being read; empty for the file itself.
    private(set) var arguments: [String: Located<String>] = [:]
    private var valuesLeft = Templates.maximumValues

    /// - Parameter texts: a flow or menu that plays one of them has its parameters, too.
    init(flows: YAMLNode?, menus: YAMLNode?, texts: ParameterTexts) {
        for (item, section) in [(ConfigurationProblem.NamedItem.flow, flows), (.menu, menus)] {
            guard case .mapping(let entries) = section?.content else { continue }
            for entry in entries {
                var parameters: [String] = []
                let size = entry.value.forEachText { text in
                    let played = texts.parameters(of: text)
                    let isSpoken = !played.isEmpty && texts.isSpoken(text)
                    if !played.isEmpty, !isSpoken {
                        ignored[item, default: [:]][entry.key.value, default: []].formUnion(played)
                    }
                    for name in Placeholders.names(in: text) + (isSpoken ? played : [])
                    where parameters.count <= Self.mostParameters && !parameters.contains(name) {
                        parameters.append(name)
                    }
                }
                guard !parameters.isEmpty else { continue }
                templates[item, default: [:]][entry.key.value] = Template(
                    entry: entry, parameters: parameters, size: size)
            }
        }
    }

    /// The flow or menu of a name, if it has parameters.
    subscript(item: ConfigurationProblem.NamedItem, name: String) -> Template? { templates[item]?[name] }

    /// Whether a value for a parameter is only of use while a text has no recording.
    func ignores(_ parameter: String, of item: ConfigurationProblem.NamedItem, _ name: String) -> Bool {
        ignored[item]?[name]?.contains(parameter) ?? false
    }

    /// All of them.
    var all: [(item: ConfigurationProblem.NamedItem, template: Template)] {
        templates.flatMap { item, templates in templates.values.map { (item, $0) } }
    }

    func use(_ item: ConfigurationProblem.NamedItem, _ name: String) { templates[item]?[name]?.isUsed = true }

    /// Returns the name of a template's instance, which is read later if it is new.
    ///
    /// - Throws: The limit that is exceeded.
    func instance(
        of name: String, _ item: ConfigurationProblem.NamedItem, _ arguments: [String: Located<String>]
    ) throws(ConfigurationProblem.InstanceLimit) -> String? {
        guard let template = self[item, name] else { return nil }
        let instance = Self.name(of: name, template.parameters.map { ($0, arguments[$0]?.value ?? "") })
        guard !known.contains("\(item).\(instance)") else { return instance }
        guard depth < Self.maximumDepth else { throw .depth(Self.maximumDepth) }
        guard valuesLeft >= template.size + 20 else { throw .values(Self.maximumValues) }
        valuesLeft -= template.size + 20
        known.insert("\(item).\(instance)")
        waiting.append(
            Instance(item: item, name: instance, template: template, arguments: arguments, depth: depth + 1))
        return instance
    }

    /// The next instance to read.
    func next() -> Instance? {
        guard let instance = waiting.popLast() else { return nil }
        depth = instance.depth
        arguments = instance.arguments
        return instance
    }

    /// `practice(lang=de,target=+49 211 1234567)`; a long one is cut and ends in a hash of all of it, since names travel in
    /// the addresses of events.
    private static func name(of template: String, _ arguments: [(String, String)]) -> String {
        let whole = "\(template)(\(arguments.map { "\($0)=\($1)" }.joined(separator: ",")))"
        guard whole.utf8.count > 100 else { return whole }
        var hash = FNV1a<UInt64>()
        for byte in whole.utf8 { hash.add(byte) }
        return "\(String(whole.unicodeScalars.prefix(60)))…\(String(hash.value, radix: 16)))"
    }
}
