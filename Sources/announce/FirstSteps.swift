import Hosting

/// What `announce` prints without a subcommand.
enum FirstSteps {
    static let text = """
        announce \(announceVersion) plays recordings to callers: it converts them, publishes them and answers calls. Try:

          announce init --demo shop && cd shop    write an example with spoken recordings
          announce call "\(ExampleConfiguration.number)"         simulate a call
          announce serve                          answer calls; dashboard on http://127.0.0.1:8081/

        `announce convert FILE` converts a recording. `announce --help` lists all commands.
        """
}
