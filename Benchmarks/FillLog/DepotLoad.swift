import Crypto
import DatabaseDepot
import Foundation
import LocalFiles
import MediaLibrary
import SystemPackage
import Telephony

/// Stores announcements in a database as a server does, one after the other, and fetches them by eight at a time.
struct DepotLoad {
    let address: String
    let count: Int

    private struct File {
        var path: FilePath
        var hash: String
    }

    func run() async throws {
        let depot = DatabaseDepot(address, host: "the database")
        let folder = temporaryFolder().appending(hiddenName())
        try folder.makeFolder(permissions: .ownerReadWriteExecute)
        defer { try? FileManager.default.removeItem(atPath: folder.string) }
        let files = try (0..<count).map { try file($0, in: folder) }
        try await time("put") {
            for file in files { try await depot.put(file.path, size: 100_000, hash: file.hash) }
        }
        try await time("get") {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, file) in files.enumerated() {
                    if number >= 8 { try await group.next() }
                    group.addTask {
                        _ = try await depot.get(DepotKey(hash: file.hash), into: folder.appending("got-\(number)"))
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    /// 100 KB that no other file has.
    private func file(_ number: Int, in folder: FilePath) throws -> File {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<12_500).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } }
        let path = folder.appending("\(number)")
        let file = OwnedDescriptor(try .creating(path))
        try file.descriptor.writeWhole(bytes)
        return File(path: path, hash: SHA256.hash(data: bytes).hexadecimal)
    }

    private func time(_ name: String, _ body: () async throws -> Void) async throws {
        let start = ContinuousClock.now
        try await body()
        print("\(Int(Double(count) / (start.duration(to: .now) / .seconds(1)))) \(name)/s (\(count) of 100 KB)")
    }
}
