import Glibc
package import SystemPackage

extension Errno {
    /// The system's description as part of a sentence: "no such file or directory".
    package var reason: String {
        let text = description
        return text.prefix(1).lowercased() + text.dropFirst()
    }

    /// The same in German, for the dashboard; what is rare stays as the system says it.
    package var germanReason: String { germanReasons[rawValue] ?? reason }

    /// The error of the C library's last call on this thread.
    package static var last: Errno { Errno(rawValue: errno) }
}

private let germanReasons: [CInt: String] = [
    ENOENT: "es gibt sie nicht", EACCES: "keine Berechtigung", EPERM: "nicht erlaubt",
    ENOSPC: "die Festplatte ist voll",
    EDQUOT: "das Kontingent ist aufgebraucht", EROFS: "schreibgeschützt", EIO: "die Festplatte meldet einen Fehler",
    EMFILE: "zu viele offene Dateien", ENFILE: "zu viele offene Dateien", ENOMEM: "zu wenig Speicher",
    EISDIR: "es ist ein Ordner", ENOTDIR: "es ist kein Ordner", ELOOP: "zu viele Links",
    ENAMETOOLONG: "der Name ist zu lang",
    ETXTBSY: "ein anderes Programm verwendet sie", EBUSY: "in Gebrauch", ETIMEDOUT: "keine Antwort in der Zeit",
]

/// Runs calls of swift-system, whose untyped errors are all `Errno`.
package func errnoOnly<Value: ~Copyable>(_ body: () throws -> Value) throws(Errno) -> Value {
    do {
        return try body()
    } catch let error as Errno {
        throw error
    } catch {
        throw .ioError
    }
}
