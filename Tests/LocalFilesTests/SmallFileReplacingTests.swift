import Dispatch
import Glibc
import Support
import SystemPackage
import Testing

@testable import LocalFiles

/// Replacing a file whose content is expected.
struct SmallFileReplacingTests {
    private func replace(_ path: FilePath, _ old: String, _ new: String) throws -> Replacement {
        try SmallFile.replace(
            path, expecting: Array(old.utf8), with: Array(new.utf8), mode: .kept(else: .ownerReadWrite), upTo: 1000)
    }

    @Test func onlyWhatWasExpectedIsReplaced() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("old".utf8, to: "file")
        #expect(try replace(path, "older", "new") == .changed(Array("old".utf8)))
        #expect(try folder.bytes(of: "file") == Array("old".utf8))
        #expect(try replace(path, "old", "new") == .replaced)
        #expect(try folder.bytes(of: "file") == Array("new".utf8))
        #expect(throws: Errno.noSuchFileOrDirectory) { try replace(folder.file("none"), "", "new") }
        #expect(try folder.path.entries().map(\.string) == ["file"])
    }

    /// A program that has the file open writes to the file, whatever its name is by then.
    @Test func programsThatWrite() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("old".utf8, to: "file")
        let editor = try FileDescriptor.open(path, .readWrite)
        // Closed after the exchange, within the time that is waited for.
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(200)) {
            _ = try? editor.writeAll(toAbsoluteOffset: 0, "edited".utf8)
            try? editor.close()
        }
        #expect(try replace(path, "old", "new") == .changed(Array("edited".utf8)))
        #expect(try folder.bytes(of: "file") == Array("edited".utf8))

        let longer = try FileDescriptor.open(path, .readWrite)
        #expect(try replace(path, "edited", "new") == .beingWritten)
        #expect(try folder.bytes(of: "file") == Array("edited".utf8))
        try longer.close()
        #expect(try folder.path.entries().map(\.string) == ["file"])
    }

    @Test("of many at once, one replaces; under a lock or not") func many() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("old".utf8, to: "file")
        DispatchQueue.concurrentPerform(iterations: 8) { index in
            let lock = try? FileLock(folder.file("lock"))
            let result = try? replace(path, "old", "new \(index)")
            if result == .replaced {
                _ = try? folder.write("\(index)".utf8, to: "won-\(index)")
            }
            withExtendedLifetime(lock) {}
        }
        let names = try folder.path.entries().map(\.string).filter { $0.hasPrefix("won-") }
        #expect(names.count == 1)
        let winner = try #require(names.first).dropFirst(4)
        #expect(try folder.bytes(of: "file") == Array("new \(winner)".utf8))
    }
}
