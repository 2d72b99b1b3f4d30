import ArgumentParser
import CallFlow
import Dashboard
import LocalFiles
import SystemPackage
import TelephoneAudio

struct GraphCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Draw the call flow as Graphviz DOT or SVG.",
        discussion: """
            Shows numbers, flows and menus and how they connect. Prints DOT on standard output; a file whose name ends \
            in .svg is rendered by Graphviz, which must be installed.

              announce graph -o calls.svg

            Exit status: 0 drawn; 1 the configuration has errors, or the file cannot be written; 64 wrong usage.
            """
    )

    @OptionGroup
    var source: ConfigurationOption

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("File to write: .dot, .gv or .svg (default: standard output).", valueName: "file"),
        completion: .file())
    var output: PathArgument?

    func validate() throws {
        guard let output = output?.path, output != "-" else { return }
        guard ["dot", "gv", "svg"].contains(output.extension?.lowercased()) else {
            throw ValidationError("\(output.readable): unsupported file type; use .dot, .gv or .svg.")
        }
    }

    func run() throws {
        let configuration = try source.validConfiguration()
        let dot = FlowGraph(configuration).dot
        guard let output = output?.path, output != "-" else {
            Console.write(dot)
            return
        }
        let drawing = output.extension?.lowercased() == "svg" ? try Graphviz.draw(dot, as: "svg") : Array(dot.utf8)
        let file = try AnnouncementFile(target: output)
        try file.write(drawing, at: 0)
        try file.publish(replacing: true)
    }
}
