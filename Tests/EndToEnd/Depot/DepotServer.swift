import Support

/// A server that keeps announcements for several instances.
protocol DepotServer: AnyObject {
    /// Starts it if it does not run.
    func start() throws
    /// The names of what it has, `0123456789abcdef.wav`.
    func names() throws -> Set<String>
    func content(of name: String) throws -> [UInt8]
    /// Puts something else in the place of an announcement, or nothing.
    func replace(_ name: String, with bytes: [UInt8]?) throws

    /// The settings of an instance that publishes there, and its environment.
    var settings: String { get }
    var environment: [String: String] { get }
    /// The same for one that may not.
    var refusedSettings: String { get }
    var refusedEnvironment: [String: String] { get }
    /// What that one says about it.
    var refusal: String { get }
}

enum DepotKind: CaseIterable {
    case bucket, database

    /// Those that there is a server for.
    static let available = allCases.filter {
        switch $0 {
        case .bucket: BucketServer.program != nil
        case .database: PostgresServer.isInstalled
        }
    }

    func server(isDown: Bool = false) throws -> any DepotServer {
        switch self {
        case .bucket: try BucketServer(starts: !isDown)
        case .database: try DatabaseServer(isDown: isDown)
        }
    }
}
