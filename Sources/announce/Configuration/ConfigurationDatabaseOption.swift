import ArgumentParser
import CallFlow
import Glibc

/// `--configuration-database URL`, the option of all commands that read or change what several instances have in common.
struct ConfigurationDatabaseOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "PostgreSQL database that the configuration is in (default: $ANNOUNCE_CONFIGURATION_DATABASE). The password is read "
                + "from PGPASSWORD or ~/.pgpass.", valueName: "url"))
    var configurationDatabase: String?

    /// Nil if none is named. Parsed here and not as an argument: its error would repeat a password.
    ///
    /// - Throws: `ValidationError`.
    var url: DatabaseURL? {
        get throws {
            let variable = getenv("ANNOUNCE_CONFIGURATION_DATABASE").map { String(cString: $0) }
            return try (configurationDatabase ?? variable).flatMap { $0.isEmpty ? nil : try DatabaseURL.argument($0) }
        }
    }

    /// - Throws: `ValidationError` if none is named.
    var required: DatabaseURL {
        get throws {
            if let url = try url { return url }
            throw ValidationError(
                "Name the database: --configuration-database postgresql://announce@db.example.com/announce, or "
                    + "ANNOUNCE_CONFIGURATION_DATABASE.")
        }
    }
}
