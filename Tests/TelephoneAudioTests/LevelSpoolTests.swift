import Glibc
import Support
import SystemPackage
import Testing

@testable import TelephoneAudio

@Suite struct LevelSpoolTests {
    private func read(_ spool: SampleSpool, at index: Int, count: Int) throws -> [Float] {
        var samples = [Float](repeating: .nan, count: count)
        let got = try samples.withUnsafeMutableBufferPointer { try spool.read(at: index, into: $0) }
        return Array(samples.prefix(got))
    }

    @Test func keepsWhatWasWritten() throws {
        let spool = try LevelTestSignal.spool([1, 2, 3, 4])
        try [Float](arrayLiteral: 9, 8).withUnsafeBufferPointer { try spool.write($0, at: 6) }
        #expect(try read(spool, at: 0, count: 8) == [1, 2, 3, 4, 0, 0, 9, 8])
        #expect(try read(spool, at: 2, count: 100) == [3, 4, 0, 0, 9, 8])
        #expect(try read(spool, at: 8, count: 4).isEmpty)
        #expect(try read(spool, at: 0, count: 0).isEmpty)
    }

    @Test("Threads write their own ranges")
    func concurrentWrites() async throws {
        let spool = try SampleSpool(in: "/tmp")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for part in 0..<8 {
                group.addTask {
                    try [Float](repeating: Float(part), count: 5000).withUnsafeBufferPointer {
                        try spool.write($0, at: part * 5000)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try read(spool, at: 0, count: 40_000) == (0..<8).flatMap { [Float](repeating: Float($0), count: 5000) })
    }

    @Test func leavesNothingInTheFolder() throws {
        let folder = try TemporaryFolder()
        let spool = try SampleSpool(in: folder.path)
        try [Float](arrayLiteral: 5).withUnsafeBufferPointer { try spool.write($0, at: 0) }
        #expect(try read(spool, at: 0, count: 1) == [5])
        #expect(rmdir(folder.path.string) == 0, "only an empty folder can be removed")
    }

    @Test(
        "Folders that cannot hold a spool",
        arguments: [("/nonexistent/folder", ENOENT), ("/etc/passwd", ENOTDIR)] as [(FilePath, CInt)])
    func refuses(folder: FilePath, code: CInt) {
        #expect(throws: RecordingError.system(errno: code, action: .spool)) { try SampleSpool(in: folder) }
    }

    @Test func fullDisk() throws {
        // Writing to /dev/full fails as on a full disk.
        let descriptor = try FileDescriptor.open("/dev/full", .readWrite)
        let spool = SampleSpool(owning: descriptor)
        #expect(throws: RecordingError.system(errno: ENOSPC, action: .spool)) {
            try [Float](arrayLiteral: 1).withUnsafeBufferPointer { try spool.write($0, at: 0) }
        }
    }
}
