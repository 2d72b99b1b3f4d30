import ArgumentParser
import LocalFiles
import SystemPackage

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write an announce.yaml to begin with, and a folder for recordings.",
        discussion: """
            The file is commented and works as it is: one number that is answered with a chime, until you record a \
            greeting. Nothing that is there already is touched.

            Exit status: 0 written; 1 something is in the way; 64 wrong usage.
            """
    )

    @Argument(
        help: ArgumentHelp("Where to; created if it is not there.", valueName: "folder"), completion: .directory)
    var folder: PathArgument?

    func run() throws {
        let place = folder?.path ?? "."
        for file in try NewProject(in: place).write() { Console.result("Wrote \(file.readable)") }
        let into = place.lexicallyNormalized() == "." ? "" : "cd \(shellQuoted(place.string)) && "
        Console.result(
            """

            Put your recordings into \(place.pushing("media").lexicallyNormalized().readable) (any audio format), \
            edit announce.yaml, and then:
              \(into)announce check                     is all of it right, and what does each number do
              \(into)announce call "\(ExampleConfiguration.number)"    a call as the caller lives it
              \(into)announce serve                     answer calls
            """)
    }
}
