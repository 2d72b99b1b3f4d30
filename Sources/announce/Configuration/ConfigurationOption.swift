import ArgumentParser
import CallFlow
import Foundation
import Hosting
import LocalFiles
import SystemPackage

/// `--config FILE`, the option of all commands that read the configuration.
struct ConfigurationOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("The configuration; without it announce.yaml in the working directory.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: PathArgument?

    var path: FilePath { config?.path ?? ConfigurationText.standardPath }
    var isGiven: Bool { config != nil }
    /// Whether there is a configuration to read: one was named, or `announce.yaml` is in the working directory.
    var isPresent: Bool { isGiven || FileIdentity(ConfigurationText.standardPath) != nil }

    /// Reads the file.
    func text() throws(ConfigurationText.ReadError) -> ConfigurationText {
        try ConfigurationText(at: path)
    }

    /// Reads and validates the configuration; any name of an announcement is accepted. Prints the problems if there are
    /// errors.
    ///
    /// - Throws: `ConfigurationText.ReadError`, or `ExitCode(1)` after printing.
    func validConfiguration() throws -> Configuration {
        let text = try text()
        let reading = text.reading(announcements: nil)
        guard let configuration = reading.configuration else {
            ProblemReport(text).print(reading.problems)
            throw ExitCode(1)
        }
        return configuration
    }

    /// The configured time zone; the system's if there is no configuration, or it has errors.
    func zone() throws -> Zone {
        let configured = isPresent ? try text().reading(announcements: nil).configuration?.timeZone : nil
        guard let zone = configured ?? Zone(TimeZone.current.identifier) ?? Zone("UTC") else { throw ExitCode(1) }
        return zone
    }
}
