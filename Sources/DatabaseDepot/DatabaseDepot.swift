import Crypto
import Foundation
import LocalFiles
package import MediaLibrary
import PostgreSQL
import Synchronization
package import SystemPackage
import Telephony

/// A PostgreSQL database as the depot of announcements: the table `announcement`.
///
/// A file is one row, a long one several; they become visible together. The first instance makes the table. Connections are few
/// and made when they are needed; one that was lost meanwhile is made anew. Nothing is set for a session, so a pooler may give
/// every transaction another one.
package final class DatabaseDepot: MediaDepot {
    private let address: String
    private let host: String
    private let idle = Mutex<[Connection]>([])
    /// Statements block their thread, so they run on threads of their own.
    private let threads: OperationQueue

    /// Connections at most.
    private static let mostConnections = 4
    /// The time for connecting, and for one round trip.
    private static let (connecting, answering) = (Duration.seconds(5), Duration.seconds(20))
    /// Bytes of a row.
    static let partSize = 512 * 1024
    /// Rows that are sent or fetched at once.
    private static let partsAtOnce = 8
    /// More parts than any announcement has.
    private static let mostParts = 2048

    /// - Parameters:
    ///   - address: a URL without a password.
    ///   - host: its part that says where the database is, for sentences.
    package init(_ address: String, host: String) {
        (self.address, self.host) = (address, host)
        threads = OperationQueue()
        threads.maxConcurrentOperationCount = Self.mostConnections
    }

    package func has(_ key: DepotKey) async throws(DepotFault) -> Bool {
        try await work { connection in
            try connection.run(
                "SELECT 1 FROM announcement WHERE key = \(key.digits) AND part = 0", within: Self.answering
            ).count > 0
        }
    }

    package func put(_ path: FilePath, size: Int, hash: String) async throws(DepotFault) {
        let key = DepotKey(hash: hash).digits
        try await work { connection in
            let file = OwnedDescriptor(try .reading(path))
            var (hasher, part, isAtEnd) = (SHA256(), 0, false)
            // Another instance that stores the same file is waited for, but not when it stands still.
            var statements: [Statement] = ["BEGIN", "SET LOCAL lock_timeout = '5s'"]
            while !isAtEnd {
                for _ in 0..<Self.partsAtOnce where !isAtEnd {
                    let bytes = try file.part(part)
                    isAtEnd = bytes.count < Self.partSize
                    hasher.update(data: bytes)
                    statements.append(
                        """
                        INSERT INTO announcement (key, part, bytes) VALUES (\(key), \(part), \(.bytes(bytes)))
                        ON CONFLICT DO NOTHING
                        """)
                    part += 1
                }
                // What was read may be damaged; nothing of it is there before the end.
                if isAtEnd {
                    guard hasher.finalize().hexadecimal == hash else { throw Errno.ioError }
                    statements.append("COMMIT")
                }
                _ = try connection.pipeline(statements, within: Self.answering)
                statements = []
            }
        }
    }

    package func get(_ key: DepotKey, into path: FilePath) async throws(DepotFault) -> Bool {
        try await work { connection in
            var (file, part) = (nil as OwnedDescriptor?, 0)
            while part < Self.mostParts {
                let parts = try connection.bytes(
                    """
                    SELECT bytes FROM announcement
                    WHERE key = \(key.digits) AND part >= \(part) AND part < \(part + Self.partsAtOnce) ORDER BY part
                    """, within: Self.answering)
                if part == 0, parts.isEmpty { return false }
                let opened = try file ?? OwnedDescriptor(.creating(path))
                file = opened
                for bytes in parts { try opened.descriptor.writeWhole(bytes) }
                guard parts.count == Self.partsAtOnce else { return true }
                part += parts.count
            }
            throw Errno.fileTooLarge
        }
    }

    // MARK: The database

    private func work<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws(DepotFault) -> Value {
        let result = await withCheckedContinuation { continuation in
            threads.addOperation {
                continuation.resume(returning: Result { try self.perform(body) }.mapError { self.fault($0) })
            }
        }
        return try result.get()
    }

    private func perform<Value>(_ body: (Connection) throws -> Value) throws -> Value {
        if let known = idle.withLock({ $0.popLast() }) {
            // The server may have been restarted since.
            do { return try use(known, body) } catch let error as PostgreSQLError where error.endsConnection {}
        }
        let new = try Connection(to: address, within: Self.connecting)
        try AnnouncementTable.create(new, within: Self.answering)
        return try use(new, body)
    }

    /// After an error the connection is closed, and whatever it had begun with it.
    private func use<Value>(_ connection: Connection, _ body: (Connection) throws -> Value) throws -> Value {
        let value = try body(connection)
        idle.withLock { $0.append(connection) }
        return value
    }

    private func fault(_ error: any Error) -> DepotFault {
        switch error {
        case let error as Errno: .file(errno: error.rawValue)
        case let error as PostgreSQLError where error.endsConnection: .unreachable(host: host, reason: "\(error)")
        case PostgreSQLError.refused(_, let message):
            // After `ERROR:  `.
            .database(message: String(message[(message.firstRange(of: ":  ")?.upperBound ?? message.startIndex)...]))
        default: .unreachable(host: host, reason: "\(error)")
        }
    }
}

extension PostgreSQLError {
    /// Whether another connection may do better: it was lost, or the server has ended it
    /// (https://www.postgresql.org/docs/15/errcodes-appendix.html, class 57).
    fileprivate var endsConnection: Bool {
        if case .connectionLost = self { return true }
        return state?.hasPrefix("57P") == true
    }
}

extension OwnedDescriptor {
    /// A part of the file; shorter than others at its end.
    fileprivate func part(_ index: Int) throws(Errno) -> [UInt8] {
        let size = DatabaseDepot.partSize
        var bytes = [UInt8](repeating: 0, count: size)
        let count: Int
        do {
            count = try bytes.withUnsafeMutableBytes { try descriptor.readFully(at: index * size, into: $0) }
        } catch {
            throw error as? Errno ?? .ioError
        }
        bytes.removeLast(size - count)
        return bytes
    }
}
