import Glibc
import Support
import SystemPackage
import Testing

@testable import LocalFiles

struct ChildProcessTests {
    private func shell(_ script: String, input: [UInt8] = [1]) throws -> ChildProcess {
        let file = try UnnamedFile(in: "/tmp", isForPublishing: false)
        try file.descriptor.writeWhole(input)
        return try ChildProcess("sh", arguments: ["-c", script], files: [file.descriptor])
    }

    private func output(of child: ChildProcess) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 1 << 21)
        let count = try bytes.withUnsafeMutableBytes { try child.read(into: $0) }
        return Array(bytes.prefix(count))
    }

    @Test(arguments: [("exit 0", ChildProcess.Exit.status(0)), ("exit 3", .status(3)), ("kill -9 $$", .signal(9))])
    func reportsHowItEnded(script: String, exit: ChildProcess.Exit) throws {
        let child = try shell("echo sound; echo words >&2; \(script)")
        #expect(try output(of: child) == Array("sound\n".utf8))
        #expect(child.finish() == exit)
        #expect(child.messages == Array("words\n".utf8))
        #expect(child.finish() == nil)
    }

    @Test func aFloodOfMessagesDoesNotBlock() throws {
        let child = try shell("head -c 1000000 /dev/zero >&2; head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2")
        #expect(try output(of: child).count == 1_000_000)
        #expect(child.finish() == .status(0))
        #expect(child.messages.count == 4096)
    }

    @Test func readsTheFileFromItsStart() throws {
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let child = try shell("cat /proc/self/fd/3", input: bytes)
        #expect(try output(of: child) == bytes)
    }

    @Test func nothingElseIsOpenInIt() throws {
        // 0 to 3 and the one that ls reads the folder with.
        let child = try shell("ls /proc/self/fd; cat")
        #expect(String(decoding: try output(of: child), as: UTF8.self) == "0\n1\n2\n3\n4\n")
    }

    @Test func isKilledWhenFinishedEarly() throws {
        let child = try shell("echo $$; exec yes")
        var start = [UInt8](repeating: 0, count: 16)
        _ = try start.withUnsafeMutableBytes { try child.read(into: $0) }
        let number = try #require(pid_t(String(decoding: start.prefix { $0 != 10 }, as: UTF8.self)))
        #expect(kill(number, 0) == 0)
        #expect(child.finish() == .signal(9))
        #expect(kill(number, 0) == -1 && errno == ESRCH)
    }

    @Test func aMissingProgram() throws {
        #expect(throws: Errno.noSuchFileOrDirectory) {
            _ = try ChildProcess("no-such-program-\(getpid())", arguments: [])
        }
    }
}
