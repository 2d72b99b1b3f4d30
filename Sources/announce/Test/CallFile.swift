import ArgumentParser
import CallFlow
import Foundation
import Hosting
import LocalFiles
import SystemPackage
import Telephony

/// A file of golden calls.
struct CallFile {
    let path: FilePath
    let entries: [GoldenCallFile.Entry]

    /// Reads all files before any call is run, and prints every problem.
    ///
    /// - Parameters:
    ///   - paths: if empty, the files beside the configuration.
    ///   - announcements: those that exist.
    /// - Throws: `CallFileError`, or `ExitCode(1)` after printing.
    static func read(
        _ paths: [FilePath], beside configuration: FilePath, announcements: Set<AnnouncementName>
    ) throws -> [CallFile] {
        let folder = configuration.removingLastComponent()
        let paths = paths.isEmpty ? found(in: folder) : paths
        guard !paths.isEmpty else {
            Console.error(
                "No call tests found next to \(configuration.readable). Write them to "
                    + "\(folder.appending("calls.yaml").readable), or name their files; `announce help test` shows the "
                    + "format."
            )
            throw ExitCode(1)
        }
        var (files, severities): ([CallFile], [ConfigurationProblem.Severity]) = ([], [])
        for path in paths {
            let text: ConfigurationText
            do throws(ConfigurationText.ReadError) { text = try ConfigurationText(at: path) } catch {
                throw CallFileError(reason: error)
            }
            let reading = GoldenCallFile.read(text.text, announcements: announcements)
            let report = ProblemReport(text)
            for line in reading.problems.flatMap(report.lines(for:)) { Console.note(line) }
            severities += reading.problems.map(\.severity)
            files.append(CallFile(path: path, entries: reading.entries))
        }
        guard !severities.contains(.error) else {
            Console.note(problemCount(severities))
            throw ExitCode(1)
        }
        return files
    }

    /// `calls.yaml` and files whose names end in `.calls.yaml`, sorted by name.
    private static func found(in folder: FilePath) -> [FilePath] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder.string)) ?? []
        return names.filter { $0 == "calls.yaml" || $0.hasSuffix(".calls.yaml") && !$0.hasPrefix(".") }.sorted()
            .map { folder.appending($0) }
    }
}

/// The reason a file of golden calls cannot be read.
private struct CallFileError: ReportableError {
    let reason: ConfigurationText.ReadError

    var sentence: String {
        switch reason {
        case .missing(let path): "\(path.readable) does not exist. Name an existing test file."
        case .folder(let path): "\(path.readable) is a folder. Name the test files in it."
        case .tooLarge(let path): "\(path.readable) is larger than \(ConfigurationText.largest >> 20) MiB. Split it."
        case .notUTF8, .system: reason.sentence
        }
    }
}
