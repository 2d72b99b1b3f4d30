import Telephony

/// The columns of a large table, and what its rows have said so far.
struct RowTable {
    /// What is wrong with a line.
    struct Failure: Error {
        let kind: NumberRows.Fault.Kind
        /// From 1, in Unicode scalars.
        var column = 1
        var text = ""
    }

    private let delimiter: UInt8
    private let columns: [String]
    private let number: Int
    private let flow: Int
    /// The column of the numbers' names; they are not part of what answers a number.
    private let name: Int?
    private(set) var names: RowNames?
    private(set) var targets: [NumberRows.Target] = []
    private(set) var locations: [NumberRows.Location] = []
    private var known: [NumberRows.Target: UInt32] = [:]
    /// What lines have beside the number, byte by byte, by its hash: one that is there already need not be read again.
    private var remainders: [UInt64: (bytes: [UInt8], target: UInt32)] = [:]
    private var remainder: [UInt8] = []
    private let numbers = PlainNumbers()

    private static let required = ["number", "flow"]
    /// The columns that are no parameters.
    private static let own = required + ["name"]

    /// - Parameter header: the first line.
    /// - Throws: what is wrong with it.
    init(header: UnsafeBufferPointer<UInt8>) throws(Failure) {
        guard let text = String(validating: header, as: UTF8.self) else { throw Failure(kind: .notUTF8) }
        delimiter = UInt8(CSVReader.delimiter(of: text).value)
        var columns: [String] = []
        for field in try Self.fields(of: text, delimiter) {
            let written = field.text.trimmed
            let name = Self.required.first { $0 == written.lowercased() } ?? written
            if columns.contains(name) {
                throw Failure(kind: .columnTwice(name), column: field.column, text: written)
            }
            if !Self.own.contains(name), !Placeholders.isName(name) {
                throw Failure(kind: .badColumn, column: field.column, text: written)
            }
            columns.append(name)
        }
        let missing = Self.required.filter { !columns.contains($0) }
        guard let number = columns.firstIndex(of: "number"), let flow = columns.firstIndex(of: "flow") else {
            throw Failure(kind: .missingColumns(missing), text: text)
        }
        (self.columns, self.number, self.flow) = (columns, number, flow)
        name = columns.firstIndex(of: "name")
        names = name == nil ? nil : RowNames()
    }

    /// Reads a row: its number, and the index of its target; `nil` if all of its fields are empty.
    mutating func row(
        _ line: UnsafeBufferPointer<UInt8>, line lineNumber: Int
    ) throws(Failure) -> (NumberKey, UInt32)? {
        guard let field = Self.field(number, of: line, delimiter) else { return try carefulRow(line, lineNumber) }
        var called: Range<Int>?
        if let name {
            guard let field = Self.field(name, of: line, delimiter) else { return try carefulRow(line, lineNumber) }
            called = field
        }
        cut(line, field, called)
        guard let target = knownTarget, let key = numbers.key(UnsafeBufferPointer(rebasing: line[field])),
            called.map({ add(UnsafeBufferPointer(rebasing: line[$0]), lineNumber) }) ?? true
        else { return try carefulRow(line, lineNumber) }
        return (key, target)
    }

    /// What the line has beside its number and its name.
    private mutating func cut(_ line: UnsafeBufferPointer<UInt8>, _ number: Range<Int>, _ name: Range<Int>?) {
        remainder.removeAll(keepingCapacity: true)
        let first = name.map { $0.lowerBound < number.lowerBound ? $0 : number } ?? number
        let last = name.map { $0.lowerBound < number.lowerBound ? number : $0 } ?? number
        remainder += line[..<first.lowerBound]
        if name != nil { remainder += line[first.upperBound..<last.lowerBound] }
        remainder += line[last.upperBound...]
    }

    /// Adds a name as a line has it, if that is a short one of letters, digits and the like.
    ///
    /// - Returns: whether it needs no closer look.
    private mutating func add(_ field: UnsafeBufferPointer<UInt8>, _ line: Int) -> Bool {
        var name = field
        if name.first == 0x22 { name = UnsafeBufferPointer(rebasing: name.dropFirst().dropLast()) }
        while name.first == 0x20 { name = UnsafeBufferPointer(rebasing: name.dropFirst()) }
        while name.last == 0x20 { name = UnsafeBufferPointer(rebasing: name.dropLast()) }
        guard !name.isEmpty else { return true }
        guard name.count <= NumberNames.longest, name.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return false }
        names?.add(name, line: line)
        return true
    }

    /// The target of the remainder, if an earlier line had the same.
    private var knownTarget: UInt32? {
        var hash = Self.hash(remainder)
        while let known = remainders[hash] {
            if known.bytes == remainder { return known.target }
            hash &+= 1
        }
        return nil
    }

    private static func hash(_ bytes: [UInt8]) -> UInt64 {
        var hash = FNV1a<UInt64>()
        bytes.withUnsafeBufferPointer { hash.add($0) }
        return hash.value
    }

    private mutating func learn(_ target: UInt32) {
        var hash = Self.hash(remainder)
        while let known = remainders[hash] {
            if known.bytes == remainder { return }
            hash &+= 1
        }
        remainders[hash] = (remainder, target)
    }

    /// Reads a line that has something new, or something wrong.
    private mutating func carefulRow(
        _ line: UnsafeBufferPointer<UInt8>, _ lineNumber: Int
    ) throws(Failure) -> (NumberKey, UInt32)? {
        guard let text = String(validating: line, as: UTF8.self) else { throw Failure(kind: .notUTF8) }
        let fields = try Self.fields(of: text, delimiter)
        if fields.count > columns.count {
            let field = fields[columns.count]
            throw Failure(
                kind: .fields(fields.count, columns: columns.count), column: field.column, text: field.text)
        }
        var values: [NumberRows.Target.Value] = []
        var texts: [String: CSVReader.Field] = [:]
        for (column, field) in zip(columns, fields) where !field.text.trimmed.isEmpty {
            texts[column] = field
            guard !Self.own.contains(column) else { continue }
            values.append(NumberRows.Target.Value(column: column, text: field.text.trimmed))
        }
        if texts.isEmpty { return nil }
        for name in Self.required where texts[name] == nil { throw Failure(kind: .noField(name), text: text) }
        guard let number = texts["number"], let flow = texts["flow"] else { return nil }
        let target = index(
            of: NumberRows.Target(flow: flow.text.trimmed, values: values),
            NumberRows.Location(line: lineNumber, column: flow.column, text: flow.text.trimmed))
        let called = name.flatMap { Self.field($0, of: line, delimiter) }
        if let field = Self.field(self.number, of: line, delimiter), name == nil || called != nil {
            cut(line, field, called)
            learn(target)
        }
        let key: NumberKey
        do throws(PhoneNumber.ParseError) {
            key = NumberKey(try NumberPattern(number.text.trimmed))
        } catch {
            throw Failure(kind: .number(error), column: number.column, text: number.text.trimmed)
        }
        if let name = texts["name"] {
            guard NumberNames.isName(name.text) else {
                throw Failure(kind: .name, column: name.column, text: name.text)
            }
            names?.add(name.text.trimmed.utf8, line: lineNumber)
        }
        return (key, target)
    }

    private mutating func index(of target: NumberRows.Target, _ location: NumberRows.Location) -> UInt32 {
        if let index = known[target] { return index }
        let index = UInt32(clamping: targets.count)
        targets.append(target)
        locations.append(location)
        known[target] = index
        return index
    }

    private static func fields(of line: String, _ delimiter: UInt8) throws(Failure) -> [CSVReader.Field] {
        var reader = CSVReader(line, delimiter: Unicode.Scalar(delimiter))
        do throws(CSVReader.Fault) {
            return try reader.records().first?.fields ?? []
        } catch {
            throw Failure(kind: .csv(error), text: line)
        }
    }

    /// Where a field of a line is, quotes included; `nil` if that takes a closer look.
    private static func field(
        _ index: Int, of line: UnsafeBufferPointer<UInt8>, _ delimiter: UInt8
    ) -> Range<Int>? {
        var (start, place) = (0, 0)
        for field in 0...index {
            start = place
            if place < line.count, line[place] == 0x22 {
                place += 1
                while place < line.count, line[place] != 0x22 { place += 1 }
                place += 1
                // A doubled quote, or text behind one.
                guard place == line.count || place < line.count && line[place] == delimiter else { return nil }
            } else {
                while place < line.count, line[place] != delimiter { place += 1 }
            }
            if field < index {
                guard place < line.count else { return nil }
                place += 1
            }
        }
        return start..<place
    }
}
