import CLinux
import Glibc
import Synchronization
import SystemPackage

/// The one program that a confined process may start, opened before it was confined.
///
/// It is started by its descriptor rather than by its name (execveat(2)): the name could be given to another file, and the
/// descriptor is what a filter of system calls can recognise.
struct DecoderProgram: Sendable {
    let name: String
    /// What it and its interpreter, the dynamic loader, are called.
    private(set) var files: [FilePath] = []
    /// Where else it may have libraries: `…/lib` beside `…/bin`.
    private(set) var libraries: [FilePath] = []
    /// Why it cannot be started; nil if it can.
    private(set) var failure: Errno?

    private static let only = Mutex<DecoderProgram?>(nil)

    /// The program of this process; nil if it is not confined.
    static var current: DecoderProgram? { only.withLock { $0 } }

    /// Looks for the program on PATH and opens it under the number that no other descriptor can get.
    init(_ name: String) {
        self.name = name
        let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
        failure = .noSuchFileOrDirectory
        for folder in folders.split(separator: ":") {
            let path = FilePath(String(folder)).appending(name)
            guard access(path.string, X_OK) == 0, let file = try? FileDescriptor.reading(path) else { continue }
            defer { file.closeQuietly() }
            // A folder of that name can be "executed" as well.
            guard (try? file.stat())?.type == .regular else { continue }
            open(file, at: path.resolved ?? path)
            return
        }
    }

    private mutating func open(_ file: FileDescriptor, at path: FilePath) {
        // A script would need its interpreter, and whatever that starts.
        guard let image = ProgramImage(file) else {
            failure = Errno(rawValue: ENOEXEC)
            return
        }
        guard reserve(file) else {
            failure = .last
            return
        }
        failure = nil
        files = [path] + [image.loader].compactMap(\.self)
        libraries = [path.folder.folder.appending("lib")]
    }

    /// Duplicates the descriptor to the reserved number, closed on exec (dup3(2)).
    private func reserve(_ file: FileDescriptor) -> Bool {
        announce_call(
            Int(SYS_dup3), UInt(file.rawValue), UInt(ResourceLimits.descriptors), UInt(O_CLOEXEC), 0) >= 0
    }

    func becomeTheOnlyOne() { Self.only.withLock { $0 = self } }
}

/// What the header of an executable file says (elf(5)).
private struct ProgramImage {
    /// The dynamic loader; nil for a program without libraries.
    let loader: FilePath?

    /// Nil for anything but a 64-bit little-endian program.
    init?(_ file: FileDescriptor) {
        guard let header = Self.bytes(64, at: 0, of: file), header.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]) else {
            return nil
        }
        let table = Self.number(header, at: 32, count: 8)
        let size = Self.number(header, at: 54, count: 2)
        let count = Self.number(header, at: 56, count: 2)
        var loader: FilePath?
        for entry in 0..<count {
            guard let (end, overflows) = Self.place(table, size, entry), !overflows,
                let segment = Self.bytes(56, at: end, of: file)
            else { return nil }
            // PT_INTERP: the path of the loader, with a zero byte at its end.
            guard Self.number(segment, at: 0, count: 4) == 3 else { continue }
            let length = Self.number(segment, at: 32, count: 8)
            guard length < 4096, let path = Self.bytes(length, at: Self.number(segment, at: 8, count: 8), of: file)
            else { return nil }
            loader = FilePath(String(decoding: path.prefix { $0 != 0 }, as: UTF8.self))
        }
        self.loader = loader
    }

    private static func place(_ table: Int, _ size: Int, _ entry: Int) -> (Int, Bool)? {
        let (end, overflows) = table.addingReportingOverflow(size * entry)
        return (end, overflows || table < 0)
    }

    private static func bytes(_ count: Int, at offset: Int, of file: FileDescriptor) -> [UInt8]? {
        guard offset >= 0, count >= 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        let got = bytes.withUnsafeMutableBytes { try? file.readFully(at: offset, into: $0) }
        return got == count ? bytes : nil
    }

    private static func number(_ bytes: [UInt8], at offset: Int, count: Int) -> Int {
        let value = bytes[offset..<offset + count].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int(truncatingIfNeeded: value)
    }
}
