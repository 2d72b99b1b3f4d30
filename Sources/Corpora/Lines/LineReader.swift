import Glibc
import LocalFiles
package import SystemPackage

/// The lines of a file or pipe, one after the other, unpacked where the bytes are gzip's. Memory does not grow with the file.
///
/// A line ends in LF or CR LF, neither of which is part of it; so does the last, or it has no end (`isTorn`). A byte order mark
/// at the start is left out. For one thread at a time.
package final class LineReader {
    /// A line, counted from 1.
    package struct Line: Hashable, Sendable {
        package var number: Int
        package var bytes: [UInt8]
        /// Whether the file ends without ending the line.
        package var isTorn = false
    }

    /// Reasons why there is no next line.
    package enum Failure: Error, Hashable, Sendable {
        case system(Errno)
        case damagedGzip
        /// More than `longest` bytes without an end, from this line on.
        case longLine(Int)
    }

    /// Bytes of a line at most.
    static let longest = 16 << 20

    private let file: OwnedDescriptor
    private var gzip: GzipReader?
    private var buffer: [UInt8] = []
    /// Where the next line begins in the buffer.
    private var start = 0
    private var count = 0
    private var isAtStart = true
    private var isAtEnd = false
    private let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)

    /// - Parameter path: nil is standard input.
    package init(_ path: FilePath?) throws(Failure) {
        do throws(Errno) {
            // Of a pipe, waits for its writer.
            let descriptor =
                if let path {
                    try FileDescriptor.opening(path, .readOnly, .closeOnExec)
                } else {
                    try FileDescriptor.standardInput.duplicated()
                }
            file = OwnedDescriptor(descriptor)
        } catch {
            throw .system(error)
        }
    }

    deinit { block.deallocate() }

    /// The next line; nil at the end.
    package func next() throws(Failure) -> Line? {
        var searched = start
        while true {
            if let end = lineEnd(from: searched) {
                defer { start = end + 1 }
                return line(upTo: end, isTorn: false)
            }
            searched = buffer.count
            guard !isAtEnd else {
                guard start < buffer.count else { return nil }
                defer { start = buffer.count }
                return line(upTo: buffer.count, isTorn: true)
            }
            guard buffer.count - start <= Self.longest else { throw .longLine(count + 1) }
            buffer.removeFirst(start)
            searched -= start
            start = 0
            try fill()
        }
    }

    private func line(upTo end: Int, isTorn: Bool) -> Line {
        count += 1
        let content = buffer[start..<end]
        return Line(number: count, bytes: Array(content.last == 0x0D ? content.dropLast() : content), isTorn: isTorn)
    }

    private func lineEnd(from: Int) -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard from < bytes.count, let base = bytes.baseAddress,
                let found = memchr(base + from, 0x0A, bytes.count - from)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    /// Adds the next block to the buffer.
    private func fill() throws(Failure) {
        let got: Int
        do throws(Errno) {
            got = try errnoOnly { try file.descriptor.read(into: block) }
        } catch {
            throw .system(error)
        }
        var bytes = Array(block[..<got])
        do throws(GzipReader.Damage) {
            if isAtStart, bytes.starts(with: [0x1F, 0x8B]) { gzip = try GzipReader() }
            if let gzip {
                if got == 0, !gzip.isComplete { throw GzipReader.Damage() }
                bytes = try gzip.unpack(bytes)
            }
        } catch {
            throw .damagedGzip
        }
        if isAtStart, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        isAtStart = false
        isAtEnd = got == 0
        buffer += bytes
    }
}
