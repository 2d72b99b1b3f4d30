// What Swift's Glibc module leaves out: macros it cannot read and functions that glibc shows to _GNU_SOURCE only.
#ifndef ANNOUNCE_CLINUX_SHIM_H
#define ANNOUNCE_CLINUX_SHIM_H
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

/// open(2): a file without a name in the folder given.
static const int announce_o_tmpfile = __O_TMPFILE;
/// open(2): a name for a file, not its content.
static const int announce_open_path = __O_PATH;

/// rename(2) that fails with EEXIST rather than replace.
static inline int announce_rename_new(const char *from, const char *to) {
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}

/// Exchanges two names in one step; both must exist.
static inline int announce_rename_exchange(const char *from, const char *to) {
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE);
}

/// Processors this process may run on: what taskset and container limits leave of the machine.
static inline int announce_available_processors(void) {
    unsigned long mask[128] = {0};
    long bytes = syscall(SYS_sched_getaffinity, 0, sizeof(mask), mask);
    int count = 0;
    for (long word = 0; word < bytes / (long)sizeof(mask[0]); word++) count += __builtin_popcountl(mask[word]);
    return count > 0 ? count : 1;
}

/// statfs(2): the number of the kind of file system that a path is on; 0 where that is unknown.
static inline unsigned int announce_file_system_type(const char *path) {
    struct statfs system;
    return statfs(path, &system) == 0 ? (unsigned int)system.f_type : 0;
}

/// pipe2(2): both ends closed on exec.
static inline int announce_pipe(int *reading, int *writing) {
    int ends[2];
    // pipe2 by its number: glibc declares it to _GNU_SOURCE only.
    if (syscall(SYS_pipe2, ends, O_CLOEXEC) != 0) return -1;
    *reading = ends[0];
    *writing = ends[1];
    return 0;
}

/// posix_spawn(3): the child keeps no descriptor from `first` on.
static inline int announce_spawn_closing_from(posix_spawn_file_actions_t *actions, int first) {
    extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

static const int announce_limit_data = RLIMIT_DATA;
static const int announce_limit_processor = RLIMIT_CPU;
static const int announce_limit_file_size = RLIMIT_FSIZE;
static const int announce_limit_core = RLIMIT_CORE;

/// prlimit(2): another process's limit on a resource.
static inline int announce_limit(int process, int resource, unsigned long soft, unsigned long hard) {
    struct { unsigned long long soft, hard; } limit = {soft, hard};
    return (int)syscall(SYS_prlimit64, process, resource, &limit, (void *)0);
}

/// prctl(2): this process is killed when the thread that started it ends.
static inline int announce_end_with_parent(void) {
    return prctl(PR_SET_PDEATHSIG, 9 /* SIGKILL */);
}

/// prctl(2): other processes of the same user cannot read this one's memory, and it leaves no core dump.
static inline int announce_set_undumpable(void) {
    return prctl(PR_SET_DUMPABLE, 0);
}

/// A local socket (unix(7)) at a path: bound and listening, or connected; -1 where that fails.
static inline int announce_local_socket(const char *path, int listens) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    unsigned long length = __builtin_strlen(path);
    if (length >= sizeof(address.sun_path)) {
        errno = ENAMETOOLONG;
        return -1;
    }
    __builtin_memcpy(address.sun_path, path, length);
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    const struct sockaddr *any = (const struct sockaddr *)&address;
    int failed = listens ? bind(descriptor, any, sizeof(address)) != 0 || listen(descriptor, 4) != 0
                         : connect(descriptor, any, sizeof(address)) != 0;
    if (!failed) return descriptor;
    int error = errno;
    close(descriptor);
    errno = error;
    return -1;
}

/// accept4(2): closed on exec.
static inline int announce_accept(int descriptor) {
    return (int)syscall(SYS_accept4, descriptor, (void *)0, (void *)0, SOCK_CLOEXEC);
}

/// The process at the other end of a local socket, and its user (SO_PEERCRED); -1 where that is unknown.
static inline int announce_peer(int descriptor, unsigned int *user) {
    struct { int process; unsigned int user, group; } peer;
    socklen_t size = sizeof(peer);
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return -1;
    *user = peer.user;
    return peer.process;
}

/// The most descriptors that are sent at once.
enum { announce_most_descriptors = 8 };

/// sendmsg(2): bytes with descriptors (SCM_RIGHTS). To a connected socket where `name` is null, else to that datagram socket.
static inline long announce_send_descriptors(
    int descriptor, const void *name, unsigned long length, const void *bytes, unsigned long count,
    const int *sent, int descriptors) {
    union { struct cmsghdr header; char bytes[CMSG_SPACE(sizeof(int) * announce_most_descriptors)]; } control = {0};
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct iovec content = {(void *)bytes, count};
    struct msghdr message = {.msg_iov = &content, .msg_iovlen = 1};
    if (descriptors < 0 || descriptors > announce_most_descriptors || length > sizeof(address.sun_path)) {
        errno = EINVAL;
        return -1;
    }
    if (name) {
        __builtin_memcpy(address.sun_path, name, length);
        message.msg_name = &address;
        message.msg_namelen = (socklen_t)(sizeof(address.sun_family) + length);
    }
    if (descriptors > 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(sizeof(int) * descriptors);
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int) * descriptors);
        __builtin_memcpy(CMSG_DATA(header), sent, sizeof(int) * descriptors);
    }
    return sendmsg(descriptor, &message, MSG_NOSIGNAL);
}

/// recvmsg(2): bytes, and the descriptors that came with them, closed on exec. `received` has room for
/// `announce_most_descriptors`.
static inline long announce_receive_descriptors(
    int descriptor, void *bytes, unsigned long count, int *received, int *descriptors) {
    union { struct cmsghdr header; char bytes[CMSG_SPACE(sizeof(int) * announce_most_descriptors)]; } control = {0};
    struct iovec content = {bytes, count};
    struct msghdr message = {
        .msg_iov = &content, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof(control)};
    *descriptors = 0;
    long got = recvmsg(descriptor, &message, MSG_CMSG_CLOEXEC);
    if (got < 0) return got;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
        *descriptors = (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        __builtin_memcpy(received, CMSG_DATA(header), sizeof(int) * *descriptors);
    }
    return got;
}

/// socketpair(2): both ends of a connection that carries whole messages, closed on exec.
static inline int announce_message_sockets(int *first, int *second) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return -1;
    *first = ends[0];
    *second = ends[1];
    return 0;
}

/// fork(2). Only for a process with one thread: in the child there is no other, whatever locks those held.
static inline int announce_fork(void) { return fork(); }

/// Overwrites the environment that this process was started with, except for some variables, and takes it out of
/// environ(7): nothing of it is left in memory.
static inline void announce_forget_environment(char *const *kept) {
    extern char **environ;
    char **to = environ;
    for (char **from = environ; from && *from; from++) {
        int keeps = 0;
        for (char *const *name = kept; *name; name++) {
            unsigned long length = __builtin_strlen(*name);
            if (__builtin_strncmp(*from, *name, length) == 0 && (*from)[length] == '=') keeps = 1;
        }
        if (keeps) *to++ = *from;
        else for (char *byte = *from; *byte; byte++) *byte = 0;
    }
    if (to) *to = 0;
}

/// Sends one datagram, with descriptors, to a local socket, whose name begins with a zero byte where it is abstract, and is a
/// path with its final zero byte otherwise.
static inline long announce_send_datagram(
    const void *name, unsigned long length, const void *bytes, unsigned long count, const int *sent, int descriptors) {
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    long result = announce_send_descriptors(descriptor, name, length, bytes, count, sent, descriptors);
    int error = errno;
    close(descriptor);
    errno = error;
    return result;
}

/// Whether any process has a file open for writing, by its descriptor open for reading; -1 where that cannot be known
/// (another user's file, a network's).
static inline int announce_is_being_written(int descriptor) {
    // A read lease is only given where there is no writer. Should one come in this very moment, the system tells by a
    // signal, which would be SIGIO and the end of the process; SIGURG (23) is ignored.
    if (fcntl(descriptor, 10 /* F_SETSIG */, 23) != 0) return -1;
    if (fcntl(descriptor, 1024 /* F_SETLEASE */, F_RDLCK) != 0) return errno == EAGAIN ? 1 : -1;
    fcntl(descriptor, 1024 /* F_SETLEASE */, F_UNLCK);
    return 0;
}

/// syscall(2): what glibc has no function for. -1 with errno for an error, as there.
static inline long announce_call(long number, unsigned long a, unsigned long b, unsigned long c, unsigned long d) {
    return syscall(number, a, b, c, d, 0UL);
}

/// seccomp(2): every system call of this process is judged by a program of classic BPF from now on.
static inline int announce_install_filter(const void *instructions, unsigned short count) {
    struct { unsigned short count; const void *instructions; } program = {count, instructions};
    return (int)syscall(SYS_seccomp, 1 /* SECCOMP_SET_MODE_FILTER */, 0UL, &program);
}

/// setrlimit(2) for this process, soft and hard limit alike.
static inline int announce_own_limit(int resource, unsigned long value) {
    return announce_limit(0, resource, value, value);
}
static const int announce_limit_files = RLIMIT_NOFILE;
static const int announce_limit_processes = RLIMIT_NPROC;

/// fork(2) and execveat(2): runs the program that is open as `program`, with `descriptors[0]` as its standard input and so
/// on, and under a filter of system calls of its own if one is given. No other descriptor stays open. Those given must have
/// numbers from `count` on. -1 with errno if there is no new process; a program that cannot be run ends with status 127.
static inline int announce_spawn_open_program(
    int program, char *const *arguments, char *const *environment, const int *descriptors, int count,
    const void *filter, unsigned short filterLength) {
    int process = fork();
    if (process != 0) return process;
    // However the one that started it ends.
    prctl(PR_SET_PDEATHSIG, 9 /* SIGKILL */);
    // Other threads of the parent may have held any lock: only calls that are safe in signal handlers from here on.
    static const int usual[] = {SIGPIPE, SIGINT, SIGTERM, SIGHUP};
    for (unsigned n = 0; n < sizeof(usual) / sizeof(usual[0]); n++) signal(usual[n], SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, 0);
    for (int n = 0; n < count; n++)
        if (dup2(descriptors[n], n) < 0) _exit(127);
    syscall(SYS_close_range, (unsigned)count, (unsigned)program - 1, 0U);
    syscall(SYS_close_range, (unsigned)program + 1, ~0U, 0U);
    if (filterLength > 0) announce_install_filter(filter, filterLength);
    syscall(SYS_execveat, program, "", arguments, environment, 0x1000 /* AT_EMPTY_PATH */);
    static const char message[] = "the program cannot be run\n";
    (void)!write(2, message, sizeof(message) - 1);
    _exit(127);
}

#endif
