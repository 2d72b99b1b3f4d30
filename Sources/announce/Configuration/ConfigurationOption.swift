import ArgumentParser
import CallFlow
import Foundation
import Hosting
import LocalFiles
import SystemPackage

/// `--config FILE`, the option of all commands that read the configuration.
struct ConfigurationOption: ParsableArguments {
    @Option(
        name: [.customShort("c"), .long],
        help: ArgumentHelp(
            "Configuration file (default: $ANNOUNCE_CONFIG, else announce.yaml in the current directory).",
            valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: PathArgument?

    /// The same option with the file of a command's argument, if one is given.
    ///
    /// - Throws: `ValidationError` if the option is given as well.
    func naming(_ argument: PathArgument?) throws -> ConfigurationOption {
        guard let argument else { return self }
        guard config == nil else {
            throw ValidationError("Name the configuration once: as an argument, or with --config.")
        }
        var option = self
        option.config = argument
        return option
    }

    /// The file named by the option or by `ANNOUNCE_CONFIG`; nil for the one in the current directory.
    private var named: FilePath? {
        if let config { return config.path }
        let path = getenv("ANNOUNCE_CONFIG").map { FilePath(platformString: $0) }
        return path?.isEmpty == false ? path : nil
    }

    /// The file named, else `announce.yaml`, else `announce.yml` if only that exists.
    var path: FilePath {
        if let named { return named }
        let names = ConfigurationText.standardNames
        return names.first { FileIdentity($0) != nil } ?? ConfigurationText.standardPath
    }

    var isGiven: Bool { named != nil }
    /// Whether there is a configuration to read: one was named, or there is one in the current directory.
    var isPresent: Bool { isGiven || FileIdentity(path) != nil }

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
        let reading = text.readingWithAnyNames
        guard let configuration = reading.configuration else {
            ProblemReport(text).print(reading.problems)
            throw ExitCode(1)
        }
        return configuration
    }

    /// What the configuration says of the call log; `nil` if there is no configuration, or it has errors.
    func log() throws -> LogSettings? {
        isPresent ? try text().readingWithAnyNames.configuration?.log : nil
    }

    /// The configured time zone; the system's if there is no configuration, or it has errors.
    func zone() throws -> Zone {
        let configured = isPresent ? try text().readingWithAnyNames.configuration?.timeZone : nil
        guard let zone = configured ?? Zone(TimeZone.current.identifier) ?? Zone("UTC") else { throw ExitCode(1) }
        return zone
    }
}
