import Telephony

/// Reads a large table of numbers, piece by piece, without keeping its text.
///
/// A table is as in `numbers: file` (RFC 4180), with two limits: fields do not go over several lines, and the columns of a million rows
/// should say few different things, as what is different is kept.
package struct NumberRowsReader {
    private var table: RowTable?
    private var rows: [NumberRows.Row] = []
    private var faults: [NumberRows.Fault] = []
    private var faultCount = 0
    private var line = 0
    /// The beginning of a line whose end is in the next piece.
    private var rest: [UInt8] = []
    private var hash = FNV1a<UInt64>()
    private var size = 0
    private var last: UInt8 = 0
    private var isBroken = false

    package init() {}

    /// The rows of a text.
    package static func rows(of text: String) -> NumberRows {
        var reader = NumberRowsReader()
        Array(text.utf8).withUnsafeBytes { reader.read($0) }
        return reader.finish()
    }

    /// Reads the next bytes of the file.
    package mutating func read(_ bytes: UnsafeRawBufferPointer) {
        bytes.withMemoryRebound(to: UInt8.self) { read($0) }
    }

    private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let end = bytes.last else { return }
        (size, last) = (size + bytes.count, end)
        hash.add(bytes)
        var start = 0
        while let lineBreak = bytes[start...].firstIndex(of: 0x0A) {
            if rest.isEmpty {
                read(line: UnsafeBufferPointer(rebasing: bytes[start..<lineBreak]))
            } else {
                rest += bytes[start..<lineBreak]
                readRest()
            }
            start = lineBreak + 1
        }
        rest += bytes[start...]
    }

    private mutating func readRest() {
        let whole = rest
        rest.removeAll(keepingCapacity: true)
        whole.withUnsafeBufferPointer { read(line: $0) }
    }

    /// Reads what is left, and sorts the rows.
    package consuming func finish() -> NumberRows {
        if !rest.isEmpty { readRest() }
        if table == nil, !isBroken {
            add(.missingColumns(["number", "flow"]), NumberRows.Location(line: 1, column: 1, text: ""))
        }
        return NumberRows(
            rows, names: table?.names.flatMap { $0.isEmpty ? nil : $0 }, targets: table?.targets ?? [],
            locations: table?.locations ?? [], faults: faults, faultCount: faultCount,
            isEnded: size == 0 || last == 0x0A || last == 0x0D, digest: hash.value, size: size)
    }

    private mutating func add(_ kind: NumberRows.Fault.Kind, _ location: NumberRows.Location) {
        faultCount += 1
        if faults.count < NumberRows.mostFaults { faults.append(NumberRows.Fault(kind: kind, location: location)) }
    }

    private mutating func read(line bytes: UnsafeBufferPointer<UInt8>) {
        line += 1
        var bytes = bytes
        if bytes.last == 0x0D { bytes = UnsafeBufferPointer(rebasing: bytes.dropLast()) }
        if line == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            bytes = UnsafeBufferPointer(rebasing: bytes.dropFirst(3))
        }
        guard !bytes.isEmpty, !isBroken else { return }
        do throws(RowTable.Failure) {
            if table == nil {
                table = try RowTable(header: bytes)
            } else if let (key, target) = try table?.row(bytes, line: line) {
                rows.append(NumberRows.Row(key: key, line: UInt32(clamping: line), target: target))
            }
        } catch {
            // Without the names of columns no row can be read.
            isBroken = table == nil
            add(error.kind, NumberRows.Location(line: line, column: error.column, text: error.text))
        }
    }
}
