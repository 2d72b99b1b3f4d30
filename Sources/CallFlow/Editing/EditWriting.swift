import Telephony

// Where an edit is written: the file and the entry that define what it changes.

extension ConfigurationEdit {
    /// The file that the edit changes, with its new text; `nil` if it is written so already.
    ///
    /// - Parameters:
    ///   - files: the configuration's own first.
    ///   - tables: the numbers of those that are tables of numbers; `others` of those that are no YAML either.
    func write(
        into files: [EditedText], tables: [Int], others: Set<Int>
    ) throws(ConfigurationEditError) -> EditedText? {
        let documents = files.indices.filter { !tables.contains($0) && !others.contains($0) }.map { files[$0] }
        switch self {
        case .week(let name, _, _), .day(let name, _, _), .holidays(let name, _), .season(let name, _, _),
            .timeZone(let name, _):
            var file = try documents.file(with: ["schedules", name])
            try write(into: &file, schedule: ["schedules", name])
            return file
        case .choice(let menu, let keys, let step):
            var file = try documents.file(with: ["menus", menu])
            try file.setChoice(keys, step, of: ["menus", menu, "choices"])
            return file
        case .menu(let menu, let change):
            var file = try documents.file(with: ["menus", menu])
            try file.setMenu(change, at: ["menus", menu])
            return file
        case .steps(.flow(let flow), let parts):
            var file = try documents.file(with: ["flows", flow])
            try file.setSteps(parts, of: ["flows", flow])
            return file
        case .steps(.number(let pattern), let parts):
            for var file in documents {
                let keys = (file.root["numbers"]?.value.entries ?? []).compactMap(\.key.text)
                guard let key = keys.first(where: { (try? NumberPattern($0)) == pattern }) else { continue }
                try file.setSteps(parts, of: ["numbers", key])
                return file
            }
            throw .unusual(line: 1, file: tables.first.flatMap { files[$0].name })
        case .turns(let rota, let people):
            var file = try documents.file(with: ["rotas", rota])
            try file.setTurns(people, of: ["rotas", rota])
            return file
        case .swap(let rota, let old, let new):
            var file = try documents.file(with: ["rotas", rota])
            try file.setSwap(old, new, of: ["rotas", rota])
            return file
        case .newFlow(let name, let blocks):
            guard var file = documents.first(where: { $0.root["flows"] != nil }) ?? documents.first else { return nil }
            try file.addFlow(name, blocks)
            return file
        case .newMenu(let name, let prompt, let choices):
            guard var file = documents.first(where: { $0.root["menus"] != nil }) ?? documents.first else { return nil }
            try file.addMenu(name, prompt, choices)
            return file
        case .newSchedule(let name, let other):
            var file = try documents.file(with: ["schedules", other])
            try file.copySchedule(other, as: name)
            return file
        case .number, .removeNumber:
            return try writeNumber(documents, tables.map { files[$0] })
        case .name(let number, let text, let name):
            return try Self.write(name, of: number, text, documents, tables.map { files[$0] })
        case .customerSchedule(let customer, let name):
            var file = try documents.file(with: ["customers", customer])
            try file.addSchedule(name, toCustomer: customer)
            return file
        case .text(let name, let text):
            return try Self.write(text, as: name, documents, others.map { files[$0] })
        case .customerNumber(let customer, let old, let text):
            return try Self.write(old, text, of: customer, documents, tables.map { files[$0] })
        case .alerts(let new, let old):
            guard var file = documents.first(where: { $0.root["alerts"] != nil }) ?? documents.first else { return nil }
            try file.change(old.written, to: new.written, at: ["alerts"], whole: AlertSettings.ways)
            return file
        }
    }

    private func write(into file: inout EditedText, schedule path: [String]) throws(ConfigurationEditError) {
        switch self {
        case .week(_, nil, let week): try file.setWeek(week, at: path + ["hours"], isSeason: false)
        case .week(_, let season?, let week):
            let key = try file.key(at: path + ["seasons"], for: "\(season)") { (try? DayKey($0)) == season }
            try file.setWeek(week, at: path + ["seasons", key], isSeason: true)
        case .day(_, let old, let new): try file.setDay(old, new, of: path)
        case .holidays(_, let selection): try file.setHolidays(selection, of: path)
        case .season(_, let old, let new): try file.setSeason(old, new, of: path)
        case .timeZone(_, let zone):
            try file.set("time-zone", to: zone.map { zone in { _, _ in zone.name } }, in: path)
        default: break
        }
    }
}

extension [EditedText] {
    /// The file that an entry is in.
    fileprivate func file(with path: [String]) throws(ConfigurationEditError) -> EditedText {
        guard let file = first(where: { WrittenNode.root(of: $0.text)?.entry(at: path) != nil }) else {
            throw .missing(path.joined(separator: " "))
        }
        return file
    }
}

extension WrittenNode {
    /// The entry of a path of keys.
    func entry(at path: [String]) -> Entry? {
        var node = self
        var found: Entry?
        for key in path {
            guard let entry = node[key] else { return nil }
            (found, node) = (entry, entry.value)
        }
        return found
    }

    /// How deep the collection in it is written by indentation, in blanks: usually two.
    func step(_ patch: TextPatch) -> Int {
        for entry in entries ?? [] where entry.value.style == .plain {
            if let inner = entry.value.entries?.first,
                patch.isBroken(entry.key.range.upperBound..<inner.range.lowerBound)
            {
                return max(
                    1,
                    patch.indentation(of: inner.range.lowerBound).count
                        - patch.indentation(of: entry.range.lowerBound).count)
            }
        }
        return 2
    }
}

extension EditedText {
    var root: WrittenNode {
        WrittenNode.root(of: text)
            ?? WrittenNode(content: .mapping([]), range: 0..<0, style: .plain, isAnchored: false)
    }

    func entry(at path: [String]) throws(ConfigurationEditError) -> WrittenNode.Entry {
        guard let entry = root.entry(at: path) else { throw .missing(path.joined(separator: " ")) }
        return entry
    }

    /// The key of a mapping as it is written.
    func key(
        at path: [String], for name: String, where isMeant: (String) -> Bool
    ) throws(ConfigurationEditError) -> String {
        let entries = root.entry(at: path)?.value.entries ?? []
        guard let key = entries.compactMap(\.key.text).first(where: isMeant) else { throw .missing(name) }
        return key
    }

    /// Adds a section with one entry, or an entry of one line, to a mapping.
    ///
    /// - Parameter before: the keys that it comes before, if they are there.
    mutating func add(
        _ key: String, lines: [(key: String, value: String)], to path: [String], before: [String] = []
    ) throws(ConfigurationEditError) {
        let parent = try entry(at: path).value
        let entries = parent.entries ?? []
        let index = entries.firstIndex { before.contains($0.key.text ?? "") } ?? entries.count
        let root = root
        try patch { (patch) throws(UnusualWriting) in
            let texts = lines.map { "\($0.key): \($0.value)" }
            let value: NewValue =
                parent.style == .flow ? .line("{ \(texts.joined(separator: ", ")) }") : .lines(texts)
            try patch.insert(key, value, into: parent, at: index, step: root.step(patch))
        }
    }

    /// Removes an entry; one that is alone in its mapping goes with it, up to `path`.
    mutating func remove(_ key: String, from path: [String]) throws(ConfigurationEditError) {
        let parent = try entry(at: path).value
        guard let index = parent.entries?.firstIndex(where: { $0.key.text == key }) else { throw .missing(key) }
        try patch { (patch) throws(UnusualWriting) in try patch.remove(index, from: parent) }
    }
}
