import Foundation
import Support
import SystemPackage
import Testing

/// What the README and `docs/` show is what the program does.
struct DocumentationTests {
    /// A folder as a reader has it who cloned the project, and `announce serve` at work in it.
    private struct Workplace {
        let folder: TemporaryFolder
        let server: RunningProgram
        private let port: String

        init() throws {
            folder = try TemporaryFolder()
            for name in ["announce.yaml", "media"] {
                try FileManager.default.copyItem(
                    atPath: DocumentationPage.project.appending(name).string, toPath: folder.file(name).string)
            }
            let server = try RunningProgram(
                [Announce.path, "serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"], in: folder.path,
                environment: ["XDG_STATE_HOME": folder.file("served").string], input: .nothing)
            self.server = server
            try server.poll("the ready line", within: .seconds(60)) { try server.outputSoFar().contains("\n") }
            let match = try server.outputSoFar().firstMatch(of: /Listening on \S+:(\d+),/)
            port = try String(#require(match).1)
        }

        /// The lines that a command prints on both streams, with the server's port as the page has it.
        func run(_ command: String) throws -> [String] {
            let result = try RunningProgram(
                ["/bin/sh", "-c", command.replacing(":8080", with: ":\(port)") + " 2>&1"], in: folder.path,
                environment: [
                    "PATH": FilePath(Announce.path).removingLastComponent().string + ":/usr/bin:/bin",
                    "XDG_STATE_HOME": folder.file("state").string,
                ], input: .nothing
            ).wait()
            let text = result.text.replacing(":\(port)", with: ":8080")
            return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                .dropLast(text.hasSuffix("\n") || text.isEmpty ? 1 : 0)
        }
    }

    @Test("the commands of the README and of docs/ print what the pages show")
    func commands() throws {
        let workplace = try Workplace()
        var examples = 0
        for page in try DocumentationPage.all {
            for example in page.examples {
                let lines = try workplace.run(example.command)
                #expect(example.matches(lines), "\(page.name): \(example.command)\n\(lines.joined(separator: "\n"))")
                examples += 1
            }
        }
        // An expectation of the parser: the pages have some.
        #expect(examples >= 5)
    }

    @Test("configurations in the README are valid, and so are the examples of language.md together")
    func configurations() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: Media.folder.string, toPath: folder.file("media").string)
        let authority = try Authority()
        try authority.identity().write(to: folder)
        try folder.write(Array(authority.pem.utf8), to: "ca.pem")
        let key = try Announce.shell("openssl x509 -in ca.pem -noout -pubkey > provider.pem", in: folder)
        #expect(key.status == 0)
        let readme = try DocumentationPage("README.md").blocks("yaml")
        let language = try DocumentationPage("docs/language.md").blocks("yaml").joined(separator: "\n")
        #expect(!readme.isEmpty && language.contains("schedules:"))
        for text in readme + [language] {
            try folder.write(Array(text.utf8), to: "announce.yaml")
            let check = try Announce.run(
                "check", "--state", "state", in: folder,
                environment: [
                    "ANNOUNCE_WEBHOOK_PASSWORD": "secret", "ANNOUNCE_POSITION_KEY": String(repeating: "k", count: 32),
                ])
            #expect(check.status == 0, "\(check.errors)\n\(text)")
        }
    }

    @Test("commands.md is the program's own help")
    func help() throws {
        let page = try Announce.shell("\"$1\" \"$announce\"", Self.generator, in: TemporaryFolder())
        #expect(page.errors == "")
        let text = try DocumentationPage("docs/commands.md").text
        #expect(page.text == text, "make commands")
    }

    private static var generator: String { DocumentationPage.project.appending(".ci/commands-page").string }

    @Test("links between the pages lead to files that exist")
    func links() throws {
        for page in try DocumentationPage.all {
            let folder = DocumentationPage.project.appending(page.name).removingLastComponent()
            for link in page.linkedFiles {
                let exists = FileManager.default.fileExists(atPath: folder.appending(link).lexicallyNormalized().string)
                #expect(exists, "\(page.name) links to \(link)")
            }
        }
    }

    @Test("the README fits five minutes")
    func length() throws {
        let lines = try DocumentationPage("README.md").text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 180)
    }
}
