import Telephony

// The numbers of customers: in `customers:`, or in the column `customer` of a table.

extension ConfigurationEdit {
    static func write(
        _ old: NumberPattern?, _ text: String?, of customer: String, _ documents: [EditedText], _ tables: [EditedText]
    ) throws(ConfigurationEditError) -> EditedText? {
        let new = text.flatMap { try? NumberPattern($0) }
        guard let document = documents.first(where: { $0.root.entry(at: ["customers", customer]) != nil }) else {
            throw .missing("customer \(customer)")
        }
        if let old, document.hasNumber(old, ofCustomer: customer) {
            var file = document
            try file.setNumber(old, text, ofCustomer: customer)
            return file
        }
        for var file in tables {
            guard let table = NumberTableText(file.text), let row = (new ?? old).flatMap(table.row),
                table.hasColumn("customer")
            else { continue }
            // With its number, a row has kept its customer.
            guard let changed = table.changing(row, ["customer": new == nil ? "" : customer]) else {
                throw .unusual(line: row.line, file: file.name)
            }
            file.text = changed
            return file
        }
        guard old == nil, text != nil else { throw .missing("number \(old?.description ?? "")") }
        var file = document
        try file.setNumber(nil, text, ofCustomer: customer)
        return file
    }
}

extension EditedText {
    /// The numbers of a customer as they are written, and the entry that they are in.
    private func numbers(ofCustomer name: String) -> (entry: WrittenNode.Entry, path: [String], nodes: [WrittenNode])? {
        var path = ["customers", name]
        guard var entry = root.entry(at: path) else { return nil }
        if entry.value.entries != nil {
            path.append("numbers")
            guard let numbers = root.entry(at: path) else { return nil }
            entry = numbers
        }
        return (entry, path, entry.value.items ?? [entry.value])
    }

    fileprivate func hasNumber(_ number: NumberPattern, ofCustomer name: String) -> Bool {
        numbers(ofCustomer: name)?.nodes.contains { $0.isNumber(number) } ?? false
    }

    fileprivate mutating func setNumber(
        _ old: NumberPattern?, _ text: String?, ofCustomer name: String
    ) throws(ConfigurationEditError) {
        guard let (entry, path, nodes) = numbers(ofCustomer: name) else {
            guard let text else { return }
            return try set(
                "numbers", to: { isInBraces, _ in yamlScalar(text, isInBraces: isInBraces) }, in: ["customers", name])
        }
        let isList = entry.value.items != nil
        let isInBraces =
            try isList ? entry.value.style == .flow : self.entry(at: Array(path.dropLast())).value.style == .flow
        let index = old.flatMap { old in nodes.firstIndex { $0.isNumber(old) } }
        if let index, let text {
            return try patch { (patch) throws(UnusualWriting) in
                patch.replaceInLine(
                    nodes[index].range, with: yamlScalar(text, isInBraces: isInBraces, like: nodes[index].style))
            }
        }
        if let index {
            if nodes.count > 1 {
                return try patch { (patch) throws(UnusualWriting) in try patch.remove(index, from: entry.value) }
            }
            // A customer without numbers keeps its key.
            if path.last == "numbers", try self.entry(at: Array(path.dropLast())).value.entries?.count ?? 0 > 1 {
                return try remove("numbers", from: Array(path.dropLast()))
            }
            let owner = try self.entry(at: ["customers", name])
            return try patch { (patch) throws(UnusualWriting) in
                try patch.setValue(of: owner, to: "{ name: \(yamlScalar(name, isInBraces: true)) }")
            }
        }
        guard let text else { return }
        try patch { (patch) throws(UnusualWriting) in
            if isList {
                try patch.insert(
                    nil, .line(yamlScalar(text, isInBraces: isInBraces)), into: entry.value, at: nodes.count)
            } else {
                let both = [entry.value.text ?? "", text].map { yamlScalar($0, isInBraces: true) }
                try patch.setValue(of: entry, to: "[ \(both.joined(separator: ", ")) ]")
            }
        }
    }

    /// Adds a schedule to those that a customer names. A customer that is nothing but numbers becomes a mapping.
    mutating func addSchedule(_ name: String, toCustomer customer: String) throws(ConfigurationEditError) {
        let path = ["customers", customer]
        let entry = try entry(at: path)
        guard entry.value.entries != nil else {
            return try patch { (patch) throws(UnusualWriting) in
                guard entry.value.items == nil || entry.value.style == .flow else {
                    throw UnusualWriting(position: entry.range.lowerBound)
                }
                let numbers = String(String.UnicodeScalarView(patch.scalars[patch.trimmed(entry.value.range)]))
                try patch.setValue(
                    of: entry, to: "{ numbers: \(numbers), schedules: \(yamlScalar(name, isInBraces: true)) }")
            }
        }
        guard let schedules = root.entry(at: path + ["schedules"]), !schedules.value.isNothing else {
            return try set(
                "schedules", to: { isInBraces, _ in yamlScalar(name, isInBraces: isInBraces) }, in: path,
                before: ["recordings"])
        }
        try patch { (patch) throws(UnusualWriting) in
            if let items = schedules.value.items {
                let isInBraces = schedules.value.style == .flow
                try patch.insert(
                    nil, .line(yamlScalar(name, isInBraces: isInBraces)), into: schedules.value, at: items.count)
            } else {
                let both = [schedules.value.text ?? "", name].map { yamlScalar($0, isInBraces: true) }
                try patch.setValue(of: schedules, to: "[ \(both.joined(separator: ", ")) ]")
            }
        }
    }
}
