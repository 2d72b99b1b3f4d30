import Glibc
package import SystemPackage

/// Reads and writes that are complete when they return: the kernel may transfer fewer bytes than asked for.
extension FileDescriptor {
    /// Reads to the end.
    ///
    /// - Throws: `Errno.fileTooLarge` for more than `limit` bytes, else the system's error.
    package func readAll(upTo limit: Int) throws(Errno) -> [UInt8] {
        var bytes: [UInt8] = []
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { block.deallocate() }
        while true {
            let count = try errnoOnly { try read(into: block) }
            guard count > 0 else { return bytes }
            bytes += block[..<count]
            guard bytes.count <= limit else { throw .fileTooLarge }
        }
    }

    /// Reads at `offset` until the buffer is full or the file ends, and returns the number of bytes.
    package func readFully(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
        var done = 0
        while done < buffer.count {
            let count = try errnoOnly {
                try read(fromAbsoluteOffset: Int64(offset + done), into: .init(rebasing: buffer[done...]))
            }
            guard count > 0 else { break }
            done += count
        }
        return done
    }

    /// Writes all of `bytes` at the descriptor's position.
    package func writeWhole(_ bytes: UnsafeRawBufferPointer) throws(Errno) {
        var done = 0
        while done < bytes.count {
            let count = try errnoOnly { try write(.init(rebasing: bytes[done...])) }
            // write(2) returns 0 only for 0 bytes; a loop that trusted it could spin.
            guard count > 0 else { throw .noSpace }
            done += count
        }
    }

    /// Writes all of `bytes` at the descriptor's position.
    package func writeWhole(_ bytes: some Sequence<UInt8>) throws(Errno) {
        let array = Array(bytes)
        var failure: Errno?
        array.withUnsafeBytes { buffer in
            do throws(Errno) { try writeWhole(buffer) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Writes all of `bytes` at `offset`; safe to call from several threads for different parts of a file.
    package func writeWhole(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(Errno) {
        var done = 0
        while done < bytes.count {
            let count = try errnoOnly {
                try write(toAbsoluteOffset: Int64(offset + done), .init(rebasing: bytes[done...]))
            }
            guard count > 0 else { throw .noSpace }
            done += count
        }
    }

    /// Cuts off everything from `size` on, or extends the file with zeros.
    package func truncate(to size: Int) throws(Errno) {
        try errnoOnly { try resize(to: Int64(size)) }
    }

    /// Returns once everything written is on the disk (fsync(2)).
    package func synchronize() throws(Errno) {
        guard fsync(rawValue) == 0 else { throw .last }
    }

    /// Sets permission bits, regardless of the process's umask.
    package func setPermissions(_ permissions: FilePermissions) throws(Errno) {
        guard fchmod(rawValue, permissions.rawValue) == 0 else { throw .last }
    }

    /// Copies from here to the end of the file into another descriptor, within the kernel (sendfile(2)).
    package func copyRest(to target: FileDescriptor) throws(Errno) {
        while true {
            let count = sendfile(target.rawValue, rawValue, nil, 1 << 24)
            if count == 0 { return }
            guard count < 0 else { continue }
            let error = Errno.last
            guard error == .interrupted else { throw error }
        }
    }
}
