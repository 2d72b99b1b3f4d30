import CLinux
import Glibc

/// A user and a network namespace of its own (user_namespaces(7), network_namespaces(7)).
///
/// In the new network namespace there is one device, loopback, and it is down: nothing of this machine or any other can be
/// reached. The user namespace is what allows that to ordinary users; it maps no user, so the process owns nothing that it
/// did not own before. Some systems and most containers forbid it.
enum Namespaces {
    private static let newUser: UInt = 0x1000_0000
    private static let newNetwork: UInt = 0x4000_0000
    private static let newIPC: UInt = 0x0800_0000

    /// Returns false if not both could be left; root may leave the network even then.
    static func leave() -> Bool {
        if announce_call(Int(SYS_unshare), newUser | newNetwork | newIPC, 0, 0, 0) == 0 { return true }
        _ = announce_call(Int(SYS_unshare), newNetwork | newIPC, 0, 0, 0)
        return false
    }
}
