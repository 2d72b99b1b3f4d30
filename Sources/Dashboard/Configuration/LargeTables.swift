import CallFlow
import LocalFiles
import Synchronization
import SystemPackage
import Telephony

/// Reads tables that are too large to be kept as a text, and remembers them while their files stay as they are: the configuration is
/// looked at often, and a million rows take a while.
enum LargeTables {
    /// Bytes of one file at most: some ten million rows.
    static let largest = 512 << 20

    private struct Known {
        let stamp: FileStamp
        let rows: NumberRows
    }

    private static let known = Mutex<[FilePath: Known]>([:])

    /// Returns the rows of a file; `nil` if it is small enough for a text. Blocks.
    static func rows(of path: FilePath) throws(Errno) -> NumberRows? {
        guard FileIdentity(path)?.isRegular == true, let stamp = FileStamp(of: path),
            stamp.size > CompanionFiles.largestText
        else { return nil }
        if let known = known.withLock({ $0[path] }), known.stamp == stamp { return known.rows }
        let start = Moment.now.milliseconds
        var reader = NumberRowsReader()
        try FileBlocks.read(path, upTo: largest) { reader.read($0) }
        let rows = reader.finish()
        // A file that was written within a tick of its clock before it was read may be written again without another time.
        let tick = path.isOnNetwork ? 5_000 : 50
        if FileStamp(of: path) == stamp, stamp.modified / 1_000_000 < Int(start) - tick {
            known.withLock { $0[path] = Known(stamp: stamp, rows: rows) }
        }
        return rows
    }
}
