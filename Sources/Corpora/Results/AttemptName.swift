/// The name of a results file: `00007-of-00100.HOST-PID.jsonl`, one for each attempt at a shard, since a worker that is believed
/// dead may go on beside its successor, and locks do not hold on every network file system.
struct AttemptName: Hashable {
    let shard: Shard
    let text: String

    /// - Parameters:
    ///   - host: may hold anything.
    ///   - number: from 1 on; tells attempts of one host and process number apart, as restarted containers have them.
    init(_ shard: Shard, host: String, process: Int32, number: Int) {
        self.shard = shard
        let plain = host.utf8.prefix(64).map { byte -> Character in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                Character(Unicode.Scalar(byte))
            default: "_"
            }
        }
        func padded(_ number: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, 5 - digits.utf8.count)) + digits
        }
        text =
            "\(padded(shard.index))-of-\(padded(shard.count)).\(String(plain))-\(process)"
            + (number > 1 ? "-\(number)" : "") + ".jsonl"
    }

    /// Nil for the name of another file.
    init?(_ name: String) {
        guard name.hasSuffix(".jsonl"), let numbers = name.prefixMatch(of: #/(\d+)-of-(\d+)\./#),
            let index = Int(numbers.1), let count = Int(numbers.2), let shard = Shard(index, of: count)
        else { return nil }
        (self.shard, text) = (shard, name)
    }
}
