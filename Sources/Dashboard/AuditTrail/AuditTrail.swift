import Foundation
import LocalFiles
import Synchronization
package import SystemPackage

/// What people did on the dashboard, in a file that only grows: a line of JSON per entry, the latest last.
///
/// Promises that an entry is in the file before the reply goes out, as far as the disk allows; a change that was made is
/// answered even if its entry cannot be written. Beyond 8 MB the file becomes the earlier one, whose predecessor is deleted, so
/// that at least the latest 8 MB are there, some ten thousands of entries. Does not protect against those who can write the state
/// folder.
package final class AuditTrail: Sendable {
    private let path: FilePath
    private let earlier: FilePath
    /// Held while a line is written.
    private let writing = Mutex(())
    private let limit: Int

    /// - Parameter limit: bytes of a file.
    package init(_ path: FilePath, limit: Int = 8 << 20) {
        self.path = path
        earlier = path.removingLastComponent().appending("earlier-\(path.lastComponent?.string ?? "audit")")
        self.limit = limit
    }

    /// Adds an entry. Blocks.
    package func add(_ entry: AuditEntry) throws(Errno) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings and numbers can always be encoded.
        guard let line = try? encoder.encode(entry) else { return }
        try writing.withLock { _ throws(Errno) in
            if let size = try? path.stat().size, size > limit { try path.rename(to: earlier) }
            let file = OwnedDescriptor(
                try .opening(path, .writeOnly, [.create, .append, .closeOnExec, .noFollow], .ownerReadWrite))
            try file.descriptor.writeWhole(Array(line) + [UInt8(ascii: "\n")])
        }
    }

    /// The latest entries, the newest first. Blocks.
    ///
    /// - Parameter count: how many at most.
    package func latest(_ count: Int) throws(Errno) -> [AuditEntry] {
        var entries: [AuditEntry] = []
        for file in [path, earlier] where entries.count < count {
            let bytes = try SmallFile.read(file, upTo: 2 * limit + (1 << 20)) ?? []
            // What is no entry was cut off by a power failure.
            entries += bytes.split(separator: UInt8(ascii: "\n")).reversed().lazy
                .compactMap { try? JSONDecoder().decode(AuditEntry.self, from: Data($0)) }
                .prefix(count - entries.count)
        }
        return entries
    }
}
