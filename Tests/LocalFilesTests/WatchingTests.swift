import LocalFiles
import Support
import SystemPackage
import Testing

/// What the kernel reports of folders and files.
struct WatchingTests {
    @Test("a polled file is reported when it is written, replaced, removed and comes back", .timeLimit(.minutes(1)))
    func polling() async throws {
        let folder = try TemporaryFolder()
        let file = folder.file("a")
        let polling = FilePolling(file, every: .milliseconds(2))
        var changes = polling.changes.makeAsyncIterator()
        for size in 1...3 {
            try folder.write([UInt8](repeating: 0, count: size), to: "a")
            _ = await changes.next()
        }
        try file.remove()
        _ = await changes.next()
        try SmallFile.write([1], to: file, mode: .owner)
        _ = await changes.next()
    }

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func changesInAFolder() throws {
        let events = try FolderEvents()
        // Not `.written`: a program that another test has just started may still hold the file, and closes it when it likes.
        let watch = try events.watch(folder.path, for: [.created, .movedOut, .movedIn, .deleted])
        try SmallFile.write([1], to: folder.file("file"), mode: .owner)
        try folder.file("file").remove()
        let seen = events.read().filter { $0.name == "file" }
        #expect(seen.map(\.kinds) == [.movedIn, .deleted])
        #expect(seen.allSatisfy { $0.watch == watch })
        #expect(events.read().isEmpty)
        events.remove(watch)
        #expect(events.read().map(\.kinds) == [.ended])
    }

    @Test func aMissingFolderCannotBeWatched() throws {
        let events = try FolderEvents()
        #expect(throws: Errno.noSuchFileOrDirectory) { try events.watch(folder.file("none"), for: .created) }
        #expect(throws: Errno.noSuchFileOrDirectory) { try FileWatch(folder.file("none/file")) }
    }

    @Test(.timeLimit(.minutes(5)))
    func aReplacedFile() async throws {
        let file = try folder.write([1], to: "file")
        let watch = try FileWatch(file)
        var changes = watch.changes.makeAsyncIterator()
        try SmallFile.write([2], to: file, mode: .owner)
        #expect(await changes.next() != nil)
    }

    /// As Kubernetes replaces a volume: `file` → `..data/file`, and `..data` is turned to another folder.
    @Test(.timeLimit(.minutes(5)))
    func aLinkThatIsTurned() async throws {
        for name in ["one", "two"] {
            try folder.file(name).makeFolder(permissions: .ownerReadWriteExecute)
            try folder.write(Array(name.utf8), to: "\(name)/file")
        }
        let script = "cd \(folder.path.string) && ln -s one ..data && ln -s ..data/file file"
        #expect(try Tool.run("sh", ["-c", script]).status == 0)
        let watch = try FileWatch(folder.file("file"))
        var changes = watch.changes.makeAsyncIterator()
        let turn = "cd \(folder.path.string) && ln -s two ..new && mv -T ..new ..data"
        #expect(try Tool.run("sh", ["-c", turn]).status == 0)
        #expect(await changes.next() != nil)
        #expect(try folder.bytes(of: "file") == Array("two".utf8))
    }
}
