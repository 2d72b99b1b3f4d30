import LocalFiles
import Support
import SystemPackage
import Testing

/// Files that get their name when they are whole.
struct UnnamedFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// On file systems with nameless files, and on others.
    @Test(arguments: [true, false])
    func unpublishedFilesLeaveNothing(nameless: Bool) throws {
        do {
            let file = try UnnamedFile(in: folder.path, triesNameless: nameless)
            try file.descriptor.writeWhole([1, 2, 3])
        }
        #expect(try folder.path.entries().isEmpty)
    }

    @Test(arguments: [true, false])
    func publishing(nameless: Bool) throws {
        let file = try UnnamedFile(in: folder.path, triesNameless: nameless)
        try file.descriptor.writeWhole([1, 2, 3])
        #expect(!folder.file("whole").exists)
        try file.publish(as: folder.file("whole"), replacing: false)
        #expect(try folder.bytes(of: "whole") == [1, 2, 3])
        #expect(try folder.path.entries() == ["whole"])
    }

    @Test(arguments: [true, false], [true, false])
    func aTakenName(replacing: Bool, nameless: Bool) throws {
        try folder.write([9], to: "taken")
        do {
            let file = try UnnamedFile(in: folder.path, triesNameless: nameless)
            try file.descriptor.writeWhole([1])
            if replacing {
                try file.publish(as: folder.file("taken"), replacing: true)
            } else {
                #expect(throws: Errno.fileExists) { try file.publish(as: folder.file("taken"), replacing: false) }
            }
        }
        #expect(try folder.bytes(of: "taken") == [replacing ? 1 : 9])
        #expect(try folder.path.entries() == ["taken"])
    }

    @Test func aMissingFolderIsReported() {
        #expect(throws: Errno.noSuchFileOrDirectory) { try UnnamedFile(in: folder.file("none")) }
    }

    @Test(arguments: [true, false])
    func scratchSpaceHasNoName(nameless: Bool) throws {
        let file = try UnnamedFile(in: folder.path, isForPublishing: false, triesNameless: nameless)
        #expect(try folder.path.entries().isEmpty)
        try file.descriptor.writeWhole(Array(repeating: 7, count: 100_000))
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 100_000, alignment: 1)
        defer { buffer.deallocate() }
        #expect(try file.descriptor.readFully(at: 50_000, into: buffer) == 50_000)
        #expect(buffer[..<50_000].allSatisfy { $0 == 7 })
    }
}
