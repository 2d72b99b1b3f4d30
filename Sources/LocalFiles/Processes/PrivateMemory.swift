import CLinux

/// Keeps this process's memory, where secrets are, from other processes of its user: no core dumps, and no reading or changing
/// through ptrace(2) and `/proc/PID` (prctl(2), `PR_SET_DUMPABLE`).
///
/// Does not protect against root, nor secrets that lie in files. Ends with exec(2): a program started from here is as usual,
/// but for the limit on core dumps, which it inherits.
package func makeMemoryPrivate() {
    _ = announce_limit(0, announce_limit_core, 0, 0)
    _ = announce_set_undumpable()
}
