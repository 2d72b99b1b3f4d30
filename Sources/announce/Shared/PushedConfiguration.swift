import ArgumentParser
import CallFlow
import Dashboard
import Hosting
import LocalFiles
import MediaLibrary
import SharedState
import SystemPackage
import Telephony

/// A configuration with all files that belong to it, read and validated to be made a version.
struct PushedConfiguration {
    let content: VersionContent
    let configuration: Configuration
    let written: WrittenConfiguration

    /// Reads what `ConfigurationText` says, and prints its problems.
    ///
    /// Recordings may be on the instances only, so one that is missing here is a warning.
    ///
    /// - Throws: `ExitCode(1)` after printing.
    init(_ text: ConfigurationText) throws {
        let reading = text.readingWithAnyNames
        guard let configuration = reading.configuration else {
            ProblemReport(text).print(reading.problems)
            throw ExitCode(1)
        }
        self.configuration = configuration
        written = text.written
        content = try Self.content(of: text)
        let missing = text.reading { MediaLibrary.names(in: $0.folder) }.problems.filter { $0.severity == .error }
        let report = ProblemReport(text)
        ProblemReport.print(
            reading.problems.flatMap { report.lines(for: $0) }
                + missing.map {
                    "\($0.description(file: text.path.readable)). Instances that do not have it either stay with the version before."
                },
            of: reading.problems.map(\.severity))
    }

    private static func content(of text: ConfigurationText) throws -> VersionContent {
        var content = VersionContent(text: text.text)
        let folder = text.path.absolute.removingLastComponent()
        let beside = ((try? folder.entries()) ?? []).map(\.string).filter {
            $0 == "calls.yaml" || $0.hasSuffix(".calls.yaml") && !$0.hasPrefix(".")
        }
        // Texts beside recordings that lie elsewhere are where the recordings are: on the instances.
        let names = text.files.paths.filter { !text.files.isScript($0) || VersionContent.isBelow($0) }
        for name in names + beside {
            let path = folder.pushing(FilePath(name))
            guard VersionContent.isBelow(name), name != VersionFolder.name else {
                throw refusal(
                    "\(name.printable) cannot be a part of a version: it must be below the folder of the configuration, and not hidden."
                )
            }
            let bytes: [UInt8]?
            do throws(Errno) { bytes = try SmallFile.read(path, upTo: VersionContent.largest) } catch {
                throw refusal("\(path.readable) cannot be read: \(error.reason).")
            }
            guard let text = bytes.flatMap({ String(validating: $0, as: UTF8.self) }) else {
                throw refusal("\(path.readable) is not UTF-8 text.")
            }
            content.files[name] = text
        }
        guard content.size <= VersionContent.largest else {
            throw refusal(
                "A version has \(VersionContent.largest >> 20) MiB at most; this one would have \(content.size >> 20).")
        }
        guard !([content.text] + content.files.values).contains(where: { $0.utf8.contains(0) }) else {
            throw refusal("A text with zero bytes cannot be a part of a version.")
        }
        return content
    }

    private static func refusal(_ sentence: String) -> ExitCode {
        Console.error(sentence)
        return ExitCode(1)
    }
}

extension VersionContent {
    /// Reads the configuration as a file, whose name is printed.
    ///
    /// - Parameter folder: that relative paths of recordings, keys and certificates start from.
    func text(in folder: FilePath) throws -> ConfigurationText {
        let spare = try SpareFolder()
        defer { spare.remove() }
        let versions = VersionFolder(spare.path.appending("versions"))
        try versions.write(self, as: 1)
        return try ConfigurationText(at: versions.file(of: 1), folder: folder)
    }
}
