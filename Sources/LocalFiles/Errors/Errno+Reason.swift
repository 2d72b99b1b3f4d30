import Glibc
package import SystemPackage

extension Errno {
    /// The system's description as part of a sentence: "no such file or directory".
    package var reason: String {
        let text = description
        return text.prefix(1).lowercased() + text.dropFirst()
    }

    /// The error of the C library's last call on this thread.
    package static var last: Errno { Errno(rawValue: errno) }
}

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
