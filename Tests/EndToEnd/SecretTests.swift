import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// Where secrets could be seen: in files, in the process, in what a power failure leaves.
struct SecretTests {
    private static let configuration = "numbers: { +49 211 1234567: hangup }"

    @Test("a server leaves no core dump, and others of its user cannot look into it") func process() throws {
        let served = try ServedFolder(Self.configuration)
        let limits = try String(contentsOfFile: "/proc/\(served.program.process)/limits", encoding: .utf8)
        #expect(limits.contains(/Max core file size +0 +0/))
        #expect(served.program.residentMemory > 0)
        guard let unprivileged = Announce.unprivileged, getuid() == 0 else { return }
        // Of the same user, as a decoder that was taken over would be. `setpriv` becomes the server, and keeps its number.
        try served.folder.makeFolder("other")
        let script = """
            chmod 755 . && cp announce.yaml other/ && mkdir other/state other/media && chmod -R 777 other && cd other || exit 2
            \(unprivileged) "$announce" serve --state state > out 2> log &
            while ! grep -q Listening out; do kill -0 $! || exit 3; sleep 0.05; done
            \(unprivileged) cat /proc/$!/environ; echo "environ $?"
            \(unprivileged) cat /proc/$!/mem; echo "mem $?"
            \(unprivileged) ls /proc/$!/fd; echo "fd $?"
            kill $!
            """
        let run = try Announce.shell(script, in: served.folder)
        #expect(run.text == "environ 1\nmem 1\nfd 2\n", "\(run.text)\(run.errors)")
    }

    static let canTrace: Bool = {
        guard let folder = try? TemporaryFolder() else { return false }
        return (try? Announce.shell("strace -o trace true", in: folder))?.status == 0
    }()

    @Test(
        "what is written survives a power failure: a file's content is on the disk before it gets its name",
        .enabled(if: canTrace, "strace"), arguments: ["password", "override", "restore"])
    func synchronized(_ command: String) throws {
        let folder = try TemporaryFolder()
        let text = ServedFolder.text(
            "numbers: { +49 211 1234567: [ { check: office, closed: hangup }, connect ] }\\nschedules: { office: { hours: { mon-fri: 09:00-17:00 } } }"
                .replacing("\\n", with: "\n"))
        try folder.write(Array(text.utf8), to: "announce.yaml")
        try folder.makeFolder("state")
        try folder.makeFolder("state/configurations")
        try folder.write(
            Array((text + "# before\n").utf8), to: "state/configurations/announce.yaml.bak-2026-01-01T120000-000")
        let trace = "strace -f -y -o trace -e trace=fsync,fdatasync,rename,renameat2,link,linkat \"$announce\""
        let script =
            switch command {
            case "password": "echo 'a sentence to enter' | \(trace) password --state state"
            case "override": "\(trace) override office closed --until 2h --state state"
            default: "\(trace) restore --state state"
            }
        let run = try Announce.shell(script, in: folder)
        #expect(run.status == 0, "\(run.errors)")
        let lines = String(decoding: try folder.bytes(of: "trace"), as: UTF8.self).split(separator: "\n")
        let names = lines.filter { $0.contains(/(rename|renameat2|link|linkat)\(/) && $0.contains("= 0") }
        #expect(!names.isEmpty)
        for line in names {
            // The draft's path, between the first quotes.
            let draft = try #require(line.firstMatch(of: /"([^"]+)"/)).1
            let place = try #require(lines.firstIndex(of: line))
            let isOnDisk = lines[..<place].contains {
                $0.contains(/f(data)?sync\(/) && $0.contains("\(draft)>") && $0.contains("= 0")
            }
            #expect(isOnDisk, "\(line)")
        }
        // And the names too, once all are given.
        #expect(lines.last { $0.contains("= 0") }?.contains("fsync(") == true, "\(lines.suffix(3))")
    }
}
