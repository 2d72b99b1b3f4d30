import CLinux
import SystemPackage

/// Both ends of a pipe, numbered above what a child uses.
struct Pipe: Sendable {
    let reading: OwnedDescriptor
    let writing: OwnedDescriptor

    init() throws(Errno) {
        var ends: (CInt, CInt) = (-1, -1)
        guard announce_pipe(&ends.0, &ends.1) == 0 else { throw .last }
        let first = OwnedDescriptor(FileDescriptor(rawValue: ends.0))
        let second = OwnedDescriptor(FileDescriptor(rawValue: ends.1))
        reading = OwnedDescriptor(try first.descriptor.duplicated(from: 10))
        writing = OwnedDescriptor(try second.descriptor.duplicated(from: 10))
    }
}
