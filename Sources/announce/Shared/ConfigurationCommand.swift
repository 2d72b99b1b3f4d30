import ArgumentParser

/// `announce configuration`: the versions of a configuration that several instances have in common.
struct ConfigurationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "configuration",
        abstract: "Versions of a configuration that several instances have in common in a database.",
        discussion: """
            Instances that were started with --configuration-database answer calls by the version in use there. A new \
            version takes effect in two phases: all live instances read it first, so that any of them understands a call \
            that another has led into a new menu, and then answer by it. An instance that does not respond is waited for \
            10 seconds at most.
            """,
        subcommands: [
            ConfigurationPushCommand.self, ConfigurationHistoryCommand.self, ConfigurationShowCommand.self,
            ConfigurationRollbackCommand.self,
        ])
}
