// Sections that consist of named settings, such as `alerts:`: what such a section says as a value, and the entries that make it say
// something else.

/// A value as it would be written.
indirect enum WrittenValue: Hashable {
    /// A text, in quotes where YAML needs them.
    case text(String)
    /// A word, a number or a time: without quotes.
    case word(String)
    case list([String])
    case mapping([WrittenSetting])

    /// The value on one line.
    func line(isInBraces: Bool) -> String {
        switch self {
        case .text(let text): text.isAddress ? text : yamlScalar(text, isInBraces: isInBraces)
        case .word(let word): word
        case .list(let texts): "[ \(texts.map { yamlScalar($0, isInBraces: true) }.joined(separator: ", ")) ]"
        case .mapping(let settings):
            "{ \(settings.map { "\($0.key): \($0.value.line(isInBraces: true))" }.joined(separator: ", ")) }"
        }
    }

    fileprivate var settings: [WrittenSetting]? { if case .mapping(let settings) = self { settings } else { nil } }
}

extension String {
    /// Whether it is an address, such as `anna@example.com` or a URL, that needs no quotes anywhere: what means something in YAML does
    /// so at the beginning of a word or beside a space only.
    fileprivate var isAddress: Bool {
        func isWord(_ scalar: Unicode.Scalar) -> Bool {
            scalar.isASCII && (scalar.properties.isAlphabetic || "0"..."9" ~= scalar)
        }
        guard let first = unicodeScalars.first, let last = unicodeScalars.last, isWord(first),
            isWord(last) || last == "/",
            contains("@") || contains("/")
        else { return false }
        return unicodeScalars.allSatisfy { isWord($0) || ":/._~?&=%+@-".unicodeScalars.contains($0) }
    }
}

/// A setting of a section.
struct WrittenSetting: Hashable {
    let key: String
    let value: WrittenValue

    init(_ key: String, _ value: WrittenValue) { (self.key, self.value) = (key, value) }
}

extension EditedText {
    /// Makes a section say something else: only entries that differ are written. A section that is missing is added at the end of
    /// the text; one that has nothing left is removed.
    ///
    /// - Parameters:
    ///   - old: what the section says, without what is so anyway.
    ///   - whole: keys whose mappings are added and removed as a whole.
    mutating func change(
        _ old: [WrittenSetting], to new: [WrittenSetting], at path: [String], whole: Set<String>
    ) throws(ConfigurationEditError) {
        func value(_ key: String, in settings: [WrittenSetting]) -> WrittenValue? {
            settings.first { $0.key == key }?.value
        }
        var keys = new.map(\.key)
        // Removed last, so that no section is removed in which something is added.
        for setting in old where !keys.contains(setting.key) { keys.append(setting.key) }
        for key in keys {
            let (before, after) = (value(key, in: old), value(key, in: new))
            guard before != after else { continue }
            let isMapping = root.entry(at: path + [key])?.value.entries.map { !$0.isEmpty } ?? false
            let isRemoved = after == nil && whole.contains(key)
            if isMapping, !isRemoved, let a = Self.settings(before), let b = Self.settings(after) {
                try change(a, to: b, at: path + [key], whole: whole)
            } else {
                try set(key, to: after, at: path)
            }
        }
    }

    /// What is not written has no settings.
    private static func settings(_ value: WrittenValue?) -> [WrittenSetting]? { value.map(\.settings) ?? [] }

    /// Sets, adds or removes an entry; the mappings around it are made as needed, and go with their last entry.
    private mutating func set(
        _ key: String, to value: WrittenValue?, at path: [String]
    ) throws(ConfigurationEditError) {
        let parent = path.isEmpty ? root : root.entry(at: path)?.value
        guard let parent, let entries = parent.entries, path.isEmpty || !entries.isEmpty else {
            guard let value, let last = path.last else { return }
            return try set(last, to: .mapping([WrittenSetting(key, value)]), at: Array(path.dropLast()))
        }
        let isInBraces = parent.style == .flow
        let step = root
        switch (entries.firstIndex { $0.key.text == key }, value) {
        case (nil, nil): break
        case (nil, let value?):
            if path.isEmpty, !isInBraces, let settings = value.settings { return append(key, settings) }
            try patch { (patch) throws(UnusualWriting) in
                let new: NewValue =
                    if !isInBraces, let settings = value.settings {
                        .lines(settings.map { "\($0.key): \($0.value.line(isInBraces: false))" })
                    } else {
                        .line(value.line(isInBraces: isInBraces))
                    }
                try patch.insert(key, new, into: parent, at: entries.count, step: step.step(patch))
            }
        case (let index?, let value?):
            try patch { (patch) throws(UnusualWriting) in
                try patch.setValue(of: entries[index], to: value.line(isInBraces: isInBraces))
            }
        case (let index?, nil):
            if entries.count == 1, let last = path.last { return try set(last, to: nil, at: Array(path.dropLast())) }
            try patch { (patch) throws(UnusualWriting) in try patch.remove(index, from: parent) }
        }
    }

    /// Adds a section at the end of the text, below an empty line.
    private mutating func append(_ key: String, _ settings: [WrittenSetting]) {
        let patch = TextPatch(text)
        let indentation = String(repeating: " ", count: root.step(patch))
        let lines = settings.map { "\(indentation)\($0.key): \($0.value.line(isInBraces: false))" }
        var kept = Substring(text)
        while let last = kept.last, last.isNewline { kept = kept.dropLast() }
        text = ([String(kept), "", "\(key):"] + lines + [""]).joined(separator: patch.lineBreak)
    }
}
