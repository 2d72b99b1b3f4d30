import LocalFiles
import NIOCore
import NIOPosix
package import SystemPackage

/// The fields and files of a `multipart/form-data` body. Files are stored under names of our own, and deleted when the last
/// reference to the upload is released: move what is to stay.
package final class Upload: Sendable {
    /// What an upload may bring, and where it is put.
    package struct Rules: Sendable {
        /// The folder for files: on the file system where they are to stay, so that they can be renamed.
        package let folder: FilePath
        /// Bytes of all files together.
        package let bytes: Int
        /// Number of files.
        package var files: Int
        /// Bytes that stay free on the file system, for what else is written there.
        package var spare: UInt64

        package init(folder: FilePath, bytes: Int, files: Int = 1, spare: UInt64 = 50_000_000) {
            (self.folder, self.bytes, self.files, self.spare) = (folder, bytes, files, spare)
        }
    }

    package struct File: Hashable, Sendable {
        /// The name of the form's field.
        package let field: String
        /// The client's name for it: text for people, not a path.
        package let name: String
        package let path: FilePath
        package let size: Int
    }

    /// A field that must come first, before any file is accepted: it shows that the form is one of ours.
    package struct RequiredField: Sendable {
        package let field: String
        package let isValid: @Sendable (String) -> Bool

        package init(field: String, isValid: @escaping @Sendable (String) -> Bool) {
            (self.field, self.isValid) = (field, isValid)
        }
    }

    /// Fields that are not files, by name.
    package let fields: [String: String]
    package let files: [File]

    private init(fields: [String: String], files: [File]) {
        (self.fields, self.files) = (fields, files)
    }

    deinit {
        for file in files { file.path.removeQuietly() }
    }

    /// Bytes of a field that is not a file.
    private static let longestField = 64 << 10

    /// Reads a body to its end. Nothing is left on the disk when it throws.
    ///
    /// - Parameters:
    ///   - boundary: from `MultipartReader.boundary(_:)`.
    ///   - requiredField: nil where no field has to come first.
    /// - Throws: `UploadError`, and what the connection throws.
    package static func receive(
        _ body: RequestBody, boundary: String, rules: Rules, requiredField: RequiredField?
    ) async throws -> Upload {
        var reader = MultipartReader(boundary: boundary)
        var sorting = Sorting(rules: rules, requiredField: requiredField)
        do {
            for try await piece in body {
                let events: [MultipartReader.Event]
                do throws(MultipartError) {
                    events = try reader.read(piece.readableBytesView)
                } catch {
                    throw UploadError.broken
                }
                // A disk may be slow, and this thread is shared.
                let (next, failure) = try await NIOThreadPool.singleton.runIfActive { [sorting] in
                    var next = sorting
                    do throws(UploadError) {
                        for event in events { try next.take(event) }
                    } catch {
                        return (next, error as UploadError?)
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
        guard reader.isDone, sorting.requiredField == nil else {
            sorting.abandon()
            throw reader.isDone ? UploadError.missingRequiredField : UploadError.broken
        }
        return Upload(fields: sorting.fields, files: sorting.files)
    }

    /// Stores files as they arrive, and keeps fields in memory.
    private struct Sorting: Sendable {
        let rules: Rules
        /// Still to come.
        var requiredField: RequiredField?
        var fields: [String: String] = [:]
        var files: [File] = []
        private var total = 0
        /// The part that is being received; `file` is nil for a field.
        private var open: (field: String, file: StoredFile?, bytes: [UInt8], size: Int)?

        private struct StoredFile {
            let name: String
            let path: FilePath
            let descriptor: SystemPackage.FileDescriptor
        }

        init(rules: Rules, requiredField: RequiredField?) {
            (self.rules, self.requiredField) = (rules, requiredField)
        }

        mutating func take(_ event: MultipartReader.Event) throws(UploadError) {
            switch event {
            case .part(let field, let name?):
                guard requiredField == nil else { throw .missingRequiredField }
                guard files.count < rules.files else { throw .tooManyFiles(limit: rules.files) }
                let path = rules.folder.appending(".upload-\(UInt64.random(in: .min ... .max))")
                do throws(Errno) {
                    open = (field, StoredFile(name: name, path: path, descriptor: try .creating(path)), [], 0)
                } catch {
                    throw .system(errno: error.rawValue)
                }
            case .part(let field, nil):
                open = (field, nil, [], 0)
            case .data(let bytes):
                try add(bytes)
            case .partEnd:
                try finish()
            case .end:
                break
            }
        }

        private mutating func add(_ bytes: [UInt8]) throws(UploadError) {
            guard let part = open else { return }
            open?.size += bytes.count
            guard let file = part.file else {
                guard part.bytes.count + bytes.count <= Upload.longestField else {
                    throw .tooLarge(limit: Upload.longestField)
                }
                open?.bytes += bytes
                return
            }
            total += bytes.count
            guard total <= rules.bytes else { throw .tooLarge(limit: rules.bytes) }
            do throws(Errno) {
                if let free = rules.folder.freeSpace, free < rules.spare { throw .noSpace }
                try file.descriptor.writeWhole(bytes)
            } catch {
                throw .system(errno: error.rawValue)
            }
        }

        private mutating func finish() throws(UploadError) {
            guard let part = open else { return }
            open = nil
            if let file = part.file {
                file.descriptor.closeQuietly()
                files.append(File(field: part.field, name: file.name, path: file.path, size: part.size))
                return
            }
            let value = String(decoding: part.bytes, as: UTF8.self)
            if let wanted = requiredField {
                guard part.field == wanted.field, wanted.isValid(value) else { throw .missingRequiredField }
                requiredField = nil
            } else {
                fields[part.field] = value
            }
        }

        /// Deletes all files.
        mutating func abandon() {
            if let file = open?.file {
                file.descriptor.closeQuietly()
                file.path.removeQuietly()
            }
            open = nil
            for file in files { file.path.removeQuietly() }
            files = []
        }
    }
}

/// Why an upload is refused.
package enum UploadError: Error, Hashable, Sendable {
    /// Bytes.
    case tooLarge(limit: Int)
    case tooManyFiles(limit: Int)
    /// Not a complete `multipart/form-data` body.
    case broken
    /// The required first field is missing or wrong.
    case missingRequiredField
    /// An `errno` value.
    case system(errno: CInt)
}
