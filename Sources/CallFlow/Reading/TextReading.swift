import Telephony

/// Reads `texts:`, and the files beside recordings.
extension ConfigurationReader {
    /// Returns the texts of announcements: of the section, and of files where it has none.
    func announcementTexts(_ node: YAMLNode?) -> [TextSyntax] {
        var found: [TextSyntax] = []
        var known: Set<AnnouncementName> = []
        for entry in node.flatMap({ entries($0, of: "`texts`") }) ?? [] {
            guard let name = announcementName(entry.key, of: "a key of `texts`") else { continue }
            guard known.insert(name).inserted else {
                problems.add(.textTwice(name.text), at: entry.key.span)
                continue
            }
            if entry.value.isNothing {
                problems.add(.noValue(entry.key.value), at: entry.key.span)
            } else if let text = announcementText(entry) {
                found.append(TextSyntax(name: Located(value: name, span: entry.key.span), text: text))
            }
        }
        for script in sources?.scripts ?? [] {
            let span = SourceSpan(line: 1, column: 1, length: 0, file: script.file)
            // A note that is no announcement is not to keep calls from being answered.
            guard !known.contains(script.name) else { continue }
            let template: TextTemplate
            do throws(TextProblem) { template = try TextTemplate(script.text) } catch {
                problems.add(.badTextFile(error), at: span)
                continue
            }
            found.append(
                TextSyntax(
                    name: Located(value: script.name, span: span), text: AnnouncementText(template, file: script.path)))
        }
        return found
    }

    /// The names of `texts`, without a look at the texts. Reports nothing.
    static func textNames(_ root: YAMLNode, _ sources: SourceFiles) -> Set<AnnouncementName> {
        Set(names(in: root["texts"]).compactMap { try? AnnouncementName($0) }).union(sources.scripts.map(\.name))
    }

    /// Reads a text, or a mapping with `text`, `language` and `voice`.
    private func announcementText(_ entry: YAMLNode.Entry) -> AnnouncementText? {
        let owner = "the text \(quoted(entry.key.value))"
        guard case .mapping = entry.value.content else {
            return text(entry.value, of: owner).flatMap { template($0, of: owner) }.map { AnnouncementText($0) }
        }
        guard let fields = fields(entry.value, of: owner, at: entry.key.span, known: LanguageMapping.text.names),
            let node = required("text", in: fields, example: "text: We are closed."),
            let template = text(node, of: owner).flatMap({ template($0, of: owner) })
        else { return nil }
        return AnnouncementText(
            template, language: fields["language"].flatMap { language($0, of: "`language`") },
            voice: fields["voice"].flatMap(voice))
    }

    private func template(_ text: Located<String>, of owner: String) -> TextTemplate? {
        do throws(TextProblem) {
            return try TextTemplate(text.value)
        } catch {
            problems.add(.badText(owner, error), at: text.span)
            return nil
        }
    }
}
