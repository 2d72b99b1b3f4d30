import CLibPQ
import Glibc

/// libpq, opened when the first connection is made, and never closed.
struct Library: Sendable {
    let functions: announce_libpq

    /// Debian's package libpq5 has it under this name.
    private static let name = "libpq.so.5"

    private static let opened = Result<Library, PostgreSQLError> { () throws(PostgreSQLError) in
        guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) else { throw .noLibrary(name) }
        var functions = announce_libpq()
        if let missing = announce_libpq_load(handle, &functions) {
            throw .oldLibrary(missing: String(cString: missing))
        }
        return Library(functions: functions)
    }

    /// - Throws: `PostgreSQLError.noLibrary`, `oldLibrary`.
    static func open() throws(PostgreSQLError) -> Library { try opened.get() }
}
