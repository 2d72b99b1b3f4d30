import CLinux
import Glibc
package import SystemPackage

/// A short text kept with a file as an extended attribute (xattr(7)).
///
/// Travels with renames and hard links, not with most copies. On file systems without extended attributes it is lost.
package struct FileNote: Hashable, Sendable {
    /// The attribute's name, such as `user.announce.recipe`.
    package let name: String
    /// Bytes that are read at most.
    private static let longest = 512

    package init(name: String) { self.name = name }

    /// The note of a file; `nil` if there is none.
    package func text(at path: FilePath) -> String? {
        withUnsafeTemporaryAllocation(byteCount: Self.longest, alignment: 1) { buffer in
            let count = path.withPlatformString { getxattr($0, name, buffer.baseAddress, buffer.count) }
            return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
        }
    }

    /// Replaces the note of an open file, as far as the file system has notes.
    package func write(_ text: String, to descriptor: FileDescriptor) {
        var text = text
        _ = text.withUTF8 { fsetxattr(descriptor.rawValue, name, $0.baseAddress, $0.count, 0) }
    }
}
