package import Telephony

/// The rows of a large table of numbers: sorted numbers as integers, and for each the index of what answers it.
///
/// A million rows are 16 MB: 8 bytes for the number, 4 for its target, 4 for its line, which messages name. Most rows say the same as
/// others, so what answers them is kept once. A number is found by binary search, without allocation. Names, if there are any, are
/// kept as they are in the file (`RowNames`).
package struct NumberRows: Hashable, Sendable {
    /// What a row says beside its number, as it is written.
    package struct Target: Hashable, Sendable {
        package struct Value: Hashable, Sendable {
            package let column: String
            package let text: String
        }

        package let flow: String
        /// The other fields that are not empty, in the order of the columns.
        package let values: [Value]
    }

    /// Where something is written.
    package struct Location: Hashable, Sendable {
        /// From 1.
        package let line: Int
        /// From 1, in Unicode scalars.
        package let column: Int
        package let text: String
    }

    /// What is wrong with a row, or with the first line, which names the columns.
    package struct Fault: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case notUTF8
            case csv(CSVReader.Fault)
            case missingColumns([String])
            case columnTwice(String)
            case badColumn
            case fields(Int, columns: Int)
            case noField(String)
            case number(PhoneNumber.ParseError)
            /// The text cannot be the name of a number.
            case name
            /// The number is in an earlier row, too.
            case twice(firstLine: Int)
        }

        package let kind: Kind
        package let location: Location
    }

    /// Faults that are kept; of the others only the number is known.
    package static let mostFaults = 20

    /// Ascending; of each number the first row.
    package let keys: [NumberKey]
    /// For each key the index of its target.
    private let indices: [UInt32]
    /// For each key its line, from 1.
    private let lines: [UInt32]
    /// By line; `nil`: the table has no column for them.
    private let names: RowNames?
    package let targets: [Target]
    /// For each target how many rows have it, and the index of the first.
    package let uses: [(count: Int, first: Int)]
    /// For each target the flow of the first row with it.
    package let locations: [Location]
    /// The first ones, in the order of the file.
    package let faults: [Fault]
    package let faultCount: Int
    /// Whether the last line has its end.
    package let isEnded: Bool
    /// The lengths of prefixes, longest first.
    let prefixLengths: [Int]
    /// Identifies the bytes that the rows were read from, to detect changes. Not proof against forgery: those who can write the
    /// table need none.
    package let digest: UInt64
    /// Bytes of the file.
    package let size: Int
    /// The same for two tables that answer the same numbers the same way, however they are written; on every machine.
    package let fingerprint: UInt64

    /// - Parameters:
    ///   - rows: those that could be read, in any order.
    ///   - faults: those found so far, `faultCount` of them in all.
    init(
        _ rows: consuming [Row], names: RowNames?, targets: [Target], locations: [Location], faults: [Fault],
        faultCount: Int, isEnded: Bool, digest: UInt64, size: Int
    ) {
        rows.sortIfNeeded()
        var (keys, indices, lines) = ([NumberKey](), [UInt32](), [UInt32]())
        keys.reserveCapacity(rows.count)
        indices.reserveCapacity(rows.count)
        lines.reserveCapacity(rows.count)
        var (faults, faultCount) = (faults, faultCount)
        let hashes = targets.map(\.stableHash)
        var uses = [(count: Int, first: Int)](repeating: (0, 0), count: targets.count)
        var (sum, lengths) = (UInt64(0), Set<Int>())
        for row in rows {
            if let last = keys.last, last == row.key {
                faultCount += 1
                if faults.count < 2 * Self.mostFaults {
                    let location = Location(line: Int(row.line), column: 1, text: row.key.pattern.description)
                    faults.append(Fault(kind: .twice(firstLine: Int(lines[lines.count - 1])), location: location))
                }
                continue
            }
            let target = Int(row.target)
            if uses[target].count == 0 { uses[target].first = keys.count }
            uses[target].count += 1
            keys.append(row.key)
            indices.append(row.target)
            lines.append(row.line)
            // Mixed as in SplitMix64, so that a sum of them tells tables apart in any order.
            var mixed = row.key.bits &* 0x9E37_79B9_7F4A_7C15 ^ hashes[target]
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            sum &+= mixed ^ mixed >> 27
            if row.key.isPrefix { lengths.insert(row.key.pattern.digits.utf8.count) }
        }
        (self.keys, self.indices, self.lines, self.names) = (keys, indices, lines, names)
        (self.targets, self.locations, self.uses) = (targets, locations, uses)
        self.faults = Array(faults.sorted { $0.location.line < $1.location.line }.prefix(Self.mostFaults))
        (self.faultCount, self.isEnded) = (faultCount, isEnded)
        (self.digest, self.size, fingerprint) = (digest, size, sum)
        prefixLengths = lengths.sorted(by: >)
    }

    /// Some of the rows.
    ///
    /// - Parameter isKept: by the row's index.
    package func filter(_ isKept: (Int) -> Bool) -> NumberRows {
        var rows: [Row] = []
        for row in keys.indices where isKept(row) {
            rows.append(Row(key: keys[row], line: lines[row], target: indices[row]))
        }
        return NumberRows(
            rows, names: names, targets: targets, locations: locations, faults: [], faultCount: 0, isEnded: isEnded,
            digest: digest ^ UInt64(rows.count), size: size)
    }

    package var count: Int { keys.count }

    /// The index of the row with a key; `nil` if there is none.
    package func row(of key: NumberKey) -> Int? {
        let row = firstRow(from: key)
        return row < keys.count && keys[row] == key ? row : nil
    }

    /// The index of the first row whose key is not less.
    func firstRow(from key: NumberKey) -> Int {
        var (low, high) = (0, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The index of a row's target.
    package func target(at row: Int) -> Int { Int(indices[row]) }
    /// The line of a row, from 1.
    package func line(of row: Int) -> Int { Int(lines[row]) }
    package func pattern(at row: Int) -> NumberPattern { keys[row].pattern }
    package var hasNames: Bool { names != nil }
    /// What people call the number of a row; `nil` if it has no name.
    package func name(at row: Int) -> String? { names?[Int(lines[row])] }
    /// Whether the name of a row has a text in it.
    package func hasName(at row: Int, with part: NamePart) -> Bool {
        names?.hasName(Int(lines[row]), with: part) ?? false
    }

    /// The rows whose numbers begin with some digits, prefixes included: for each length of numbers one range.
    package func rows(beginningWith digits: String) -> [Range<Int>] {
        guard digits.utf8.count <= 15, var low = UInt64(digits) else { return [] }
        var high = low + 1
        var ranges: [Range<Int>] = []
        for _ in digits.utf8.count...15 {
            let range =
                firstRow(from: NumberKey(value: low))..<firstRow(from: NumberKey(value: high))
            if !range.isEmpty { ranges.append(range) }
            (low, high) = (low * 10, high * 10)
        }
        return ranges
    }

    /// Whether a number, or all numbers of a prefix, have a row: one of their own, or that of a prefix.
    func covers(_ pattern: NumberPattern) -> Bool {
        row(of: NumberKey(pattern)) != nil
            || prefixLengths.contains { length in
                let digits = String(pattern.digits.prefix(length))
                return row(of: NumberKey(NumberPattern(digits: digits, isPrefix: true))) != nil
            }
    }

    /// Bytes of memory, about.
    package var memory: Int { 16 * keys.count + (names?.memory ?? 0) }

    package static func == (left: NumberRows, right: NumberRows) -> Bool {
        left.digest == right.digest && left.size == right.size && left.count == right.count
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}

extension NumberRows {
    /// A row as it is read.
    struct Row {
        let key: NumberKey
        /// From 1.
        let line: UInt32
        let target: UInt32
    }
}

extension [NumberRows.Row] {
    /// Sorts by number, rows of the same number by line. Most tables are sorted already.
    fileprivate mutating func sortIfNeeded() {
        let isSorted = zip(self, dropFirst()).allSatisfy { $0.key <= $1.key }
        if !isSorted { sort { ($0.key.bits, $0.line) < ($1.key.bits, $1.line) } }
    }
}

extension NumberRows.Target {
    /// On every machine the same.
    fileprivate var stableHash: UInt64 {
        var hash = FNV1a<UInt64>()
        for part in [flow] + values.flatMap({ [$0.column, $0.text] }) {
            for byte in part.utf8 { hash.add(byte) }
            hash.add(0)
        }
        return hash.value
    }
}
