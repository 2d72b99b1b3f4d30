import ArgumentParser

struct CompletionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion",
        abstract: "Print a completion script for a shell.",
        discussion: """
            Completes commands, options and files, and the schedules and numbers of the configuration.

              eval "$(announce completion bash)"              in ~/.bashrc
              announce completion zsh > ~/.zfunc/_announce    a folder in $fpath
              announce completion fish > ~/.config/fish/completions/announce.fish

            Exit status: 0; 64 wrong usage.
            """
    )

    @Argument(help: ArgumentHelp("Shell.", valueName: "shell"))
    var shell: Shell

    func run() {
        Console.result(Announce.completionScript(for: shell.parserValue))
    }
}

extension CompletionCommand {
    /// The shells that a script can be made for.
    enum Shell: String, CaseIterable, ExpressibleByArgument {
        case bash, zsh, fish

        fileprivate var parserValue: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }
}
