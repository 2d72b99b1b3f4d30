import ArgumentParser
import CallFlow

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of announce.yaml.",
        discussion: """
            For editors with a YAML language server: they complete keys, describe them, and mark most mistakes while you \
            type. `announce init` writes the schema beside announce.yaml and refers to it in the first line. For a file that \
            you have already:

              announce schema > announce.schema.json
              # first line of announce.yaml:
              # yaml-language-server: $schema=announce.schema.json

            `announce check` finds everything that the schema finds, and more.
            """
    )

    func run() {
        Console.result(jsonText(ConfigurationSchema.root))
    }
}
