import ArgumentParser
import CallFlow
import Hosting
import LocalFiles
import SystemPackage

/// A file of scripted calls.
struct ScriptedDay {
    let calls: [ScriptedCall]

    /// Reads the file, and prints its problems.
    ///
    /// - Throws: `ConfigurationText.ReadError`, or `ExitCode(1)` after printing.
    init(at path: FilePath) throws {
        let text = try ConfigurationText(at: path)
        let reading = DayScriptFile.read(text.text)
        ProblemReport(text).print(reading.problems)
        guard !reading.problems.contains(where: { $0.severity == .error }) else { throw ExitCode(1) }
        calls = reading.calls.sorted { $0.second < $1.second }
    }
}
