import Glibc
import LocalFiles
import Support
import SystemPackage
import Testing

/// Descriptors that one process sends another.
struct LocalSocketTests {
    @Test("a line arrives with its descriptors, whose files they still are; also below a long path") func sent() throws
    {
        let folder = try TemporaryFolder()
        let deep = folder.path.appending(String(repeating: "a", count: 120))
        try deep.makeFolders(permissions: .ownerReadWriteExecute)
        let path = deep.appending("socket")
        // One that an earlier process has left is replaced.
        try SmallFile.write([], to: path, mode: .owner)
        let listening = try LocalSocket(listeningAt: path)
        let client = try LocalSocket(connectingTo: path)
        let server = try listening.accept()
        #expect(server.trustedPeer == Int(getpid()) && client.trustedPeer == Int(getpid()))

        try folder.write(Array("content".utf8), to: "file")
        let file = try FileDescriptor.reading(folder.file("file"))
        try server.send("one two", [file, file])
        file.closeQuietly()
        let answer = try #require(try client.receive(within: .seconds(10)))
        #expect(answer.line == "one two" && answer.descriptors.count == 2)
        for descriptor in answer.descriptors {
            #expect(fcntl(descriptor.rawValue, F_GETFD) == FD_CLOEXEC)
            #expect(try errnoOnly { try descriptor.seek(offset: 0, from: .start) } == 0)
            #expect(try descriptor.readAll(upTo: 100) == Array("content".utf8))
        }
        for descriptor in answer.descriptors { descriptor.closeQuietly() }
        #expect(throws: Errno.timedOut) { try client.receive(within: .zero) }
    }

    @Test("the end of the other side is no line; nobody listens where its process has gone") func ended() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("socket")
        #expect(throws: Errno.noSuchFileOrDirectory) { try LocalSocket(connectingTo: path) }
        do {
            let listening = try LocalSocket(listeningAt: path)
            let client = try LocalSocket(connectingTo: path)
            _ = try listening.accept()
            #expect(try client.receive(within: .seconds(10)) == nil)
        }
        #expect(throws: Errno.connectionRefused) { try LocalSocket(connectingTo: path) }
    }
}
