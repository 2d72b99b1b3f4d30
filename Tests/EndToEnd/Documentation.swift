import Foundation
import Support
import SystemPackage

/// A page of the documentation: Markdown.
struct DocumentationPage {
    /// Relative to the project, such as `docs/language.md`.
    let name: String
    let text: String

    /// The project's folder.
    static let project = Media.folder.removingLastComponent()

    init(_ name: String) throws {
        self.name = name
        text = try String(contentsOfFile: Self.project.appending(name).string, encoding: .utf8)
    }

    /// The README and everything in `docs/`.
    static var all: [DocumentationPage] {
        get throws {
            let docs = try FileManager.default.contentsOfDirectory(atPath: project.appending("docs").string)
            return try (["README.md"] + docs.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" })
                .map(DocumentationPage.init)
        }
    }

    /// The contents of its code blocks of a language.
    func blocks(_ language: String) -> [String] {
        text.components(separatedBy: "```\(language)\n").dropFirst().map {
            $0.components(separatedBy: "\n```").first ?? ""
        }
    }

    /// The targets of its links to files, without the part behind `#`.
    var linkedFiles: [String] {
        text.matches(of: /\]\(([^)#]+)(#[^)]*)?\)/).map { String($0.1) }.filter { !$0.contains("://") }
    }

    /// Its `console` blocks: commands behind `$ `, each with the output that the page shows.
    var examples: [Example] {
        blocks("console").flatMap { block in
            block.components(separatedBy: "$ ").dropFirst().map { part in
                var lines = part.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                if lines.last == "" { lines.removeLast() }
                return Example(command: lines.removeFirst(), output: lines)
            }
        }
    }

    struct Example {
        let command: String
        /// A line `…` stands for any number of lines.
        let output: [String]

        func matches(_ lines: some Sequence<String>) -> Bool {
            Self.matches(output[...], Array(lines)[...])
        }

        private static func matches(_ expected: ArraySlice<String>, _ lines: ArraySlice<String>) -> Bool {
            guard let first = expected.first else { return lines.isEmpty }
            if first != "…" {
                return lines.first == first && matches(expected.dropFirst(), lines.dropFirst())
            }
            return (lines.startIndex...lines.endIndex).contains { matches(expected.dropFirst(), lines[$0...]) }
        }
    }
}
