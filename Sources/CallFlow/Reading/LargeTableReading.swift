import Telephony

extension ConfigurationReader {
    /// Reads the large tables of `numbers: file`, whose rows are read already: what is to be understood is what answers them, once for
    /// all rows that say the same.
    func readLargeTables(_ tables: [SourceFiles.LargeTable], into syntax: inout ConfigurationSyntax) {
        for (index, table) in tables.enumerated() {
            report(table)
            var large = LargeTableSyntax(path: table.path, rows: table.rows, steps: [], customers: [])
            for (target, location) in zip(table.rows.targets, table.rows.locations) {
                let span = span(of: location, in: table.file)
                var values: [String: Located<String>] = [:]
                for value in target.values { values[value.column] = Located(value: value.text, span: span) }
                if hasCustomers { large.customers.append(values.removeValue(forKey: "customer")) }
                let action = tableStep(Located(value: target.flow, span: span), values)
                let name = if case .flow(let flow) = action { flow.value } else { target.flow }
                let steps = StepListSyntax(
                    path: "numbers.\(table.path).\(name)", span: span,
                    steps: [StepSyntax(action: action, span: span, word: target.flow)])
                large.steps.append(steps)
                syntax.incoming.append(NumberSyntax(pattern: nil, steps: steps))
            }
            reportDuplicates(of: large, table, among: tables[..<index], syntax)
            syntax.largeTables.append(large)
        }
    }

    private func span(of location: NumberRows.Location, in file: UInt16) -> SourceSpan {
        let text = String(location.text.unicodeScalars.prefix(Place.maximumLength))
        let span = SourceSpan(
            line: UInt32(clamping: location.line), column: UInt32(clamping: location.column),
            length: UInt32(clamping: text.unicodeScalars.count), file: file)
        problems.note(text, at: span)
        return span
    }

    private func report(_ table: SourceFiles.LargeTable) {
        for fault in table.rows.faults {
            let span = span(of: fault.location, in: table.file)
            let text = Located(value: fault.location.text, span: span)
            switch fault.kind {
            case .notUTF8: problems.add(.badValue("the line", expected: "UTF-8 text"), at: span)
            case .csv(let fault): problems.add(.noTable(fault), at: span)
            case .missingColumns(let names): problems.add(.missingColumns(names), at: span)
            case .columnTwice(let name): problems.add(.columnTwice(name), at: span)
            case .badColumn:
                problems.add(
                    .badValue("a column", expected: "named `number`, `flow`, or after a parameter"), at: span)
            case .fields(let count, let columns): problems.add(.fieldCount(count, columns), at: span)
            case .noField(let column): problems.add(.noField(column), at: span)
            // With the suggestion of a number with its country code.
            case .number: _ = numberPattern(text, orWordsLike: [])
            case .name: _ = isName(text)
            case .twice(let line): problems.add(.duplicateNumber(text.value, firstLine: line), at: span)
            }
        }
        let further = table.rows.faultCount - table.rows.faults.count
        if further > 0, let last = table.rows.faults.last {
            problems.add(.furtherRows(further), at: span(of: last.location, in: table.file))
        }
    }

    /// Reports numbers of a table that are listed elsewhere, some of them.
    private func reportDuplicates(
        of large: LargeTableSyntax, _ table: SourceFiles.LargeTable, among others: ArraySlice<SourceFiles.LargeTable>,
        _ syntax: ConfigurationSyntax
    ) {
        for (pattern, span) in syntax.numberSpans {
            guard let row = table.rows.row(of: NumberKey(pattern)) else { continue }
            let line = ConfigurationProblem.Line(number: table.rows.line(of: row), file: table.path)
            problems.add(.definedTwice(pattern.description, line), at: span)
        }
        for other in others {
            for (row, first) in table.rows.common(with: other.rows).prefix(NumberRows.mostFaults) {
                let pattern = table.rows.pattern(at: row).description
                let location = NumberRows.Location(line: table.rows.line(of: row), column: 1, text: pattern)
                let line = ConfigurationProblem.Line(number: other.rows.line(of: first), file: other.path)
                problems.add(.definedTwice(pattern, line), at: span(of: location, in: table.file))
            }
        }
    }
}
