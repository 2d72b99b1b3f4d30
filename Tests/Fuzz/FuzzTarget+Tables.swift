import CallFlow
import Telephony

extension FuzzTarget {
    /// Large tables of numbers: what is read does not depend on the pieces in which it comes, and each row leads where the same row of
    /// a small table does.
    static let table = FuzzTarget(
        name: "table",
        corpus: {
            [
                "number,flow\n+49 211 1234567,night\n+49 211 1234568,hangup\n",
                "\u{FEFF}Number;flow;to\r\n\"0049 (0)211 12345\";\"day\";\"+49 30 \"\"1\"\"\"\r\n;;\r\n+49 40*;voicemail;\r\n",
                "name,number,flow\nFront,+49 211 1234567,night\n\"a \"\"b\"\"\",+49 211 1234568,night\n,+49 30 1,hangup",
                "flow\tcustomer\tnumber\nnight\tkern\t+39 06 12345\nnight\t\t49 30 12345",
            ].map { Array($0.utf8) }
        },
        tokens: [
            "\"", "\"\"", ",", ";", "\t", "\r\n", "\n", "+49", "0", "(0)", "*", "number", "flow", "name", "customer",
            "\u{301}",
        ],
        run: { bytes in
            func rows(_ size: Int) -> NumberRows {
                var reader = NumberRowsReader()
                bytes.withUnsafeBytes { whole in
                    for start in stride(from: 0, to: whole.count, by: size) {
                        reader.read(UnsafeRawBufferPointer(rebasing: whole[start..<min(whole.count, start + size)]))
                    }
                }
                return reader.finish()
            }
            let (whole, pieces) = (rows(1 << 20), rows(3))
            try require(whole.keys == pieces.keys && whole.targets == pieces.targets, "other rows in pieces")
            try require(whole.faults == pieces.faults && whole == pieces, "other faults in pieces")
            try require(
                (0..<whole.count).allSatisfy { whole.name(at: $0) == pieces.name(at: $0) }, "other names in pieces")
            try require(zip(whole.keys, whole.keys.dropFirst()).allSatisfy { $0 < $1 }, "not in order")
            for row in 0..<whole.count {
                let pattern = whole.pattern(at: row)
                try require((try? NumberPattern(pattern.description)) == pattern, "\(pattern) is not a number")
                try require(whole.row(of: NumberKey(pattern)) == row, "\(pattern) is not found")
            }
        })
}
