import ArgumentParser
import CallFlow
import Dashboard
import LocalFiles
import SystemPackage
import TelephoneAudio

struct GraphCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Draw what the numbers do, as Graphviz DOT or SVG.",
        discussion: """
            Numbers, flows and menus with the ways between them. DOT goes to standard output; a file is drawn as SVG \
            where its name ends in .svg, by an installed Graphviz.

            Exit status: 0 drawn; 1 the configuration has errors, or the file cannot be written; 64 wrong usage.
            """
    )

    @OptionGroup
    var source: ConfigurationOption

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("A file that ends in .dot (or .gv) or .svg.", valueName: "file"), completion: .file())
    var output: PathArgument?

    func validate() throws {
        guard let output = output?.path, output != "-" else { return }
        guard ["dot", "gv", "svg"].contains(output.extension?.lowercased()) else {
            throw ValidationError("\(output.readable): what to draw is told by the name's end: .dot, .gv or .svg.")
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
