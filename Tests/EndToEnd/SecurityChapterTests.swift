import Foundation
import Support
import SystemPackage
import Testing

/// docs/security.md names a test for each of its claims.
struct SecurityChapterTests {
    private static let project = Media.folder.removingLastComponent()

    @Test("every test that the chapter names exists, and every claim names one") func names() throws {
        let chapter = try String(contentsOfFile: Self.project.appending("docs/security.md").string, encoding: .utf8)
        let tests = try Self.tests()
        var count = 0
        for line in chapter.split(separator: "\n") where line.hasPrefix("| ") {
            let named = line.matches(of: #/`(\w+Tests)/(\w+)`/#)
            for match in named {
                count += 1
                #expect(tests.contains("\(match.1)/\(match.2)"), "\(match.1)/\(match.2)")
            }
        }
        #expect(count > 60)
        for section in chapter.components(separatedBy: "\n## ") where section.contains("| test |") {
            for row in section.split(separator: "\n").filter({ $0.hasPrefix("| ") }).dropFirst() {
                #expect(row.firstMatch(of: #/`\w+Tests/\w+`/#) != nil, "\(row)")
            }
        }
    }

    /// `Suite/function` of all tests.
    private static func tests() throws -> Set<String> {
        var names: Set<String> = []
        let folder = project.appending("Tests").string
        for case let path as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
            guard path.hasSuffix(".swift") else { continue }
            let text = try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
            var suite = ""
            for line in text.split(separator: "\n") {
                if let match = line.firstMatch(of: /(?:struct|class|extension) (\w+Tests)\b/) {
                    suite = String(match.1)
                }
                if let match = line.firstMatch(of: /\bfunc (\w+)\(/) { names.insert("\(suite)/\(match.1)") }
            }
        }
        return names
    }
}
