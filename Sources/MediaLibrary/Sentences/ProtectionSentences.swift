package import LocalFiles

extension Protection {
    /// What is missing where this part of the sandbox is: a noun with the kernel's name for it.
    package var name: String {
        switch self {
        case .privileges: "dropped privileges (no_new_privs, capabilities)"
        case .files: "restricted file access (Landlock, Linux 5.13 or later)"
        case .systemCalls: "a system call filter (seccomp)"
        case .namespaces: "namespaces of its own for network and user"
        }
    }
}

extension SandboxReport {
    /// "decoders of recordings run without …"; nil if nothing is missing.
    package var warning: String? {
        missing.isEmpty ? nil : "decoders of recordings run without " + missing.map(\.name).joined(separator: ", ")
    }
}
