import ArgumentParser
import CallFlow
import Foundation
import SystemPackage
import Telephony

/// A file of golden calls, read with all that is wrong in them.
struct CallFile {
    let path: FilePath
    let entries: [GoldenCallFile.Entry]

    /// Reads all of them before any is judged; tells every problem.
    ///
    /// - Parameters:
    ///   - paths: none: those that are found beside the configuration.
    ///   - announcements: those that exist.
    /// - Throws: `ExitCode(1)`.
    static func read(
        _ paths: [FilePath], beside configuration: FilePath, announcements: Set<AnnouncementName>
    ) throws -> [CallFile] {
        let folder = configuration.removingLastComponent()
        let paths = paths.isEmpty ? found(in: folder) : paths
        guard !paths.isEmpty else {
            Talk.error(
                "There are no calls to test beside \(configuration.readable). Write some into "
                    + "\(folder.appending("calls.yaml").readable), or name their files; `announce help test` shows how."
            )
            throw ExitCode(1)
        }
        var (files, severities): ([CallFile], [ConfigurationProblem.Severity]) = ([], [])
        for path in paths {
            do throws(ConfigurationText.Unreadable) {
                let text = try ConfigurationText(at: path)
                let reading = GoldenCallFile.read(text.text, announcements: announcements)
                for line in text.lines(for: reading.problems) { Talk.note(line) }
                severities += reading.problems.map(\.severity)
                files.append(CallFile(path: path, entries: reading.entries))
            } catch {
                Talk.error(error.sentenceOfCalls)
                throw ExitCode(1)
            }
        }
        guard !severities.contains(.error) else {
            Talk.note(problemCount(severities))
            throw ExitCode(1)
        }
        return files
    }

    /// `calls.yaml` and what ends in `.calls.yaml`, by name.
    private static func found(in folder: FilePath) -> [FilePath] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder.string)) ?? []
        return names.filter { $0 == "calls.yaml" || $0.hasSuffix(".calls.yaml") && !$0.hasPrefix(".") }.sorted()
            .map { folder.appending($0) }
    }
}

extension ConfigurationText.Unreadable {
    fileprivate var sentenceOfCalls: String {
        switch self {
        case .missing(let path): "There is no \(path.readable), so there are no calls to test in it."
        case .folder(let path): "\(path.readable) is a folder. Name the files of calls in it."
        case .tooLarge(let path): "\(path.readable) is larger than \(ConfigurationText.largest >> 20) MiB. Split it."
        case .notUTF8, .system: sentence
        }
    }
}
