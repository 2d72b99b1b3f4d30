/// A part of the sandbox in which strangers' bytes are decoded. The kernel may lack some of them, and a container may forbid
/// them.
package enum Protection: String, Hashable, Sendable, Codable, CaseIterable {
    /// No capability, nor any way to one: a process of root is no more than its user.
    case privileges
    /// Landlock: only libraries, the decoder and the recording can be opened, and nothing can be written by its name.
    case files
    /// seccomp: no network, no other program, no look into other processes.
    case systemCalls = "system-calls"
    /// A user namespace and a network namespace of its own: no network device and not even loopback, and a limit of
    /// processes that holds for root as well.
    case namespaces
}
