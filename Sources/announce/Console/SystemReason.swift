import SystemPackage

/// Returns the system's description of an `errno` value, to be used within a sentence: "permission denied".
func systemReason(_ code: CInt) -> String {
    Errno(rawValue: code).description.prefix(1).lowercased() + Errno(rawValue: code).description.dropFirst()
}
