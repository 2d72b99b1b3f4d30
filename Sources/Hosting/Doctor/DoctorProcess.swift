import CallFlow
import LocalFiles
import SystemPackage

/// Runs `announce doctor` for the dashboard: this program again, as a process of its own with limits of time and memory, since its
/// checks wait for the network and read the account's token, which the server itself never does.
struct DoctorProcess: Sendable {
    let configuration: FilePath
    let place: StatePlace
    /// The configuration in use, whose secrets are in the environment.
    let current: @Sendable () -> Configuration

    /// Bytes of the report at most.
    private static let longest = 1 << 18

    /// The report as JSON; empty if it took too long or could not be started. Blocks, for a minute at most.
    func run() -> [UInt8] {
        var arguments = ["doctor", "--json", "--timeout", "5", "--config", configuration.string]
        if case .folder(let path) = place { arguments += ["--state", path.absolute.string] }
        let limits = ChildLimits(memory: 1 << 30, processorSeconds: 120, time: .seconds(60), niceness: 5)
        do throws(Errno) {
            let child = try ChildProcess(
                "/proc/self/exe", arguments: arguments, limits: limits, variables: Self.variables(of: current()))
            let report = try child.read(atMost: Self.longest)
            _ = child.finish()
            return child.interruption == nil ? report : []
        } catch {
            return []
        }
    }

    /// What the command reads from the environment.
    private static func variables(of configuration: Configuration) -> [String] {
        let secrets = [
            configuration.webhook.basicAuthentication?.passwordVariable, configuration.server.positionKeyVariable,
            configuration.recordings.depot?.keysVariable, configuration.usesDatabase ? "PGPASSWORD" : nil,
        ]
        return ["XDG_STATE_HOME", "ANNOUNCE_STATE", "ANNOUNCE_API_URL", "ANNOUNCE_TOKEN_ID", "ANNOUNCE_TOKEN"]
            + secrets.compactMap(\.self)
    }
}
