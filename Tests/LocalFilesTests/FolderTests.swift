import Glibc
import LocalFiles
import Support
import SystemPackage
import Testing

/// Folders, locks, paths and notes.
struct FolderTests {
    @Test("abandoned drafts are removed, and nothing else") func drafts() throws {
        let folder = try TemporaryFolder()
        try folder.file("inner").makeFolder(permissions: .ownerReadWriteExecute)
        let old = [".announce-1-2.tmp", "inner/.index.json-1-2.tmp", ".dat.nosync1234.abc"]
        let kept = ["kept.tmp", ".kept", "inner/kept.wav", ".new-1-2.tmp"]
        for name in old + kept { try folder.write([1], to: name) }
        for name in old + kept.dropLast() {
            let times = [timespec(tv_sec: 1_000_000, tv_nsec: 0), timespec(tv_sec: 1_000_000, tv_nsec: 0)]
            #expect(utimensat(AT_FDCWD, folder.file(name).string, times, 0) == 0)
        }
        folder.path.removeAbandonedDrafts()
        for name in old { #expect(!folder.file(name).exists, "\(name)") }
        for name in kept { #expect(folder.file(name).exists, "\(name)") }
    }

    @Test("a spare folder belongs to its owner alone, goes with the object, and takes those of dead processes along")
    func spare() throws {
        let left = FilePath("/dev/shm/announce-spare-999999-\(UInt64.random(in: .min ... .max))")
        let path: FilePath
        do {
            let spare = try SpareFolder()
            path = spare.path
            #expect(path.permissionsOfOthers == [])
            try SmallFile.write([1], to: path.appending("a"), mode: .owner)
            guard path.removingLastComponent() == left.removingLastComponent() else { return }
            try left.makeFolder(permissions: .ownerReadWriteExecute)
            try SmallFile.write([], to: left.appending("lock"), mode: .owner)
            let other = try SpareFolder()
            #expect(!left.exists && path.exists && other.path.exists)
        }
        #expect(!path.exists)
    }

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
