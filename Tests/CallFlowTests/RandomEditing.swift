import Telephony
import Testing

@testable import CallFlow

/// Random edits of a file that people wrote, several in a row, so that edits meet what earlier ones wrote.
struct RandomEditing {
    let example: EditingTests.Example
    /// Tells the edits of one suite from those of another.
    let seed: UInt64
    /// Edits in a row.
    let rounds: Int
    /// Reasons that are for the owner to see; the file stays.
    let isRefusal: (ConfigurationEditError) -> Bool

    /// An edit that was made.
    struct Made {
        let edit: ConfigurationEdit
        /// The file that it changed, before and after.
        let before: String
        let after: String
        let old: Configuration
        let new: Configuration
        let comment: Comment
    }

    /// - Returns: how many edits were made.
    func run(
        _ edit: (Configuration, inout SplitMix64) -> ConfigurationEdit?, look: (Made) throws -> Void
    ) throws -> Int {
        var made = 0
        for round in 0..<20 {
            var random = SplitMix64(state: UInt64(round) &* seed &+ UInt64(example.name.utf8.count))
            var editor = try ConfigurationEditor(example.written, folder: "/project")
            for step in 0..<rounds {
                let (before, old) = (editor.written, editor.configuration)
                guard let edit = edit(old, &random) else { continue }
                let comment: Comment = "seed \(round), \(step): \(edit)"
                do throws(ConfigurationEditError) {
                    try editor.apply([edit])
                } catch {
                    if !isRefusal(error) { Issue.record("\(comment): \(error)") }
                    continue
                }
                let files = editor.written.files(otherThanIn: before)
                #expect(files.count <= 1, comment)
                guard let file = files.first else { continue }
                made += 1
                try look(
                    Made(
                        edit: edit, before: Self.text(before, file), after: Self.text(editor.written, file), old: old,
                        new: editor.configuration, comment: comment))
            }
        }
        return made
    }

    private static func text(_ written: WrittenConfiguration, _ file: String?) -> String {
        file.map { written.files.text(of: $0) ?? "" } ?? written.text
    }
}
