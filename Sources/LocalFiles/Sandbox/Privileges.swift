import CLinux
import Glibc

/// Capabilities and the ways to them (capabilities(7)).
enum Privileges {
    /// Gives up all capabilities and every way to get one back.
    ///
    /// - Returns: false if any is left.
    static func drop() -> Bool {
        // No program that is started gains anything by being set-user-ID or having capabilities of its own (prctl(2)).
        let isSealed = ProcessControl.set(PR_SET_NO_NEW_PRIVS, 1)
        // A program that root starts would get what is in the bounding set. Numbers that the kernel does not know end it.
        var capability: UInt = 0
        while capability < 64, ProcessControl.set(PR_CAPBSET_DROP, capability) { capability += 1 }
        _ = ProcessControl.set(PR_CAP_AMBIENT, UInt(PR_CAP_AMBIENT_CLEAR_ALL))
        // Sets of 64 bits in two halves: effective, permitted, inheritable; effective, … (capset(2)).
        var header = (version: UInt32(0x2008_0522), process: Int32(0))
        var sets = [UInt32](repeating: 0, count: 6)
        return withUnsafeMutableBytes(of: &header) { header in
            sets.withUnsafeMutableBytes { sets in
                isSealed && announce_call(Int(SYS_capset), address(header), address(sets), 0, 0) == 0
            }
        }
    }

    private static func address(_ buffer: UnsafeMutableRawBufferPointer) -> UInt {
        UInt(bitPattern: buffer.baseAddress)
    }
}

/// prctl(2), which Swift cannot import.
enum ProcessControl {
    /// Returns false if the kernel refuses.
    static func set(_ option: CInt, _ value: UInt) -> Bool {
        announce_call(Int(SYS_prctl), UInt(option), value, 0, 0) == 0
    }
}
