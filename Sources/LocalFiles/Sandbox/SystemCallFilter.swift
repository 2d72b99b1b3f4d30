import CLinux
import Glibc

/// The system calls that a decoder may make.
///
/// What is not named fails as unknown to the kernel (ENOSYS), since newer libraries try newer calls and take the older one
/// then. What a program may try without harm fails as forbidden (EACCES, EPERM): it looks for a cache, or wants a higher
/// priority. What no decoder ever does, and an intruder does first, kills the process: the attempt is over, and the
/// recording is reported as one that crashes its decoder.
struct SystemCallFilter {
    private let program: FilterProgram?

    /// For the process that decodes, and ffmpeg below it.
    static let decoder = SystemCallFilter { program in
        program.judge(ordinary, .allow)
        program.judge(intruding, .kill)
        program.judge(probing, .fail(EPERM))
        program.judge(naming, .fail(EACCES))
        // libdispatch sets the priority of its threads, which has no effect on a process of low priority, and writes to the
        // system's log where it cannot.
        program.judge([CInt(SYS_setpriority)], .pretend)
        // libgcrypt, which comes with ffmpeg, warns on standard error where it cannot keep secrets out of swap; it has none.
        program.judge([CInt(SYS_mlock), CInt(SYS_mlock2), CInt(SYS_munlock), CInt(SYS_mlockall)], .pretend)
        // The C library looks for the system's log and name service by local sockets (AF_UNIX).
        program.judge(CInt(SYS_socket), [([.argument(0, is: 1)], .fail(EACCES))], rest: .kill)
        // Opening for writing, and creating, by name.
        let writing = UInt32(O_WRONLY | O_RDWR | O_CREAT | O_TRUNC) | UInt32(announce_o_tmpfile)
        let byName: [([FilterProgram.Condition], FilterProgram.Judgement)]
        byName = [([.argumentHas(2, anyOf: writing & ~UInt32(O_DIRECTORY))], .fail(EACCES))]
        program.judge(CInt(SYS_openat), byName, rest: .allow)
        #if arch(x86_64)
            program.judge(
                CInt(SYS_open), [([.argumentHas(1, anyOf: writing & ~UInt32(O_DIRECTORY))], .fail(EACCES))],
                rest: .allow)
        #endif
        // The one program, by its descriptor, whose number no other can have (`ResourceLimits`). It is closed as the program
        // starts, so that there is none to start from then on.
        program.judge(
            CInt(SYS_execveat),
            [([.argument(0, is: UInt32(ResourceLimits.descriptors)), .argument(4, is: 0x1000)], .allow)], rest: .kill)
        // Threads and processes, but no namespaces: inside a new one a process has all capabilities.
        program.judge(CInt(SYS_clone), [([.argumentHas(0, anyOf: 0x7E02_0000)], .kill)], rest: .allow)
        // clone3 hides its flags behind a pointer; glibc then takes clone. F_SETOWN would send signals to others.
        let controls = [F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, 1030 /* F_DUPFD_CLOEXEC */].map {
            ([FilterProgram.Condition.argument(1, is: UInt32($0))], FilterProgram.Judgement.allow)
        }
        program.judge(CInt(SYS_fcntl), controls, rest: .fail(EINVAL))
        // Is it a terminal (TCGETS), how much can be read (FIONREAD).
        program.judge(
            CInt(SYS_ioctl), [([.argument(1, is: 0x5401)], .allow), ([.argument(1, is: 0x541B)], .allow)],
            rest: .fail(ENOTTY))
        // Naming threads and memory; ending with the parent.
        let options = [PR_SET_NAME, PR_GET_NAME, PR_SET_PDEATHSIG, PR_GET_DUMPABLE, PR_SET_VMA, PR_CAPBSET_READ].map {
            ([FilterProgram.Condition.argument(0, is: UInt32($0))], FilterProgram.Judgement.allow)
        }
        program.judge(CInt(SYS_prctl), options, rest: .fail(EPERM))
        // Reading its own limits.
        program.judge(
            CInt(SYS_prlimit64), [([.argument(0, is: 0), .argument(2, is: 0), .upperHalfIsZero(2)], .allow)],
            rest: .fail(EPERM))
        // abort(3), by which decoders give up, sends a signal to its own process. The number of ffmpeg's is not known yet;
        // where the signal fails, abort ends the process by an instruction that is not allowed. kill(2) is for others.
        let itself = UInt32(getpid())
        program.judge(CInt(SYS_tgkill), [([.argument(0, is: itself)], .allow)], rest: .fail(EPERM))
        program.judge(CInt(SYS_kill), [([.argument(0, is: itself)], .allow)], rest: .kill)
        program.finish(.fail(ENOSYS))
    }

    /// In addition, for ffmpeg: threads, but no processes.
    static let leaf = SystemCallFilter { program in
        #if arch(x86_64)
            program.judge([CInt(SYS_fork), CInt(SYS_vfork)], .fail(EPERM))
        #endif
        // CLONE_THREAD
        program.judge(CInt(SYS_clone), [([.argumentHas(0, anyOf: 0x1_0000)], .allow)], rest: .fail(EPERM))
        program.finish(.allow)
    }

    private init(_ build: (inout FilterProgram) -> Void) {
        #if arch(x86_64) || arch(arm64)
            var program = FilterProgram()
            build(&program)
            self.program = program
        #else
            program = nil
        #endif
    }

    /// Applies to this process and all that it starts, for good. Filters add up: the strictest judgement counts.
    ///
    /// - Returns: false if the kernel has no filters, or a container allows none.
    func install() -> Bool {
        program?.withInstructions { announce_install_filter($0, $1) == 0 } ?? false
    }

    /// Calls `body` with the program as the kernel takes it; with nil on an architecture for which there is none.
    func withInstructions<Result>(_ body: (UnsafeRawPointer?, UInt16) -> Result) -> Result {
        program?.withInstructions(body) ?? body(nil, 0)
    }
}
