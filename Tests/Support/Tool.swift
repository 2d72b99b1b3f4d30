import Foundation
import Glibc
import SystemPackage

/// External programs that tests make recordings with and check results by.
package enum Tool {
    /// How a program ended.
    package struct Result: Sendable {
        /// Exit status, or the signal's number with 128 added.
        package var status: Int
        /// What it wrote to standard output.
        package var output: [UInt8]
        /// What it wrote to standard error.
        package var errors: String

        /// Standard output as text.
        package var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// Why a program gave no result.
    package enum Failure: Error {
        case notInstalled(String)
        case failed(String, arguments: [String], status: Int, errors: String)
    }

    /// Whether `name` is an executable on PATH.
    package static func isInstalled(_ name: String) -> Bool {
        locate(name) != nil
    }

    /// Runs a program to its end, whatever its status.
    ///
    /// - Parameter name: looked up on PATH, or an absolute path.
    package static func run(_ name: String, _ arguments: [String], input: [UInt8] = []) throws -> Result {
        guard let program = name.hasPrefix("/") ? name : locate(name) else { throw Failure.notInstalled(name) }
        // Files rather than pipes: no program can block on an unread stream.
        let folder = try TemporaryFolder()
        let paths = try ["in", "out", "err"].map { try folder.write($0 == "in" ? input : [], to: $0).string }
        let process = try Spawning.start([program] + arguments) { actions in
            posix_spawn_file_actions_addopen(&actions, 0, paths[0], O_RDONLY, 0)
            for number in 1...2 { posix_spawn_file_actions_addopen(&actions, CInt(number), paths[number], O_WRONLY, 0) }
        }
        return Result(
            status: Spawning.wait(for: process),
            output: try folder.bytes(of: "out"),
            errors: String(decoding: try folder.bytes(of: "err"), as: UTF8.self)
        )
    }

    /// Runs a program that has to succeed.
    ///
    /// - Throws: `Failure.failed` with what it said on standard error.
    @discardableResult
    package static func require(_ name: String, _ arguments: [String], input: [UInt8] = []) throws -> Result {
        let result = try run(name, arguments, input: input)
        guard result.status == 0 else {
            throw Failure.failed(name, arguments: arguments, status: result.status, errors: result.errors)
        }
        return result
    }

    private static func locate(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return path.split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
