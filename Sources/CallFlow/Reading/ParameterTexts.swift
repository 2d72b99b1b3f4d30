import Telephony

/// The texts that have parameters of flows: `Willkommen bei {company}`. Each different set of values makes an announcement of its
/// own, as it does of a flow.
final class ParameterTexts {
    private var known: [AnnouncementName: [String]] = [:]
    /// `nil` if it is not known which announcements have recordings, and so need no values.
    private let recordings: Set<AnnouncementName>?
    private var used: [AnnouncementName: (text: AnnouncementName, values: [String: String])] = [:]

    /// - Parameter recordings: a text that has one is a script, whatever its parameters; `nil` if they are not known.
    init(_ section: YAMLNode?, _ scripts: [SourceFiles.Script], recordings: Set<AnnouncementName>?) {
        self.recordings = recordings
        var texts = scripts.map { ($0.name, $0.text) }
        if case .mapping(let entries) = section?.content {
            for entry in entries {
                guard let name = try? AnnouncementName(entry.key.value) else { continue }
                let node =
                    if case .mapping = entry.value.content { entry.value["text"] } else { entry.value as YAMLNode? }
                // Those of the section count.
                if case .text(let text, _)? = node?.content { texts.append((name, text)) }
            }
        }
        for (name, text) in texts where text.utf8.contains(UInt8(ascii: "{")) {
            known[name] = (try? TextTemplate(text))?.parameters.filter { !$0.isEmpty }
        }
        known = known.filter { !$0.value.isEmpty }
    }

    /// The parameters of the text of a name, in order; empty if it has none.
    func parameters(of name: String) -> [String] {
        guard !known.isEmpty, let name = try? AnnouncementName(name) else { return [] }
        return known[name] ?? []
    }

    /// Whether a text is spoken, so that its parameters need values.
    func isSpoken(_ name: String) -> Bool {
        guard let recordings, let name = try? AnnouncementName(name) else { return false }
        return !recordings.contains(name)
    }

    /// The announcement that a text makes with values: `welcome (en)`.
    ///
    /// - Returns: nil if a value is missing.
    func instance(of name: AnnouncementName, _ arguments: [String: Located<String>]) -> AnnouncementName? {
        let parameters = known[name] ?? []
        let values = parameters.compactMap { arguments[$0]?.value }
        guard values.count == parameters.count else { return nil }
        let list = values.joined(separator: ", ")
        let instance = (try? AnnouncementName("\(name) (\(list))")) ?? Self.shortened(name, list)
        guard let instance else { return nil }
        used[instance] = (name, Dictionary(zip(parameters, values)) { first, _ in first })
        return instance
    }

    /// For values that no name can have.
    private static func shortened(_ name: AnnouncementName, _ list: String) -> AnnouncementName? {
        var hash = FNV1a<UInt64>()
        for byte in list.utf8 { hash.add(byte) }
        return try? AnnouncementName("\(name.text.unicodeScalars.prefix(40)) (\(String(hash.value, radix: 16)))")
    }

    /// The announcements that were made, with their texts and values.
    var instances: [(name: AnnouncementName, text: AnnouncementName, values: [String: String])] {
        used.map { ($0.key, $0.value.text, $0.value.values) }.sorted { $0.name < $1.name }
    }
}

extension ConfigurationReader {
    /// The announcement that a prompt names: of a text with parameters, the one with the values of the flow or menu.
    func played(_ name: Located<AnnouncementName>) -> Located<AnnouncementName> {
        let parameters = parameterTexts.parameters(of: name.value.text)
        guard !parameters.isEmpty, parameterTexts.isSpoken(name.value.text) else { return name }
        if let instance = parameterTexts.instance(of: name.value, templates.arguments) {
            return Located(value: instance, span: name.span)
        }
        let missing = parameters.first { templates.arguments[$0] == nil } ?? ""
        problems.add(.missingParameter(missing, of: "the text \(quoted(name.value.text))"), at: name.span)
        return name
    }

    /// Adds the texts that are played with values.
    func addInstances(to texts: inout [TextSyntax]) {
        let known = Dictionary(texts.map { ($0.name.value, $0) }) { first, _ in first }
        for instance in parameterTexts.instances {
            guard var syntax = known[instance.text] else { continue }
            syntax.name.value = instance.name
            syntax.text.parameters = instance.values
            if let language = instance.values["lang"].flatMap({ TextLanguage($0) }) { syntax.text.language = language }
            texts.append(syntax)
        }
    }
}
