import CLinux

// The calls by what they are for. Numbers differ between architectures; newer ones (arm64) lack those that others replace.

extension SystemCallFilter {
    /// Memory, threads, time, and what is open already. The frequent ones first: they are looked for in this order.
    static let ordinary = common + inherited

    private static let common = [
        // Files that are open.
        SYS_pread64, SYS_pwrite64, SYS_read, SYS_write, SYS_lseek, SYS_readv, SYS_writev, SYS_preadv, SYS_pwritev,
        SYS_close, SYS_close_range, SYS_dup, SYS_dup3, SYS_pipe2, SYS_fstat, SYS_ftruncate, SYS_fallocate, SYS_fsync,
        SYS_fdatasync, SYS_fadvise64, SYS_readahead, SYS_sendfile, SYS_copy_file_range, SYS_getdents64,
        // Messages of the process that started this one, with descriptors; there is no other socket.
        SYS_recvmsg, SYS_sendmsg,
        // What files there are; to open one needs more.
        SYS_newfstatat, SYS_statx, SYS_faccessat, SYS_faccessat2, SYS_readlinkat, SYS_getcwd, SYS_fstatfs,
        // Memory.
        SYS_mmap, SYS_munmap, SYS_mprotect, SYS_mremap, SYS_madvise, SYS_brk, SYS_mincore,
        // Threads.
        SYS_futex, SYS_set_robust_list, SYS_get_robust_list, SYS_rseq, SYS_membarrier, SYS_set_tid_address,
        SYS_sched_yield, SYS_sched_getaffinity, SYS_sched_getparam, SYS_sched_getscheduler, SYS_sched_get_priority_max,
        SYS_sched_get_priority_min, SYS_getcpu, SYS_seccomp,
        // Waiting.
        SYS_ppoll, SYS_pselect6, SYS_epoll_create1, SYS_epoll_ctl, SYS_epoll_pwait, SYS_epoll_pwait2, SYS_eventfd2,
        SYS_timerfd_create, SYS_timerfd_settime, SYS_timerfd_gettime, SYS_nanosleep, SYS_clock_nanosleep,
        SYS_restart_syscall, SYS_wait4, SYS_waitid,
        // Signals to itself.
        SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_rt_sigtimedwait, SYS_rt_sigpending,
        SYS_rt_sigsuspend, SYS_sigaltstack,
        // Who and when.
        SYS_getpid, SYS_gettid, SYS_getppid, SYS_getpgid, SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid,
        SYS_getresuid, SYS_getresgid, SYS_getrusage, SYS_times, SYS_uname, SYS_sysinfo, SYS_clock_gettime,
        SYS_clock_getres, SYS_gettimeofday, SYS_getrandom, SYS_getpriority,
        SYS_exit, SYS_exit_group,
    ].map { CInt($0) }

    #if arch(x86_64)
        private static let inherited = [
            SYS_stat, SYS_lstat, SYS_access, SYS_readlink, SYS_poll, SYS_select, SYS_epoll_create, SYS_epoll_wait,
            SYS_eventfd, SYS_pipe, SYS_dup2, SYS_time, SYS_getpgrp, SYS_getrlimit, SYS_arch_prctl, SYS_fork, SYS_vfork,
            SYS_getdents,
        ].map { CInt($0) }
    #else
        private static let inherited: [CInt] = []
    #endif

    /// The network, other programs and processes, the kernel itself.
    static let intruding = [
        SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_accept, SYS_accept4, SYS_sendto,
        SYS_recvfrom, SYS_sendmmsg, SYS_recvmmsg, SYS_execve, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev,
        SYS_pidfd_open, SYS_pidfd_getfd, SYS_pidfd_send_signal, SYS_process_madvise, SYS_kcmp,
        SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_unshare, SYS_setns, SYS_mount, SYS_umount2, SYS_pivot_root,
        SYS_chroot, SYS_move_mount, SYS_open_tree, SYS_fsopen, SYS_fsmount, SYS_mount_setattr, SYS_open_by_handle_at,
        SYS_name_to_handle_at, SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_io_uring_setup,
        SYS_io_uring_enter, SYS_io_uring_register, SYS_keyctl, SYS_add_key, SYS_request_key, SYS_init_module,
        SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_reboot, SYS_swapon, SYS_swapoff, SYS_acct,
        SYS_quotactl, SYS_syslog, SYS_settimeofday, SYS_clock_settime, SYS_adjtimex, SYS_clock_adjtime,
        SYS_sethostname, SYS_setdomainname, SYS_setuid, SYS_setgid, SYS_setreuid, SYS_setregid, SYS_setresuid,
        SYS_setresgid, SYS_setfsuid, SYS_setfsgid, SYS_setgroups, SYS_capset,
    ].map { CInt($0) }

    /// What programs try for speed or order and do without; out of the process group they would outlive its end.
    static let probing = [
        SYS_sched_setaffinity, SYS_sched_setparam, SYS_sched_setscheduler, SYS_sched_setattr,
        SYS_setsid, SYS_setpgid, SYS_tkill, SYS_setrlimit, SYS_fchmod, SYS_fchown, SYS_fsetxattr, SYS_fremovexattr,
        SYS_flock,
        SYS_personality, SYS_ioprio_set, SYS_umask, SYS_chdir, SYS_fchdir,
    ].map { CInt($0) }

    /// Changes of files by their names.
    static let naming = commonNaming + inheritedNaming

    private static let commonNaming = [
        SYS_unlinkat, SYS_renameat2, SYS_mkdirat, SYS_linkat, SYS_symlinkat, SYS_mknodat, SYS_fchmodat, SYS_fchownat,
        SYS_truncate, SYS_utimensat, SYS_setxattr, SYS_lsetxattr, SYS_removexattr, SYS_lremovexattr,
    ].map { CInt($0) }

    #if arch(x86_64)
        private static let inheritedNaming = [
            SYS_creat, SYS_unlink, SYS_rmdir, SYS_rename, SYS_renameat, SYS_mkdir, SYS_link, SYS_symlink, SYS_mknod,
            SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat,
        ].map { CInt($0) }
    #else
        private static let inheritedNaming: [CInt] = [CInt(SYS_renameat)]
    #endif
}
