import Glibc
import HummingbirdCore
import NIOCore
import NIOPosix
import SystemPackage

/// What a form of `multipart/form-data` brought: its fields, and its files in files without names that are given by anybody
/// else. They are gone when the last reference to the upload is; move what is to stay.
final class Upload: Sendable {
    struct Rules: Sendable {
        /// Where files are put: on the file system where they are to stay, so that they can be renamed.
        let folder: FilePath
        /// Of all files together.
        let bytes: Int
        var files = 1
    }

    struct File: Hashable, Sendable {
        /// Of the form's field.
        let field: String
        /// What the client calls it: text for people, no path.
        let name: String
        let path: FilePath
        let size: Int
    }

    enum Failure: Error, Hashable, Sendable {
        case tooLarge(limit: Int)
        case tooManyFiles(limit: Int)
        case broken
        /// The first field is not the token.
        case token
        /// An `errno` value.
        case system(errno: CInt)
    }

    /// Those that are no files, by name.
    let fields: [String: String]
    let files: [File]

    private init(fields: [String: String], files: [File]) {
        (self.fields, self.files) = (fields, files)
    }

    deinit {
        for file in files { _ = file.path.withPlatformString { unlink($0) } }
    }

    /// Bytes of a field that is no file.
    private static let longestField = 64 << 10

    /// Reads a body to its end.
    ///
    /// - Parameter token: what the first field has to be; nil where that was seen to.
    /// - Throws: `Failure`, and what the connection throws.
    static func receive(
        _ body: RequestBody, boundary: String, rules: Rules, token: String?
    ) async throws -> Upload {
        var reader = MultipartReader(boundary: boundary)
        var sorting = Sorting(rules: rules, token: token)
        do {
            for try await piece in body {
                let events: [MultipartReader.Event]
                do throws(MultipartReader.Invalid) {
                    events = try reader.read(piece.readableBytesView)
                } catch {
                    throw Failure.broken
                }
                // A disk may be slow, and others wait for this thread.
                let (next, failure) = try await NIOThreadPool.singleton.runIfActive { [sorting] in
                    var next = sorting
                    do throws(Failure) {
                        for event in events { try next.take(event) }
                    } catch {
                        return (next, error as Failure?)
                    }
                    return (next, nil)
                }
                sorting = next
                if let failure { throw failure }
            }
        } catch {
            sorting.abandon()
            throw error
        }
        guard reader.isDone, sorting.token == nil else {
            sorting.abandon()
            throw reader.isDone ? Failure.token : Failure.broken
        }
        return Upload(fields: sorting.fields, files: sorting.files)
    }

    /// Puts each part where it belongs.
    private struct Sorting: Sendable {
        let rules: Rules
        /// Still to come.
        var token: String?
        var fields: [String: String] = [:]
        var files: [File] = []
        private var total = 0
        private var open: (field: String, name: String?, bytes: [UInt8], size: Int, path: FilePath, descriptor: CInt)?

        init(rules: Rules, token: String?) {
            (self.rules, self.token) = (rules, token)
        }

        mutating func take(_ event: MultipartReader.Event) throws(Failure) {
            switch event {
            case .part(let field, let name?):
                guard token == nil else { throw .token }
                guard files.count < rules.files else { throw .tooManyFiles(limit: rules.files) }
                let path = rules.folder.appending(".upload-\(UInt64.random(in: .min ... .max))")
                let descriptor = path.withPlatformString {
                    Glibc.open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
                }
                guard descriptor >= 0 else { throw .system(errno: errno) }
                open = (field, name, [], 0, path, descriptor)
            case .part(let field, nil):
                open = (field, nil, [], 0, "", -1)
            case .data(let bytes):
                try add(bytes)
            case .partEnd:
                try finish()
            case .end:
                break
            }
        }

        private mutating func add(_ bytes: [UInt8]) throws(Failure) {
            guard let part = open else { return }
            open?.size += bytes.count
            guard part.name != nil else {
                guard part.bytes.count + bytes.count <= Upload.longestField else {
                    throw .tooLarge(limit: Upload.longestField)
                }
                open?.bytes += bytes
                return
            }
            total += bytes.count
            guard total <= rules.bytes else { throw .tooLarge(limit: rules.bytes) }
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(part.descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw .system(errno: errno) }
                rest = rest.dropFirst(count)
            }
        }

        private mutating func finish() throws(Failure) {
            guard let part = open else { return }
            open = nil
            if let name = part.name {
                close(part.descriptor)
                files.append(File(field: part.field, name: name, path: part.path, size: part.size))
                return
            }
            let value = String(decoding: part.bytes, as: UTF8.self)
            if let wanted = token {
                guard part.field == AdminFrame.tokenField, WriteProof.isToken(value, wanted) else { throw .token }
                token = nil
            } else {
                fields[part.field] = value
            }
        }

        /// Leaves nothing behind.
        mutating func abandon() {
            if let part = open, part.name != nil {
                close(part.descriptor)
                _ = part.path.withPlatformString { unlink($0) }
            }
            open = nil
            for file in files { _ = file.path.withPlatformString { unlink($0) } }
            files = []
        }
    }
}
