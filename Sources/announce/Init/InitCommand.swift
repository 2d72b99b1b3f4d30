import ArgumentParser
import LocalFiles
import SystemPackage

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Create a starter announce.yaml and a recordings folder.",
        discussion: """
            The file is commented and works as is: one number that is answered with a chime until you record a greeting, \
            and one with a menu. With --demo, a complete example with spoken recordings (in German): a joinery with opening \
            hours, a menu, an access code and greetings. Both come with announce.schema.json, which editors use for \
            completion. Existing files are never touched.

            Exit status: 0 written; 1 a file is in the way; 64 wrong usage.
            """
    )

    @Argument(
        help: ArgumentHelp("Target folder; created if missing.", valueName: "folder"), completion: .directory)
    var folder: PathArgument?

    @Flag(help: "Write the demo project with its recordings.")
    var demo = false

    func run() throws {
        let place = folder?.path ?? "."
        for file in try NewProject(demo ? .demo : .starter, in: place).write() {
            Console.result("Wrote \(file.readable)")
        }
        let into = [".", ""].contains(place.lexicallyNormalized().string) ? "" : "cd \(shellQuoted(place.string)) && "
        let media = place.pushing("media").lexicallyNormalized().readable
        let next =
            demo
            ? "Next:" : "Put your recordings into \(media) (any audio format), edit announce.yaml, and then:"
        Console.result(
            """

            \(next)
              \(into)announce check                     check everything and show what each number does
              \(into)announce call "\(ExampleConfiguration.number)"    try a call
              \(into)announce serve                     answer calls
            """)
    }
}
