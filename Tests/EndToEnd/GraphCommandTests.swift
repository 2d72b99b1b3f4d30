import Foundation
import Support
import SystemPackage
import Testing

/// `announce graph`: a drawing that Graphviz takes.
struct GraphCommandTests {
    private static let example = Media.folder.removingLastComponent().appending("announce.yaml").string

    @Test("the example as DOT, which Graphviz renders without warnings") func dot() throws {
        let folder = try TemporaryFolder()
        let run = try Announce.run("graph", "--config", Self.example, in: folder)
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        for name in ["+492111234567", "reception", "main", "code", "voicemail", "busy", "dial"] {
            #expect(run.text.contains(name), "\(name)")
        }
        let drawing = try Tool.require("dot", ["-Tsvg"], input: run.output)
        #expect(drawing.errors.isEmpty, "\(drawing.errors)")
    }

    @Test("the file extension decides the format; no partial files") func files() throws {
        let folder = try TemporaryFolder()
        #expect(try Announce.run("graph", "--config", Self.example, "-o", "calls.dot", in: folder).status == 0)
        #expect(try Announce.run("graph", "--config", Self.example, "-o", "calls.svg", in: folder).status == 0)
        #expect(folder.listing == ["calls.dot", "calls.svg"])
        try Tool.require("xmllint", ["--noout", "--nonet", folder.file("calls.svg").string])
        let unnamed = try Announce.run("graph", "--config", Self.example, "-o", "calls.png", in: folder)
        #expect(unnamed.status == 64)
        let nowhere = try Announce.run("graph", "--config", Self.example, "-o", "no/calls.dot", in: folder)
        #expect(nowhere.status == 1 && nowhere.errors.hasPrefix("Error: no/calls.dot cannot be created"))
        #expect(folder.listing == ["calls.dot", "calls.svg"])
    }

    @Test("Graphviz gets neither the environment with its secrets nor memory without limit") func confined() throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("bin")
        try folder.write(
            Array(
                """
                #!/bin/sh
                # The limit is set from outside, just after the start.
                for i in 1 2 3 4 5 6 7 8 9; do [ "$(ulimit -d)" = unlimited ] && sleep 0.1; done
                env > seen; ulimit -a >> seen; ls /proc/self/fd >> seen; exec cat

                """.utf8), to: "program")
        #expect(try Announce.shell("cp program bin/dot && chmod 755 bin/dot", in: folder).status == 0)
        let run = try Announce.run(
            "graph", "--config", Self.example, "-o", "calls.svg", in: folder,
            environment: ["PATH": "bin:/usr/bin:/bin", "ANNOUNCE_TOKEN": "secret-of-the-account"])
        #expect(run.status == 0, "\(run.errors)")
        let seen = String(decoding: try folder.bytes(of: "seen"), as: UTF8.self)
        #expect(seen.contains("PATH=bin:") && !seen.contains("secret-of-the-account"))
        #expect(
            seen.contains(/data seg size +\(kbytes, -d\) 1048576/) || seen.contains(/data\(kbytes\) +1048576/),
            "\(seen)")
    }

    @Test("without Graphviz there is a sentence and no file") func withoutGraphviz() throws {
        let folder = try TemporaryFolder()
        // `env` starts the program, and has to be found.
        let run = try Announce.run(
            "graph", "--config", Self.example, "-o", "calls.svg", in: folder, environment: ["PATH": "/nonexistent"])
        #expect(run.status == 1)
        #expect(run.errors.contains("apt-get install graphviz"), "\(run.errors)")
        #expect(folder.listing == [])
    }

    @Test("a configuration with errors is not drawn") func errors() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array("numbers: { +49 211 1234567: nowhere }\n".utf8), to: "announce.yaml")
        let run = try Announce.run("graph", in: folder)
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(run.errors.hasPrefix("announce.yaml:1:1: error:"), "\(run.errors)")
    }
}
