import CLinux
import Glibc
import SystemPackage

/// What can be opened: the libraries, one program, and what is given (landlock(7)).
///
/// A ruleset names the kinds of access that it handles. Those are refused everywhere but below the files and folders for
/// which a rule allows them; descriptors that are open already are not affected. Rules are about files, not names: what a
/// symbolic link or `/proc/self/fd` leads to counts.
struct FileAccess {
    /// Kinds of access, as in linux/landlock.h.
    private struct Access: OptionSet {
        let rawValue: UInt64
        static let execute = Access(rawValue: 1 << 0)
        static let readFile = Access(rawValue: 1 << 2)
        static let readFolder = Access(rawValue: 1 << 3)
    }

    private let files: [FileDescriptor]
    private let paths: [FilePath]
    private let program: DecoderProgram

    init(reading files: [FileDescriptor], _ paths: [FilePath], program: DecoderProgram) {
        self.files = files
        self.paths = paths
        self.program = program
    }

    /// Where the dynamic loader finds libraries (ld.so(8)), and the two stores of Nix and Guix, which hold all programs.
    private static let libraries: [FilePath] = [
        "/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib", "/usr/local/lib64",
        "/nix/store", "/gnu/store",
    ]
    private static let loaderFiles: [FilePath] = ["/etc/ld.so.cache", "/dev/null", "/dev/urandom"]

    /// Restricts the process; false if the kernel cannot.
    func restrict() -> Bool {
        // Landlock grows by versions; asked for with the flag LANDLOCK_CREATE_RULESET_VERSION.
        let version = announce_call(Int(SYS_landlock_create_ruleset), 0, 0, 1, 0)
        guard version > 0 else { return false }
        // All there is: reading, writing, executing, making and removing files, …
        let kinds = [13, 14, 15, 15, 16]
        // … TCP ports (bind, connect), and what reaches beyond processes confined alike: abstract sockets, signals.
        var attributes: [UInt64] = [(1 << kinds[min(version, kinds.count) - 1]) - 1]
        if version >= 4 { attributes.append(0b11) }
        if version >= 6 { attributes.append(0b11) }
        let ruleset = attributes.withUnsafeMutableBytes {
            announce_call(Int(SYS_landlock_create_ruleset), UInt(bitPattern: $0.baseAddress), UInt($0.count), 0, 0)
        }
        guard ruleset >= 0 else { return false }
        let rules = FileDescriptor(rawValue: CInt(ruleset))
        defer { rules.closeQuietly() }
        let variable = getenv("LD_LIBRARY_PATH").map { String(cString: $0) } ?? ""
        let others = variable.split(separator: ":").map { FilePath(String($0)) }
        for folder in Self.libraries + others + program.libraries { allow([.readFile, .readFolder], folder, rules) }
        for file in Self.loaderFiles + paths { allow(.readFile, file, rules) }
        for file in program.files { allow([.readFile, .execute], file, rules) }
        for file in files { allow(.readFile, beneath: file, rules) }
        return announce_call(Int(SYS_landlock_restrict_self), UInt(ruleset), 0, 0, 0) == 0
    }

    /// What does not exist need not be allowed.
    private func allow(_ access: Access, _ path: FilePath, _ rules: FileDescriptor) {
        // O_PATH: names the file without opening it.
        let options = FileDescriptor.OpenOptions(rawValue: announce_open_path)
        guard let file = try? FileDescriptor.opening(path, .readOnly, [options, .closeOnExec]) else { return }
        allow(access, beneath: file, rules)
        file.closeQuietly()
    }

    private func allow(_ access: Access, beneath file: FileDescriptor, _ rules: FileDescriptor) {
        // struct landlock_path_beneath_attr, packed: the access in 8 bytes, the descriptor in 4.
        var rule = (access: access.rawValue, file: file.rawValue)
        _ = withUnsafeMutableBytes(of: &rule) {
            announce_call(Int(SYS_landlock_add_rule), UInt(rules.rawValue), 1, UInt(bitPattern: $0.baseAddress), 0)
        }
    }
}
