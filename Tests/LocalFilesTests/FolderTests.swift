import LocalFiles
import Support
import SystemPackage
import Testing

/// Folders, locks, paths and notes.
struct FolderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func foldersAreMadeOnce() throws {
        let deep = folder.file("a/b/c")
        try deep.makeFolders(permissions: .ownerReadWriteExecute)
        try deep.makeFolders(permissions: .ownerReadWriteExecute)
        #expect(deep.isFolder)
        #expect(try folder.file("a/b").stat().permissions.rawValue == 0o700)
    }

    @Test func aFileInTheWayOfAFolder() throws {
        try folder.write([], to: "file")
        #expect(throws: Errno.notDirectory) { try folder.file("file").makeFolder(permissions: .ownerReadWriteExecute) }
        #expect(throws: Errno.notDirectory) { try folder.file("file").entries() }
    }

    @Test func hostileNamesAreListedAsTheyAre() throws {
        for name in ["\u{1B}[2J", "-rf", "a\nb", "ä", " "] { try folder.write([], to: name) }
        // Not UTF-8.
        #expect(try Tool.run("bash", ["-c", "touch \(folder.path.string)/$'\\xff'"]).status == 0)
        let entries = try folder.path.entries()
        #expect(entries.count == 6)
        for name in entries { #expect(folder.path.appending(name).exists) }
    }

    @Test func removingATreeDoesNotFollowLinks() throws {
        try folder.file("kept").makeFolder(permissions: .ownerReadWriteExecute)
        try folder.write([1], to: "kept/file")
        try folder.file("tree/deep").makeFolders(permissions: .ownerReadWriteExecute)
        try folder.write([1], to: "tree/deep/file")
        #expect(try Tool.run("ln", ["-s", folder.file("kept").string, folder.file("tree/link").string]).status == 0)
        folder.file("tree").removeAll()
        #expect(try folder.path.entries() == ["kept"])
        #expect(try folder.bytes(of: "kept/file") == [1])
    }

    @Test func oneHolderPerLock() throws {
        let path = folder.file("lock")
        do {
            let lock = try FileLock(path)
            #expect(try FileLock(ifFree: path) == nil)
            withExtendedLifetime(lock) {}
        }
        #expect(try FileLock(ifFree: path) != nil)
        #expect(throws: Errno.noSuchFileOrDirectory) { try FileLock(ifFree: folder.file("none"), creates: false) }
    }

    @Test func notesTravelWithTheirFile() throws {
        let note = FileNote(name: "user.announce.test")
        let file = try UnnamedFile(in: folder.path)
        note.write("hello", to: file.descriptor)
        try file.publish(as: folder.file("a"), replacing: false)
        try folder.file("a").rename(to: folder.file("b"))
        #expect(note.text(at: folder.file("b")) == "hello")
        #expect(note.text(at: folder.file("none")) == nil)
    }

    @Test func copiesAreWholeOrNotThere() throws {
        let content = [UInt8](repeating: 5, count: 300_000)
        let source = try folder.write(content, to: "source")
        try source.copy(to: folder.file("copy"), permissions: .ownerReadWrite)
        #expect(try folder.bytes(of: "copy") == content)
        #expect(throws: Errno.fileExists) { try source.copy(to: folder.file("copy"), permissions: .ownerReadWrite) }
        #expect(throws: Errno.invalidArgument) {
            try folder.path.copy(to: folder.file("x"), permissions: .ownerReadWrite)
        }
        #expect(!folder.file("x").exists)
    }

    @Test(arguments: [("/a/./b/../c", "/a/c"), ("/", "/"), ("/..", "/")])
    func absolutePaths(path: String, absolute: String) {
        #expect(FilePath(path).absolute == FilePath(absolute))
    }
}
