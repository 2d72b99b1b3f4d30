import Telephony

/// Loads a file of scripted calls. Pure, like `GoldenCallFile`.
package enum DayScriptFile {
    package struct Reading: Sendable {
        /// In file order; empty if any problem is an error.
        package var calls: [ScriptedCall]
        /// In file order.
        package var problems: [ConfigurationProblem]
    }

    /// Reads a list of calls.
    ///
    /// - Parameter text: The text of the file; a byte order mark is ignored.
    package static func read(_ text: String) -> Reading {
        let document = YAMLDocument(text)
        let problems = ProblemCollector()
        let calls = problems.root(of: document).map { root in
            DayScriptReader(root, problems: problems).calls(root)
        }
        return Reading(calls: problems.hasErrors ? [] : calls ?? [], problems: problems.problems(in: document.text))
    }
}
