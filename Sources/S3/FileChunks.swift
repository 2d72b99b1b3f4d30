import LocalFiles
import NIOCore
import NIOPosix
import SystemPackage

/// The bytes of an open file, piece by piece, read on threads that may wait for a disk. Closes the file at its end.
struct FileChunks: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let file: OwnedDescriptor

    /// Bytes that are read at once.
    private static let chunk = 256 * 1024

    struct AsyncIterator: AsyncIteratorProtocol {
        let file: OwnedDescriptor
        var offset = 0

        mutating func next() async throws -> ByteBuffer? {
            let (file, start) = (file, offset)
            let bytes = try await NIOThreadPool.singleton.runIfActive { () throws -> [UInt8] in
                try [UInt8](unsafeUninitializedCapacity: FileChunks.chunk) { buffer, count in
                    count = try file.descriptor.readFully(at: start, into: UnsafeMutableRawBufferPointer(buffer))
                }
            }
            guard !bytes.isEmpty else { return nil }
            offset += bytes.count
            return ByteBuffer(bytes: bytes)
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(file: file) }
}
