import CLinux
import Glibc
package import SystemPackage

/// Confines a process that decodes strangers' bytes: a decoder that is taken over finds nothing to take.
///
/// Promises, as far as the kernel has the means: after `enter` this process and all that it starts can read what is open
/// already, the system's libraries and the files named, and write only to what is open; can start one program and nothing
/// else; reach no network, no other process, and no capability. Nothing undoes it.
///
/// Does not protect against: use of the processor and of memory within the limits set from outside (`ChildLimits`); a
/// fault of the kernel in one of the system calls that remain; reading the libraries themselves and the names of files
/// (stat(2) of any path is allowed).
package enum Sandbox {
    /// What the process still has to do once it is confined.
    package struct Needs: Sendable {
        /// Files that are open and that the decoder opens again by their descriptor.
        package var files: [FileDescriptor]
        /// Files that it opens again by descriptors that it gets later.
        package var paths: [FilePath]
        /// The one program that it may start, as found on PATH.
        package var program: String

        package init(files: [FileDescriptor] = [], paths: [FilePath] = [], program: String) {
            self.files = files
            self.paths = paths
            self.program = program
        }
    }

    /// Confines the process for good. To be called before it has a second thread, since the kernel confines threads.
    ///
    /// - Returns: the parts that are missing here. All are tried, whichever fail.
    package static func enter(_ needs: Needs) -> Set<Protection> {
        guard isSingleThreaded else { return Set(Protection.allCases) }
        // A look at the disk, before there are none any more.
        let program = DecoderProgram(needs.program)
        program.becomeTheOnlyOne()
        endOnCrashes()
        var missing: Set<Protection> = []
        // Namespaces come first: they give the capabilities that dropping all of them needs.
        if !Namespaces.leave() { missing.insert(.namespaces) }
        ResourceLimits.lower(countsProcesses: !missing.contains(.namespaces))
        // Then privileges, without which the other two cannot be entered by ordinary users.
        if !Privileges.drop() { missing.insert(.privileges) }
        let files = FileAccess(reading: needs.files, needs.paths, program: program)
        if !files.restrict() { missing.insert(.files) }
        // Last, since it forbids all of the above.
        if !SystemCallFilter.decoder.install() { missing.insert(.systemCalls) }
        return missing
    }

    /// Swift's runtime starts a program that describes a crash, which is not allowed here: the process would end by that, and
    /// a plain crash look like an attack.
    private static func endOnCrashes() {
        for number in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV] { signal(number, SIG_DFL) }
    }

    static var isSingleThreaded: Bool {
        guard let threads = try? FilePath("/proc/self/task").entries() else { return false }
        return threads.count == 1
    }
}
