import CallFlow
import LocalFiles
import Logging
import SystemPackage

extension Logger {
    /// Logs problems of a configuration, each in a line of its own, a hundred at most.
    func log(_ problems: [ConfigurationProblem], of file: FilePath) {
        let most = 100
        for problem in problems.prefix(most) {
            log(
                level: problem.severity == .error ? .error : .warning,
                "\(problem.description(file: file.readable))")
        }
        if problems.count > most { error("… and \(problems.count - most) more: `announce check` lists all") }
    }
}
