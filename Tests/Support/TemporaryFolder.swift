import Foundation
package import SystemPackage

/// A temporary folder for one test, removed with its content when the last reference is released.
///
/// Keep it alive as long as its files are needed (`withExtendedLifetime` where nothing else does).
package final class TemporaryFolder: Sendable {
    /// Absolute.
    package let path: FilePath

    /// Creates the folder below the system's temporary folder.
    package init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("announce-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = FilePath(url.path)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path.string)
    }

    /// A path in the folder; nothing is created.
    package func file(_ name: String) -> FilePath {
        path.appending(name)
    }

    /// Writes `bytes` to a file in the folder and returns its path.
    @discardableResult
    package func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> FilePath {
        try Data(bytes).write(to: URL(fileURLWithPath: file(name).string))
        return file(name)
    }

    /// All bytes of a file in the folder.
    package func bytes(of name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(fileURLWithPath: file(name).string)))
    }
}
