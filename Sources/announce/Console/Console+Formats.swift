extension Console {
    /// Prints a value as JSON, or as text for people.
    ///
    /// - Parameter text: made only if it is printed.
    static func print(_ value: some Encodable, asJSON: Bool, text: @autoclosure () -> String) {
        result(asJSON ? jsonText(value) : text())
    }

    /// Prints values as a JSON array, or as a table with a row for each.
    ///
    /// - Parameters:
    ///   - object: a value as it appears in JSON.
    ///   - row: a value's cells in the table. Control characters in them are replaced.
    static func print<Value>(
        _ values: [Value], asJSON: Bool, object: (Value) -> some Encodable, row: (Value) -> [String]
    ) {
        if asJSON {
            result(jsonText(values.map(object)))
        } else {
            TextTable(values.map(row)).print()
        }
    }
}
