import Glibc
import LocalFiles
import SystemPackage
import TelephoneAudio
import Telephony

/// A look at a depot from outside: whether it can be written and read, and has what is published.
package struct DepotExamination: Sendable {
    /// How many announcements were looked for.
    package let count: Int
    /// The names of those that the depot lacks.
    package let missing: [String]
    /// How many were fetched and compared with their hash.
    package let compared: Int
    /// The names of those that are not what their name says.
    package let damaged: [String]

    /// Announcements that are fetched.
    private static let sample = 5

    /// Writes one small file, which stays there, since depots delete nothing.
    package init(of depot: any MediaDepot, with files: [PublishedFile]) async throws(DepotFault) {
        try await Self.write(to: depot)
        var (missing, there) = ([] as [String], [] as [PublishedFile])
        for file in files {
            if try await depot.has(DepotKey(hash: file.hash)) { there.append(file) } else { missing.append(file.name) }
        }
        let sample = there.shuffled().prefix(Self.sample)
        var damaged: [String] = []
        for file in sample where try await !Self.isWhole(file, in: depot) { damaged.append(file.name) }
        (count, compared) = (files.count, sample.count)
        (self.missing, self.damaged) = (missing.sorted(), damaged.sorted())
    }

    private static func write(to depot: any MediaDepot) async throws(DepotFault) {
        let path = temporaryFolder().appending(hiddenName())
        defer { path.removeQuietly() }
        let bytes = Array("announce doctor: written to see whether announcements can be stored here\n".utf8)
        let hash: String
        do throws(Errno) {
            let file = OwnedDescriptor(try .creating(path))
            try file.descriptor.writeWhole(bytes)
            hash = Self.hash(of: path) ?? ""
        } catch {
            throw .file(errno: error.rawValue)
        }
        try await depot.put(path, size: bytes.count, hash: hash)
    }

    private static func isWhole(_ file: PublishedFile, in depot: any MediaDepot) async throws(DepotFault) -> Bool {
        let path = temporaryFolder().appending(hiddenName())
        defer { path.removeQuietly() }
        guard try await depot.get(DepotKey(hash: file.hash), into: path) else { return false }
        return hash(of: path) == file.hash
    }

    private static func hash(of path: FilePath) -> String? {
        (try? ByteSource(path: path)).flatMap { try? ContentHash($0).text }
    }
}
