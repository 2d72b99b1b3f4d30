import Telephony

/// The texts that a configuration consists of, read as YAML and put together: the sections of included files are added to those of
/// the file itself.
///
/// Spans carry the number of their file: 0 is the configuration, the others are in `names`.
struct SourceFiles {
    /// A table that a section names.
    struct Table {
        /// Relative to the configuration's folder, or absolute.
        let path: Located<String>
        /// `nil` if it cannot be read, which was reported.
        let text: String?
        /// The number of its file in spans.
        let file: UInt16
    }

    /// How many files can be included.
    static let mostIncluded = 1000

    /// How many texts beside recordings are read.
    static let mostScripts = 10_000

    /// The sections that an included file can have.
    static let sections = ["numbers", "flows", "menus", "schedules", "lists", "people", "rotas", "customers", "texts"]

    /// For each file its path; of the configuration itself nothing.
    private(set) var names: [String?] = [nil]
    private(set) var texts: [String]
    /// The whole configuration; `nil`, and reported, if there is nothing to read.
    private(set) var root: YAMLNode?
    /// A table that is too large to be kept as a text.
    struct LargeTable {
        /// Relative to the configuration's folder, or absolute.
        let path: String
        let rows: NumberRows
        /// The number of its file in spans.
        let file: UInt16
    }

    /// A file with the text of an announcement, beside its recording or instead of it.
    struct Script {
        let name: AnnouncementName
        /// Relative to the configuration's folder, or absolute.
        let path: String
        let text: String
        /// The number of its file in spans.
        let file: UInt16
    }

    /// The tables of `numbers: file`.
    private(set) var numberTables: [Table] = []
    private(set) var largeTables: [LargeTable] = []
    /// The tables of `lists`, by path.
    private(set) var listTables: [String: Table] = [:]
    /// The texts beside recordings, where the configuration has `speech` or `texts`.
    private(set) var scripts: [Script] = []
    /// What has to be read before the configuration is complete.
    private(set) var requests: Set<CompanionFiles.Request> = []

    private let files: CompanionFiles
    private let problems: ProblemCollector

    init(_ text: String, files: CompanionFiles, problems: ProblemCollector) {
        self.files = files
        self.problems = problems
        let document = YAMLDocument(text)
        texts = [document.text]
        problems.add(document.commentedKeys)
        root = problems.root(of: document)
        guard let main = root, case .mapping(var entries) = main.content else { return }
        let included = entries.first { $0.key.value == "include" }
        extractTables(from: &entries, in: nil)
        root?.content = .mapping(entries)
        defer { readScripts() }
        guard let included else { return }
        var known: Set<String> = []
        for path in paths(included.value, of: "`include`") {
            for (path, span) in matches(of: path) where known.insert(path).inserted {
                include(path, namedAt: span)
            }
        }
    }

    // MARK: Names

    /// The texts of a text or list, resolved against the folder of the file that they are written in.
    private func paths(_ node: YAMLNode, of owner: String, in source: String? = nil) -> [Located<String>] {
        let nodes: [YAMLNode] = if case .list(let nodes) = node.content { nodes } else { [node] }
        return nodes.compactMap { node in
            guard case .text(let path, _) = node.content, !path.isEmpty, !path.utf8.contains(0) else {
                problems.add(.badValue(owner, expected: "the path of a file, or a list of them"), at: node.span)
                return nil
            }
            return Located(value: Self.resolve(path, in: source), span: node.span)
        }
    }

    private static func resolve(_ path: String, in source: String?) -> String {
        var path = path[...]
        if path.hasPrefix("/") { return String(path) }
        while path.hasPrefix("./") { path = path.dropFirst(2) }
        guard let slash = source?.lastIndex(of: "/"), let folder = source?[...slash] else { return String(path) }
        return String(folder + path)
    }

    private mutating func matches(of path: Located<String>) -> [(String, SourceSpan)] {
        guard CompanionFiles.isPattern(path.value) else { return [(path.value, path.span)] }
        if let slash = path.value.lastIndex(of: "/"), CompanionFiles.isPattern(String(path.value[..<slash])) {
            problems.add(
                .badValue("`include`", expected: "a pattern for names of files, not of folders"), at: path.span)
            return []
        }
        guard let matches = files.matches[path.value] else {
            requests.insert(.matches(path.value))
            return []
        }
        if matches.isEmpty { problems.add(.noMatch(path.value), at: path.span) }
        return matches.map { ($0, path.span) }
    }

    /// The text of a file; `nil` if it cannot be read, which is reported, or has still to be read.
    private mutating func text(of path: String, namedAt span: SourceSpan) -> String? {
        switch files.contents[path] {
        case .text(let text): return text
        case .unreadable(let reason): problems.add(.unreadableFile(path, reason), at: span)
        case .rows: problems.add(.unreadableFile(path, "it is a large table of `numbers: file`"), at: span)
        case nil: requests.insert(.content(path))
        }
        return nil
    }

    private mutating func add(_ path: String, _ text: String) -> UInt16 {
        names.append(path)
        texts.append(text)
        return UInt16(clamping: names.count - 1)
    }

    // MARK: Included files

    private mutating func include(_ path: String, namedAt span: SourceSpan) {
        guard names.count <= Self.mostIncluded else {
            return problems.add(.tooManyFiles(limit: Self.mostIncluded), at: span)
        }
        guard let text = text(of: path, namedAt: span) else { return }
        let document = YAMLDocument(text)
        let file = add(path, document.text)
        problems.add((document.commentedKeys + document.findings).map { $0.placed(in: file) })
        guard let root = document.root?.placed(in: file), !root.isNothing else { return }
        guard case .mapping(var entries) = root.content else {
            problems.add(.wrongKind("the included file", expected: "a mapping", found: root.kind), at: root.span)
            return
        }
        extractTables(from: &entries, in: path)
        for var entry in entries {
            let key = entry.key.value
            if !Self.sections.contains(key) {
                guard !LanguageMapping.file.names.contains(key) else {
                    problems.add(.notInIncluded(key), at: entry.key.span)
                    continue
                }
                let meant = problems.add(
                    .unknownKey(key, of: "the included file"), at: entry.key.span, closestTo: key,
                    among: Self.sections.filter(LanguageMapping.file.names.contains))
                guard let meant else { continue }
                entry.key.value = meant
            }
            merge(entry)
        }
    }

    /// Adds a section of an included file.
    private mutating func merge(_ section: YAMLNode.Entry) {
        guard let main = root, case .mapping(var entries) = main.content else { return }
        if let index = entries.firstIndex(where: { $0.key.value == section.key.value }) {
            entries[index].value = merged(entries[index].value, section.value, of: "`\(section.key.value)`")
        } else {
            entries.append(section)
        }
        root?.content = .mapping(entries)
    }

    /// Both mappings as one; `outgoing` and `names` are of both as well.
    private func merged(_ first: YAMLNode, _ second: YAMLNode, of owner: String) -> YAMLNode {
        if second.isNothing { return first }
        guard case .mapping(let added) = second.content else {
            problems.add(.wrongKind(owner, expected: "a mapping", found: second.kind), at: second.span)
            return first
        }
        if first.isNothing { return second }
        guard case .mapping(var entries) = first.content else { return first }
        var places = Dictionary(entries.enumerated().map { ($1.key.value, $0) }) { first, _ in first }
        for entry in added {
            guard let index = places[entry.key.value] else {
                places[entry.key.value] = entries.count
                entries.append(entry)
                continue
            }
            let key = entry.key.value
            if owner == "`numbers`", key == "outgoing" || key == "names" {
                entries[index].value = merged(entries[index].value, entry.value, of: "`\(key)`")
            } else {
                let earlier = entries[index].key.span
                problems.add(.definedTwice(entry.key.value, at(earlier)), at: entry.key.span)
            }
        }
        return YAMLNode(content: .mapping(entries), span: first.span)
    }

    /// The line and file of a span, for messages.
    func at(_ span: SourceSpan) -> ConfigurationProblem.Line {
        ConfigurationProblem.Line(number: Int(span.line), file: names[Int(span.file)])
    }

    // MARK: Texts

    /// Reads the texts beside recordings.
    private mutating func readScripts() {
        guard let root, root["speech"] != nil || root["texts"] != nil else { return }
        var folder = "media"
        if case .text(let path, _)? = root["recordings"]?["folder"]?.content, !path.isEmpty, !path.utf8.contains(0) {
            folder = Self.resolve(path, in: nil)
        }
        while folder.hasSuffix("/") { folder.removeLast() }
        guard !CompanionFiles.isPattern(folder) else { return }
        let pattern = folder + CompanionFiles.scripts
        guard let paths = files.matches[pattern] else {
            requests.insert(.matches(pattern))
            return
        }
        for path in paths.prefix(Self.mostScripts) {
            guard let name = try? AnnouncementName(String(path.dropFirst(folder.utf8.count + 1).dropLast(4))) else {
                continue
            }
            switch files.contents[path] {
            case nil: requests.insert(.content(path))
            case .text(let text):
                scripts.append(Script(name: name, path: path, text: text, file: add(path, text)))
            case .rows, .unreadable:
                let reason = if case .unreadable(let reason)? = files.contents[path] { reason } else { "it is a table" }
                problems.add(
                    .unreadableText(reason), at: SourceSpan(line: 1, column: 1, length: 0, file: add(path, "")))
            }
        }
    }

    // MARK: Tables

    /// Takes the names of tables out of `numbers`, and makes those in `lists` relative to the configuration's folder.
    private mutating func extractTables(from entries: inout [YAMLNode.Entry], in source: String?) {
        for index in entries.indices where entries[index].key.value == "numbers" {
            guard case .mapping(var numbers) = entries[index].value.content,
                let table = numbers.firstIndex(where: { $0.key.value == "file" })
            else { continue }
            for path in paths(numbers[table].value, of: "`file`", in: source) {
                addNumberTable(path)
            }
            numbers.remove(at: table)
            entries[index].value.content = .mapping(numbers)
        }
        for index in entries.indices where entries[index].key.value == "lists" {
            guard case .mapping(var lists) = entries[index].value.content else { continue }
            for index in lists.indices where !lists[index].value.isNothing {
                guard case .text = lists[index].value.content,
                    let path = paths(lists[index].value, of: "a list", in: source).first
                else { continue }
                lists[index].value.content = .text(path.value, isPlain: false)
                if let table = self.table(path) { listTables[path.value] = table }
            }
            entries[index].value.content = .mapping(lists)
        }
    }

    private mutating func addNumberTable(_ path: Located<String>) {
        switch files.contents[path.value] {
        case nil: requests.insert(.table(path.value))
        case .rows(let rows):
            guard names.count <= 2 * Self.mostIncluded else {
                return problems.add(.tooManyFiles(limit: Self.mostIncluded), at: path.span)
            }
            largeTables.append(LargeTable(path: path.value, rows: rows, file: add(path.value, "")))
        case .text, .unreadable:
            if let table = table(path) { numberTables.append(table) }
        }
    }

    /// The table of a path that a section names.
    private mutating func table(_ path: Located<String>) -> Table? {
        guard names.count <= 2 * Self.mostIncluded else {
            problems.add(.tooManyFiles(limit: Self.mostIncluded), at: path.span)
            return nil
        }
        guard let text = text(of: path.value, namedAt: path.span) else { return nil }
        return Table(path: path, text: text, file: add(path.value, text))
    }
}

extension YAMLNode {
    /// The node with the number of its file.
    fileprivate func placed(in file: UInt16) -> YAMLNode {
        var copy = self
        copy.span.file = file
        switch content {
        case .text: break
        case .list(let nodes): copy.content = .list(nodes.map { $0.placed(in: file) })
        case .mapping(let entries):
            copy.content = .mapping(
                entries.map { entry in
                    var key = entry.key
                    key.span.file = file
                    return Entry(key: key, value: entry.value.placed(in: file))
                })
        }
        return copy
    }
}

extension YAMLFinding {
    fileprivate func placed(in file: UInt16) -> YAMLFinding {
        var copy = self
        copy.span.file = file
        return copy
    }
}
