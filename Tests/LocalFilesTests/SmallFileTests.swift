import LocalFiles
import Support
import SystemPackage
import Testing

/// Files that are replaced as a whole.
struct SmallFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func aMissingFileIsNil() throws {
        #expect(try SmallFile.read(folder.file("none"), upTo: 10) == nil)
    }

    @Test(arguments: [0, 1, 65_536, 200_000])
    func whatIsWrittenIsRead(bytes: Int) throws {
        let content = (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try SmallFile.write(content, to: folder.file("file"), mode: .owner)
        #expect(try SmallFile.read(folder.file("file"), upTo: bytes) == content)
    }

    @Test func moreThanTheLimitIsRefused() throws {
        try folder.write([1, 2, 3], to: "file")
        #expect(throws: Errno.fileTooLarge) { try SmallFile.read(folder.file("file"), upTo: 2) }
    }

    @Test func aLinkIsRefusedWhereAsked() throws {
        try folder.write([1], to: "file")
        let link = folder.file("link")
        #expect(try Tool.run("ln", ["-s", folder.file("file").string, link.string]).status == 0)
        #expect(try SmallFile.read(link, upTo: 9) == [1])
        #expect(throws: Errno.tooManySymbolicLinkLevels) { try SmallFile.read(link, upTo: 9, followsLinks: false) }
    }

    @Test(arguments: [(0o640, SmallFile.Mode.owner, 0o600), (0o640, .kept(else: [.ownerReadWrite]), 0o640)])
    func permissions(before: Int, mode: SmallFile.Mode, after: Int) throws {
        let file = try folder.write([1], to: "file")
        #expect(try Tool.run("chmod", [String(before, radix: 8), file.string]).status == 0)
        try SmallFile.write([2], to: file, mode: mode)
        #expect(try Int(file.stat().permissions.rawValue) == after)
    }

    @Test func newFilesGetThePermissionsGiven() throws {
        try SmallFile.write([2], to: folder.file("new"), mode: .kept(else: FilePermissions(rawValue: 0o644)))
        #expect(try folder.file("new").stat().permissions.rawValue == 0o644)
    }

    @Test func anErrorLeavesTheOldFileAndNoDraft() throws {
        // A folder cannot be replaced by a file.
        try folder.file("target").makeFolder(permissions: [.ownerReadWriteExecute])
        #expect(throws: Errno.isDirectory) { try SmallFile.write([1], to: folder.file("target"), mode: .owner) }
        #expect(try folder.path.entries() == ["target"])
    }

    @Test func oneOfManyCreatesTheFile() async throws {
        let file = folder.file("secret")
        let created = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in UInt8(0)..<16 {
                group.addTask { try SmallFile.create(Array(repeating: number, count: 4096), at: file) }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(created == 1)
        let content = try #require(try SmallFile.read(file, upTo: 4096))
        #expect(content.count == 4096 && Set(content).count == 1)
        #expect(try folder.path.entries() == ["secret"])
    }
}
