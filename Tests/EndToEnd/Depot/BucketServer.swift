import Foundation
import Support
import SystemPackage

/// A store of buckets that checks signatures: rclone, over a folder.
final class BucketServer: DepotServer {
    /// Fetched by `make test`; nil where that was not possible.
    static let program: String? = {
        let path = FilePath(Announce.path).removingLastComponent().removingLastComponent().removingLastComponent()
            .appending("rclone").string
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }()

    static let keys = "tester:a/secret+of=many&characters"
    let port: Int
    /// The objects of the bucket `announcements`, with the prefix `telephone`.
    let objects: FilePath
    private let folder: TemporaryFolder
    private var running: RunningProgram?

    /// - Parameter starts: whether it runs from the beginning.
    init(starts: Bool = true) throws {
        port = try ListeningSocket.unusedPort()
        folder = try TemporaryFolder()
        try folder.makeFolder("announcements/telephone")
        objects = folder.file("announcements/telephone")
        if starts { try start() }
    }

    deinit {
        running?.send(SIGKILL)
        _ = try? running?.wait()
    }

    func start() throws {
        guard let program = Self.program else { return }
        let keys = Self.keys.replacing(":", with: ",")
        let started = try RunningProgram(
            [
                program, "serve", "s3", "--addr", "127.0.0.1:\(port)", "--auth-key", keys, "--dir-cache-time", "0s",
                folder.path.string,
            ],
            in: folder.path, environment: ["HOME": folder.path.string], input: .nothing)
        running = started
        try started.poll("the store") {
            (try? HTTPConnection(port: self.port)) != nil
        }
    }

    func names() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: objects.string))
    }

    func content(of name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: objects.appending(name).string)))
    }

    func replace(_ name: String, with bytes: [UInt8]?) throws {
        let path = objects.appending(name).string
        guard let bytes else { return try FileManager.default.removeItem(atPath: path) }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    let environment = ["BUCKET_KEYS": keys]
    var refusedSettings: String { settings }
    let refusedEnvironment = ["BUCKET_KEYS": "tester:wrong"]
    let refusal = "the store answers 403, so check the key"

    var settings: String {
        """
        webhook: { signature: off }
        recordings: { publish: s3://announcements/telephone }
        s3: { endpoint: "http://127.0.0.1:\(port)", keys-env: BUCKET_KEYS }
        """
    }
}
