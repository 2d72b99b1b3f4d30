/// A parser, inputs that it accepts, and what must hold of any input.
struct FuzzTarget: Sendable {
    /// What must hold and did not.
    struct Violation: Error, CustomStringConvertible {
        let description: String
    }

    let name: String
    /// Valid inputs, one for each form at least.
    let corpus: @Sendable () throws -> [[UInt8]]
    /// Texts that have a meaning in the format.
    var tokens: [String] = []
    /// Parses; throws a `Violation` if what comes out is wrong.
    let run: @Sendable ([UInt8]) throws -> Void

    static let all: [FuzzTarget] = [
        .recording, .configuration, .goldenCalls, .index, .form, .http, .multipart, .position, .signature, .csv, .vCard,
        .answer, .dayScript, .account, .manifest, .results, .table,
    ]

    static func require(_ holds: Bool, _ what: @autoclosure () -> String) throws(Violation) {
        guard holds else { throw Violation(description: what()) }
    }
}
