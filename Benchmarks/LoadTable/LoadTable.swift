import CallFlow
import Glibc
import Telephony

/// Loads a table of numbers as the server does, asks it about numbers, edits it, and prints what that took:
/// `load-table [ROWS [sorted|shuffled|quoted|named]]`. With the last, memory is that of one reading in a process of its own.
///
/// The rows are made here, a MiB at a time, as they come from a file; making them does not count.
@main
enum LoadTable {
    static let flows = 200

    static func main() {
        let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
        let kind = CommandLine.arguments.dropFirst(2).first
        var random = Random()
        for (name, isSorted, kindOfRow) in [
            ("sorted", true, RowKind.plain), ("shuffled", false, .plain), ("quoted", false, .spaced),
            ("named", false, .named),
        ] where kind == nil || kind == name {
            var numbers = Array(0..<count)
            if !isSorted { numbers.shuffle(using: &random) }
            let before = memory
            let (rows, took, size) = read(numbers, kindOfRow)
            precondition(rows.count == count && rows.faultCount == 0)
            print(
                "\(count) rows \(name), \(size / 1_000_000) MB: read in \(took) ms, "
                    + "\(rows.memory / 1_000_000) MB, resident \((memory - before) / 1000) MB more, \(peak / 1000) MB at the peak"
            )
        }
        if kind == nil { plans(count) }
    }

    /// The configuration with the table, and edits of it.
    private static func plans(_ count: Int) {
        let numbers = Array(0..<count)
        let old = written(read(numbers).rows)
        let (reading, first) = measured {
            ConfigurationFile.read(old.text, folder: "/srv", announcements: nil, files: old.files)
        }
        guard let configuration = reading.configuration else { preconditionFailure("\(reading.problems)") }
        let (plan, planned) = measured { CallPlan(configuration) }
        print("\(flows) flows and menus: configuration \(first) ms, plan \(planned) ms")

        var changed = numbers
        changed.swapAt(1, 2)
        let new = written(read(changed).rows)
        let (exchanged, took) = measured { configuration.exchangingRows(from: old, to: new) }
        guard let exchanged else { preconditionFailure("the whole was read again") }
        let (following, followed) = measured { plan.following(exchanged) }
        precondition(following.fingerprint != plan.fingerprint)
        print("edit of the table: configuration \(took) ms, plan \(followed) ms")

        var random = Random()
        let called = (0..<1_000_000).compactMap { _ in
            try? PhoneNumber("49211\(Int.random(in: 10_000_000..<10_000_000 + 2 * count, using: &random))")
        }
        let (found, lookups) = measured {
            called.reduce(0) { $0 + (configuration.numbers.incoming.entry(for: $1) == nil ? 0 : 1) }
        }
        print("\(called.count) look-ups, \(found) of them found: \(lookups) ns each")
    }

    private enum RowKind { case plain, spaced, named }

    private static func read(
        _ numbers: [Int], _ kind: RowKind = .plain
    ) -> (rows: NumberRows, milliseconds: Int, size: Int) {
        var reader = NumberRowsReader()
        var (text, size, took) = (kind == .named ? "number,flow,name\n" : "number,flow\n", 0, Duration.zero)
        func flush() {
            size += text.utf8.count
            took += ContinuousClock().measure { text.withUTF8 { reader.read(UnsafeRawBufferPointer($0)) } }
            text.removeAll(keepingCapacity: true)
        }
        for (index, number) in numbers.enumerated() {
            // Every second number of a range.
            let digits = 10_000_000 + 2 * number
            let flow = index % flows
            let row =
                switch kind {
                case .plain: "+49211\(digits),flow-\(flow)\n"
                case .spaced: "\"+49 211 \(digits)\",\"flow-\(flow)\"\r\n"
                case .named: "+49211\(digits),flow-\(flow),Desk \(digits) in hall \(flow)\n"
                }
            text += row
            if text.utf8.count >= 1 << 20 { flush() }
        }
        flush()
        let start = ContinuousClock.now
        let rows = reader.finish()
        return (rows, Int((took + (.now - start)) / .milliseconds(1)), size)
    }

    private static func written(_ rows: NumberRows) -> WrittenConfiguration {
        var text =
            "public-url: https://phone.example.com\ntime-zone: Europe/Berlin\nnumbers: { file: numbers.csv }\nflows:\n"
        for flow in 0..<flows { text += "  flow-\(flow): [ { play: welcome }, { menu: menu-\(flow) } ]\n" }
        text += "menus:\n"
        for flow in 0..<flows {
            text += "  menu-\(flow): { prompt: menu, choices: { 1: { dial: +49 30 12345 }, 2: voicemail } }\n"
        }
        var files = CompanionFiles()
        files.contents["numbers.csv"] = .rows(rows)
        return WrittenConfiguration(text, files: files)
    }

    private static func measured<Result>(_ work: () -> Result) -> (Result, milliseconds: Int) {
        let start = ContinuousClock.now
        let result = work()
        return (result, Int((ContinuousClock.now - start) / .milliseconds(1)))
    }

    /// The process's resident memory, in KB.
    private static var memory: Int { status("VmRSS:") }
    private static var peak: Int { status("VmHWM:") }

    private static func status(_ key: String) -> Int {
        guard let file = fopen("/proc/self/status", "r") else { return 0 }
        defer { fclose(file) }
        var text = [UInt8](repeating: 0, count: 8192)
        let length = fread(&text, 1, text.count, file)
        let lines = String(decoding: text.prefix(length), as: UTF8.self).split(separator: "\n")
        let words = lines.first { $0.hasPrefix(key) }?.split { $0 == " " || $0 == "\t" } ?? []
        return words.count > 1 ? Int(words[1]) ?? 0 : 0
    }
}

/// The same numbers in every run (SplitMix64).
private struct Random: RandomNumberGenerator {
    private var state: UInt64 = 1

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
