import Telephony

extension ConfigurationReader {
    /// Reads the tables of `numbers: file`: the columns `number` and `flow`, `name`, `customer` if the file has customers, and one for
    /// each parameter. A flow can be a step of one word too; an empty field is no value.
    func readTables(_ tables: [SourceFiles.Table], into syntax: inout ConfigurationSyntax) {
        for table in tables {
            guard let rows = rows(of: table, required: ["number", "flow"]) else { continue }
            for var row in rows {
                let customer = hasCustomers ? row.removeValue(forKey: "customer") : nil
                guard let number = row["number"], let flow = row["flow"] else { continue }
                let name = row["name"]
                // A parameter may be called so, too.
                if templates[.flow, flow.value]?.parameters.contains("name") != true { row["name"] = nil }
                let pattern = numberPattern(number, orWordsLike: [])
                let path = "numbers.\(pattern?.description ?? number.value)"
                if let pattern {
                    if let first = syntax.numberSpans[pattern] {
                        problems.add(duplicate(number, of: first), at: number.span)
                    } else {
                        syntax.numberSpans[pattern] = number.span
                    }
                    if let customer { syntax.customersOfTables.append((pattern, customer)) }
                    if let name, isName(name) {
                        syntax.numberNames.append((Located(value: pattern, span: number.span), name.value))
                    }
                }
                let action = tableStep(flow, row.filter { $0.key != "number" && $0.key != "flow" })
                let step = StepSyntax(action: action, span: flow.span, word: flow.value)
                syntax.incoming.append(
                    NumberSyntax(
                        pattern: pattern, steps: StepListSyntax(path: path, span: flow.span, steps: [step])))
            }
        }
    }

    func tableStep(_ word: Located<String>, _ values: [String: Located<String>]) -> StepSyntax.Action {
        if let step = StepWord(rawValue: word.value), step.isBare, !step.isOfMenus {
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                problems.add(.unusedParameter(name, of: "`\(step.rawValue)`"), at: value.span)
            }
            return bareStep(word, in: .number, isListItem: false)
        }
        // In the order of the columns, for messages.
        let arguments = values.sorted { $0.value.span.column < $1.value.span.column }.map { name, value in
            (name: Located(value: name, span: value.span), value: argument(value, of: quoted(name)))
        }
        return .flow(target(.flow, word, arguments: arguments))
    }

    /// The rows of a table by column, without empty fields; `nil`, and reported, if it is none.
    func rows(of table: SourceFiles.Table, required: [String]) -> [[String: Located<String>]]? {
        guard let text = table.text, let records = records(of: text, in: table.file) else { return nil }
        guard let header = records.first else {
            problems.add(.missingColumns(required), at: SourceSpan(line: 1, column: 1, length: 0, file: table.file))
            return nil
        }
        var columns: [String] = []
        for field in header.fields {
            let span = SourceSpan(field, in: table.file)
            let name = required.first { $0 == field.text.trimmed.lowercased() } ?? field.text.trimmed
            if columns.contains(name) {
                problems.add(.columnTwice(name), at: span)
            } else if !required.contains(name), !Placeholders.isName(name) {
                problems.add(
                    .badValue("a column", expected: "named `number`, `flow`, or after a parameter"), at: span)
            }
            columns.append(name)
        }
        let missing = required.filter { !columns.contains($0) }
        guard missing.isEmpty else {
            problems.add(.missingColumns(missing), at: SourceSpan(header.fields[0], in: table.file))
            return nil
        }
        return records.dropFirst().map { record in
            var row: [String: Located<String>] = [:]
            for (column, field) in zip(columns, record.fields) {
                let value = field.text.trimmed
                if !value.isEmpty { row[column] = Located(value: value, span: SourceSpan(field, in: table.file)) }
            }
            if record.fields.count > columns.count {
                problems.add(
                    .fieldCount(record.fields.count, columns.count),
                    at: SourceSpan(record.fields[columns.count], in: table.file))
            }
            for column in required where row[column] == nil && !row.isEmpty {
                problems.add(.noField(column), at: SourceSpan(record.fields[0], in: table.file))
            }
            return row
        }
    }

    func records(of text: String, in file: UInt16) -> [CSVReader.Record]? {
        var reader = CSVReader(text, delimiter: CSVReader.delimiter(of: text))
        do throws(CSVReader.Fault) {
            return try reader.records()
        } catch {
            problems.add(
                .noTable(error), at: SourceSpan(line: UInt32(clamping: error.line), column: 1, length: 0, file: file))
            return nil
        }
    }
}

extension SourceSpan {
    init(_ field: CSVReader.Field, in file: UInt16) {
        self.init(
            line: UInt32(clamping: field.line), column: UInt32(clamping: field.column),
            length: UInt32(clamping: field.length), file: file)
    }
}

extension CSVReader.Fault {
    var line: Int {
        switch self {
        case .openQuote(let line), .textAfterQuote(let line), .strayQuote(let line): line
        }
    }

    /// What is wrong, as part of a sentence.
    var words: String {
        switch self {
        case .openQuote: "a quote is opened here and never closed"
        case .textAfterQuote: "text follows a closing quote"
        case .strayQuote: "a quote is inside a field without quotes"
        }
    }
}
