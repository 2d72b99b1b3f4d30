import Foundation
import Support
import SystemPackage
import Testing

/// `announce completion`, and the values that completions offer.
struct CompletionTests {
    @Test("each script is valid for its shell", arguments: ["bash", "zsh", "fish"]) func script(_ shell: String) throws
    {
        let folder = try TemporaryFolder()
        let run = try Announce.run("completion", shell, in: folder)
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(run.text.contains("announce") && run.text.contains("override") && run.text.contains("convert"))
        try folder.write(run.output, to: "script")
        if Tool.isInstalled(shell) { try Tool.require(shell, ["-n", folder.file("script").string]) }
    }

    @Test("bash completes commands, schedules and numbers") func bash() throws {
        let folder = try TemporaryFolder()
        let text = """
            numbers: { +49 211 1234567: { check: office, open: connect, closed: hangup }, +49 211 99*: connect }
            schedules: { office: { hours: { daily: closed } }, other: { hours: { daily: closed } } }
            """
        try folder.write(Array(ServedFolder.text(text).utf8), to: "announce.yaml")
        try folder.makeFolder("elsewhere")
        let script = #"""
            eval "$("$announce" completion bash)"
            offer() {
                COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMPREPLY=()
                _announce "$1" "${@: -1}" "${@: -2:1}" && echo "${COMPREPLY[@]}"
            }
            PATH="$(dirname "$announce"):$PATH"
            offer announce overr
            offer announce override o
            offer announce call ""
            offer announce completion f
            cd elsewhere; offer announce override --config ../announce.yaml off
            """#
        let run = try RunningProgram(
            ["/bin/bash", "-c", script], in: folder.path, environment: ["announce": Announce.path], input: .nothing
        ).wait()
        let lines = run.text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(lines.first == "override", "\(run)")
        #expect(lines.contains("office other"), "\(run)")
        #expect(lines.contains { $0.contains("+492111234567") && !$0.contains("*") }, "\(run)")
        #expect(lines.contains("fish") && lines.last == "office", "\(run)")
    }

    @Test("other shells are refused") func wrongUsage() throws {
        let run = try Announce.run("completion", "tcsh", in: try TemporaryFolder())
        #expect(run.status == 64 && run.errors.contains("'bash', 'zsh' or 'fish'"), "\(run.errors)")
    }
}
