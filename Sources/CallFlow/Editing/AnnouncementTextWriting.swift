import Telephony

// The texts of announcements: below `texts`, or in files beside recordings.

extension AnnouncementText {
    /// The text where it will be: in a file of its own only if it was there before, since a file has neither language nor voice.
    func written(in file: String?) -> AnnouncementText {
        AnnouncementText(
            template, language: language, voice: voice, file: language == nil && voice == nil ? file : nil)
    }

    fileprivate var value: WrittenValue {
        guard language != nil || voice != nil else { return .text(template.written) }
        return .mapping(
            [WrittenSetting("text", .text(template.written))]
                + [language.map { WrittenSetting("language", .text($0.code)) }].compactMap(\.self)
                + [voice.map { WrittenSetting("voice", .text($0)) }].compactMap(\.self))
    }
}

extension ConfigurationEdit {
    /// - Parameter scripts: files that are no YAML, those of texts among them.
    static func write(
        _ text: AnnouncementText, as name: AnnouncementName, _ documents: [EditedText], _ scripts: [EditedText]
    ) throws(ConfigurationEditError) -> EditedText? {
        for var file in documents {
            let entries = file.root.entry(at: ["texts"])?.value.entries ?? []
            guard let entry = entries.first(where: { $0.isText(of: name) }), let key = entry.key.text else { continue }
            let old = WrittenSetting(key, entry.value.writtenText)
            try file.change([old], to: [WrittenSetting(key, text.value)], at: ["texts"], whole: [key])
            return file
        }
        if let path = text.written(in: text.file).file, var file = scripts.first(where: { $0.name == path }) {
            file.text = text.template.written + "\n"
            return file
        }
        guard var file = documents.first(where: { $0.root["texts"] != nil }) ?? documents.first else { return nil }
        let key = yamlScalar(name.text, isInBraces: true)
        try file.change([], to: [WrittenSetting(key, text.value)], at: ["texts"], whole: [key])
        return file
    }
}

extension WrittenNode.Entry {
    fileprivate func isText(of name: AnnouncementName) -> Bool {
        key.text.flatMap { try? AnnouncementName($0) } == name
    }
}

extension WrittenNode {
    /// What is written for a text.
    fileprivate var writtenText: WrittenValue {
        guard let entries else { return .text(text ?? "") }
        return .mapping(
            entries.compactMap { entry in
                entry.key.text.map { WrittenSetting($0, .text(entry.value.text ?? "")) }
            })
    }
}
