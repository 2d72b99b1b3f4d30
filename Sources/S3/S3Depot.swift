import AsyncHTTPClient
import Glibc
import LocalFiles
package import MediaLibrary
import NIOCore
import NIOHTTP1
import NIOPosix
import Sipgate
package import SystemPackage

/// A bucket of an S3-compatible store as the depot of announcements: `ENDPOINT/BUCKET/PREFIX/0123456789abcdef.wav`.
///
/// Each request is limited in time and is tried twice, since stores answer 503 when they are busy. Redirects are not followed,
/// as they would not be signed. The bucket must exist; its key needs the rights to read and to put objects, and no other.
package struct S3Depot: MediaDepot {
    private let endpoint: String
    private let host: String
    /// Of the bucket and the prefix; begins and ends with a slash.
    private let path: String
    private let signature: SignatureV4

    /// One for all buckets: it has the connections, and lives as long as the process.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(5)
        configuration.httpVersion = .http1Only
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    private static let attempts = 2
    /// Larger announcements than any.
    private static let mostBytes = 1 << 30

    /// - Parameters:
    ///   - endpoint: a URL without a path.
    ///   - prefix: of keys; empty, or ends with a slash.
    package init(
        endpoint: String, region: String, bucket: String, prefix: String, credentials: SignatureV4.Credentials
    ) {
        self.endpoint = endpoint
        host = String(endpoint[(endpoint.firstRange(of: "://")?.upperBound ?? endpoint.startIndex)...]).lowercased()
        path = "/\(bucket)/\(prefix)"
        signature = SignatureV4(credentials, region: region)
    }

    package func has(_ key: DepotKey) async throws(DepotFault) -> Bool {
        do throws(DepotFault) {
            try await send(.HEAD, key) { _ throws(DepotFault) in }
            return true
        } catch .refused(status: 404, _) {
            return false
        }
    }

    package func put(_ file: FilePath, size: Int, hash: String) async throws(DepotFault) {
        let fields = [("content-type", "audio/wav"), ("cache-control", "public, max-age=31536000, immutable")]
        let body: @Sendable () throws(DepotFault) -> HTTPClientRequest.Body = { () throws(DepotFault) in
            do throws(Errno) {
                let file = try FileDescriptor.reading(file)
                return .stream(FileChunks(file: OwnedDescriptor(file)), length: .known(Int64(size)))
            } catch {
                throw .file(errno: error.rawValue)
            }
        }
        try await send(.PUT, DepotKey(hash: hash), fields, body: body, size: size, hash: hash) {
            _ throws(DepotFault) in
        }
    }

    package func get(_ key: DepotKey, into target: FilePath) async throws(DepotFault) -> Bool {
        do throws(DepotFault) {
            try await send(.GET, key) { body throws(DepotFault) in try await Self.write(body, to: target) }
            return true
        } catch .refused(status: 404, _) {
            return false
        }
    }

    // MARK: Requests

    private func send(
        _ method: HTTPMethod, _ key: DepotKey, _ fields: [(String, String)] = [],
        body: (@Sendable () throws(DepotFault) -> HTTPClientRequest.Body)? = nil, size: Int = 0,
        hash: String = SignatureV4.emptyHash,
        take: (HTTPClientResponse.Body) async throws(DepotFault) -> Void
    ) async throws(DepotFault) {
        let path = path + key.fileName
        for attempt in 1... {
            do throws(DepotFault) {
                var request = HTTPClientRequest(url: endpoint + path)
                request.method = method
                let signed = signature.fields(
                    method.rawValue, host: host, path: path, fields.map { (name: $0.0, value: $0.1) }, hash: hash,
                    at: time(nil))
                for (name, value) in signed { request.headers.add(name: name, value: value) }
                request.headers.add(name: "User-Agent", value: "announce (Swift)")
                request.body = try body?()
                // A slow line carries 100 KB in a second.
                return try await exchange(request, within: .seconds(Int64(20 + size / 100_000)), take)
            } catch {
                guard attempt < Self.attempts, error.mayPass, !Task.isCancelled else { throw error }
            }
        }
    }

    private func exchange(
        _ request: HTTPClientRequest, within limit: TimeAmount,
        _ take: (HTTPClientResponse.Body) async throws(DepotFault) -> Void
    ) async throws(DepotFault) {
        let response: HTTPClientResponse
        do {
            response = try await Self.client.execute(request, timeout: limit)
        } catch {
            throw .unreachable(host: host, reason: ConnectionFailure(error).words)
        }
        let status = Int(response.status.code)
        if 200..<300 ~= status { return try await take(response.body) }
        let text = (try? await response.body.collect(upTo: 1 << 16)).map { String(buffer: $0) } ?? ""
        throw .refused(
            status: status, code: text.firstMatch(of: /<Code>([A-Za-z]+)<\/Code>/).map { String($0.1) } ?? "")
    }

    private static func write(_ body: HTTPClientResponse.Body, to target: FilePath) async throws(DepotFault) {
        let file: OwnedDescriptor
        do throws(Errno) {
            file = OwnedDescriptor(try .creating(target))
        } catch {
            throw .file(errno: error.rawValue)
        }
        var size = 0
        do {
            for try await part in body {
                size += part.readableBytes
                guard size <= mostBytes else { throw Errno.fileTooLarge }
                try await NIOThreadPool.singleton.runIfActive {
                    try part.withUnsafeReadableBytes { try file.descriptor.writeWhole($0) }
                }
            }
        } catch let error as Errno {
            throw .file(errno: error.rawValue)
        } catch {
            throw .unreachable(host: "the store", reason: ConnectionFailure(error).words)
        }
    }
}

extension DepotFault {
    /// Whether the same request may succeed at once.
    fileprivate var mayPass: Bool {
        switch self {
        case .unreachable: true
        case .refused(let status, _): [408, 429, 500, 502, 503, 504].contains(status)
        case .database, .file: false
        }
    }
}
