import Telephony

// Steps of flows, written where they are: in a list by indentation or in brackets, or alone as the value of the flow.

extension EditedText {
    /// Writes a flow's steps in a new order, with new and without old ones.
    mutating func setSteps(_ parts: [FlowPart], of path: [String]) throws(ConfigurationEditError) {
        guard !parts.isEmpty else { throw .missing("steps") }
        for case .kept(let index, let block?) in parts { try setStep(index, to: block, of: path) }
        let count = try entry(at: path).value.items?.count ?? 1
        if parts.contains(where: { if case .new = $0 { true } else { false } }) || parts.count != count {
            try makeList(path)
        }
        // Which part each item of the list is for; `nil` goes.
        var order: [Int?] = (0..<count).map { index in
            parts.firstIndex { if case .kept(index, _) = $0 { true } else { false } }
        }
        for (place, part) in parts.enumerated() {
            guard case .new(let block) = part else { continue }
            let index = place == 0 ? 0 : (order.firstIndex { $0 == place - 1 } ?? order.count - 1) + 1
            let list = try entry(at: path).value
            try patch { (patch) throws(UnusualWriting) in
                try patch.insert(
                    nil, list.style == .flow ? .line(block.line) : .lines(block.lines), into: list, at: index)
            }
            order.insert(place, at: index)
        }
        for index in order.indices.reversed() where order[index] == nil {
            let list = try entry(at: path).value
            try patch { (patch) throws(UnusualWriting) in try patch.remove(index, from: list) }
            order.remove(at: index)
        }
        let wanted = order.indices.sorted { (order[$0] ?? 0) < (order[$1] ?? 0) }
        guard wanted != Array(order.indices) else { return }
        let entry = try entry(at: path)
        try patch { (patch) throws(UnusualWriting) in try patch.reorder(wanted, of: entry) }
    }

    private func step(_ index: Int, of path: [String]) throws(ConfigurationEditError) -> WrittenNode {
        let value = try entry(at: path).value
        guard let items = value.items else { return value }
        guard items.indices.contains(index) else { throw .missing("step \(index + 1)") }
        return items[index]
    }

    private mutating func setStep(
        _ index: Int, to block: FlowBlock, of path: [String]
    ) throws(ConfigurationEditError) {
        let node = try step(index, of: path)
        let isInBraces = node.style == .flow
        if case .play(let prompt) = block, let entry = node["play"] {
            return try patch { (patch) throws(UnusualWriting) in
                try patch.setValue(of: entry, to: prompt.yaml(isInBraces: isInBraces, like: entry.value.style))
            }
        }
        if case .check(let schedule, let open, let closed, let holiday) = block, let entry = node["check"] {
            if entry.value.text != schedule {
                try patch { (patch) throws(UnusualWriting) in
                    try patch.setValue(of: entry, to: yamlScalar(schedule, isInBraces: isInBraces))
                }
            }
            try setBranch(["open", "inside"], to: open, behind: ["check"], index, path)
            try setBranch(["closed", "outside"], to: closed, behind: ["check", "open", "inside"], index, path)
            try setBranch(
                ["holiday"], to: holiday, behind: ["check", "open", "inside", "closed", "outside"], index, path)
            return
        }
        let isItem = try entry(at: path).value.items != nil
        let whole = try entry(at: path)
        try patch { (patch) throws(UnusualWriting) in
            guard isItem else { return try patch.setValue(of: whole, to: block.line) }
            try patch.setItem(node, to: whole.value.style == .flow ? [block.line] : block.lines)
        }
    }

    private mutating func setBranch(
        _ names: [String], to branch: FlowBranch, behind others: [String], _ index: Int, _ path: [String]
    ) throws(ConfigurationEditError) {
        if case .asWritten = branch { return }
        let node = try step(index, of: path)
        let entries = node.entries ?? []
        let found = entries.firstIndex { names.contains($0.key.text ?? "") }
        let before = entries.lastIndex { others.contains($0.key.text ?? "") } ?? entries.count - 1
        try patch { (patch) throws(UnusualWriting) in
            switch (branch, found) {
            case (.step(let step), let found?): try patch.setValue(of: entries[found], to: step.yaml(isNumber: false))
            case (.step(let step), nil):
                try patch.insert(names[0], .line(step.yaml(isNumber: false)), into: node, at: before + 1)
            case (.next, let found?): try patch.remove(found, from: node)
            case (.next, nil), (.asWritten, _): break
            }
        }
    }

    /// Makes a step that is alone the only item of a list.
    private mutating func makeList(_ path: [String]) throws(ConfigurationEditError) {
        let entry = try entry(at: path)
        guard entry.value.items == nil else { return }
        // Alone, the name of a flow is a step of a number; in a list it is none.
        if let text = entry.value.text, !(StepWord(rawValue: text)?.isBare ?? false) {
            return try patch { (patch) throws(UnusualWriting) in
                try patch.setValue(of: entry, to: "[ { flow: \(yamlScalar(text, isInBraces: true)) } ]")
            }
        }
        try patch { (patch) throws(UnusualWriting) in try patch.makeList(of: entry) }
    }
}

extension TextPatch {
    /// Replaces an item of a list.
    mutating func setItem(_ item: WrittenNode, to lines: [String]) throws(UnusualWriting) {
        let range = trimmed(item.range)
        let text = lines.joined(separator: lineBreak + indentation(of: range.lowerBound))
        if case .alias = item.content { throw UnusualWriting(position: range.lowerBound) }
        // Comments among the lines of a step would be lost.
        guard !item.isAnchored, item.style != .block, !isBroken(range) || !scalars[range].contains("#") else {
            throw UnusualWriting(position: range.lowerBound)
        }
        if isBroken(range) { replace(range, with: text) } else { replaceInLine(range, with: text) }
    }

    /// Makes a value the only item of a list: in brackets if it is on one line, or else by indentation.
    mutating func makeList(of entry: WrittenNode.Entry) throws(UnusualWriting) {
        let value = entry.value
        let range = trimmed(value.range)
        if case .alias = value.content { throw UnusualWriting(position: range.lowerBound) }
        guard !value.isAnchored, value.style != .block, !range.isEmpty else {
            throw UnusualWriting(position: range.lowerBound)
        }
        let text = String(String.UnicodeScalarView(scalars[range]))
        if value.entries == nil || value.style == .flow {
            if !isBroken(range) { return replaceInLine(range, with: "[ \(text) ]") }
            insert("[ ", at: range.lowerBound)
            return insert(" ]", at: range.upperBound)
        }
        guard startsLine(range.lowerBound) else { throw UnusualWriting(position: range.lowerBound) }
        insert("- ", at: range.lowerBound)
        var line = startOfNextLine(after: range.lowerBound)
        while line < range.upperBound {
            if endOfLine(at: line) > line { insert("  ", at: line) }
            line = startOfNextLine(after: line)
        }
    }

    /// Writes the items of a list in another order; comments above an item, and behind it, go with it.
    ///
    /// - Parameter order: the index of the item for each place.
    mutating func reorder(_ order: [Int], of entry: WrittenNode.Entry) throws(UnusualWriting) {
        guard let items = entry.value.items, !entry.value.isAnchored else {
            throw UnusualWriting(position: entry.value.range.lowerBound)
        }
        let ranges = items.map { trimmed($0.range) }
        if entry.value.style == .flow {
            for (place, index) in order.enumerated() where place != index {
                replace(ranges[place], with: String(String.UnicodeScalarView(scalars[ranges[index]])))
            }
            return
        }
        var starts: [Int] = []
        for (index, range) in ranges.enumerated() {
            let prefix = scalars[startOfLine(at: range.lowerBound)..<range.lowerBound]
            guard prefix.allSatisfy({ $0 == " " || $0 == "-" }), prefix.count(where: { $0 == "-" }) == 1 else {
                throw UnusualWriting(position: range.lowerBound)
            }
            starts.append(
                startOfNextLine(after: index == 0 ? entry.key.range.upperBound : ranges[index - 1].upperBound))
        }
        guard let first = starts.first, let last = ranges.last, first <= ranges[0].lowerBound else {
            throw UnusualWriting(position: entry.value.range.lowerBound)
        }
        let end = endOfLine(at: last.upperBound)
        let chunks = starts.indices.map { index in
            var chunk = scalars[starts[index]..<(index + 1 < starts.count ? starts[index + 1] : end)]
            while let last = chunk.last, last.isLineBreak { chunk.removeLast() }
            return String(String.UnicodeScalarView(chunk))
        }
        replace(first..<end, with: order.map { chunks[$0] }.joined(separator: lineBreak))
    }
}

extension EditedText {
    /// Adds a flow behind those that there are, and the section if there is none.
    mutating func addFlow(_ name: String, _ blocks: [FlowBlock]) throws(ConfigurationEditError) {
        let root = root
        let key = yamlScalar(name, isInBraces: true)
        let lines = blocks.flatMap { block in
            block.lines.enumerated().map { ($0.offset == 0 ? "- " : "  ") + $0.element }
        }
        try patch { (patch) throws(UnusualWriting) in
            guard let flows = root["flows"]?.value, !flows.isNothing else {
                let entries = root.entries ?? []
                let index = entries.firstIndex { ["menus", "schedules"].contains($0.key.text ?? "") }
                try patch.insert(
                    "flows", .lines(["\(key):"] + lines.map { "  " + $0 }), into: root, at: index ?? entries.count)
                return
            }
            let value: NewValue =
                flows.style == .flow
                ? .line("[ \(blocks.map(\.line).joined(separator: ", ")) ]") : .lines(lines)
            try patch.insert(key, value, into: flows, at: flows.entries?.count ?? 0, step: root.step(patch))
        }
    }
}
