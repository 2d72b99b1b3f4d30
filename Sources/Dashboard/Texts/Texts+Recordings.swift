import LocalFiles
import MediaLibrary
import SystemPackage

extension Texts {
    /// What is found in recordings, and why one is not published. The English sentences are those of the command line.
    enum Recordings {
        static func finding(_ finding: RecordingFinding) -> String { either(finding.message, finding.germanMessage) }
        static func failure(_ failure: RecordingFailure) -> String { either(failure.message, failure.germanMessage) }
        static func problem(_ problem: LibraryProblem) -> String { either(problem.message, problem.germanMessage) }
    }

    /// Why a system call failed, as a part of a sentence.
    static func reason(_ code: CInt) -> String {
        either(Errno(rawValue: code).reason, Errno(rawValue: code).germanReason)
    }

    /// A number with one decimal: `−19.2`, `−19,2`.
    static func tenths(_ value: Double) -> String {
        let tenths = Int((abs(value) * 10).rounded())
        let sign = value < 0 && tenths > 0 ? "−" : ""
        return "\(sign)\(tenths / 10)" + either(".", ",") + "\(tenths % 10)"
    }
}
