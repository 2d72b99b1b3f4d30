// Stands in for ffmpeg in tests: a decoder that a recording has taken over. The recording says what it does, in a line
// "misbehave: ATTEMPT; ATTEMPT; …" anywhere in its bytes; it gets the recording as descriptor 3, as ffmpeg does.
//
// Attempts at what the sandbox refuses are reported on standard error as "NUMBER=ERRNO", 0 for success, in one line, and the
// program ends with status 1. The others are faults of decoders, from which the program does not return.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static int result(long value) { return value < 0 ? errno : 0; }

/// The errno value of an attempt; 0 if it succeeds, -1 if it is unknown.
static int attempt(const char *name, const char *operand) {
    int number = atoi(operand);
    if (!strcmp(name, "read")) return result(open(operand, O_RDONLY));
    if (!strcmp(name, "write")) return result(open(operand, O_WRONLY));
    if (!strcmp(name, "create")) return result(open(operand, O_WRONLY | O_CREAT, 0600));
    if (!strcmp(name, "unlink")) return result(unlink(operand));
    if (!strcmp(name, "rename")) return result(rename(operand, "/tmp/stolen"));
    if (!strcmp(name, "mkdir")) return result(mkdir(operand, 0700));
    if (!strcmp(name, "symlink")) return result(symlink("/etc/passwd", operand));
    if (!strcmp(name, "change-mode")) return result(fchmod(3, 0777));
    if (!strcmp(name, "write-recording")) return result(write(3, "x", 1));
    if (!strcmp(name, "write-proc")) return result(open("/proc/self/fd/3", O_RDWR));
    if (!strcmp(name, "local-socket")) return result(socket(AF_UNIX, SOCK_STREAM, 0));
    if (!strcmp(name, "leave-group")) return result(setsid());
    if (!strcmp(name, "raise-limit")) {
        struct rlimit { unsigned long soft, hard; } limit = {1 << 20, 1 << 20};
        return result(syscall(SYS_prlimit64, 0, 7 /* RLIMIT_NOFILE */, &limit, 0));
    }
    if (!strcmp(name, "fork")) {
        int child = fork();
        if (child == 0) _exit(0);
        return result(child);
    }
    if (!strcmp(name, "thread-of-processes")) return result(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
    if (!strcmp(name, "other-program")) {
        // The number under which ffmpeg was started, with another program behind it.
        int shell = open("/proc/self/exe", O_RDONLY);
        if (shell < 0) return errno;
        return result(dup2(shell, 200));
    }
    if (!strcmp(name, "descriptors")) {
        for (int n = 4; n < 1024; n++)
            if (fcntl(n, F_GETFD) >= 0) return n;
        return 0;
    }
    if (!strcmp(name, "environment")) {
        for (char **entry = environ; *entry; entry++)
            if (strncmp(*entry, "PATH=", 5) && strncmp(*entry, "HOME=", 5) && strncmp(*entry, "TMPDIR=", 7)
                && strncmp(*entry, "LD_LIBRARY_PATH=", 16))
                return 1;
        return 0;
    }
    if (!strcmp(name, "capabilities")) {
        struct { unsigned version; int process; } header = {0x20080522, 0};
        unsigned sets[6] = {0};
        if (syscall(SYS_capget, &header, sets) < 0) return 0;
        return (sets[0] | sets[1] | sets[3] | sets[4]) ? 1 : 0;
    }
    // What no decoder does: where the filter works, the process does not return from it.
    if (!strcmp(name, "connect")) {
        int internet = socket(AF_INET, SOCK_STREAM, 0);
        if (internet < 0) return errno;
        struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(number),
            .sin_addr = {htonl(INADDR_LOOPBACK)}};
        return result(connect(internet, (struct sockaddr *)&address, sizeof(address)));
    }
    if (!strcmp(name, "trace")) return result(ptrace(PTRACE_ATTACH, number, 0, 0));
    if (!strcmp(name, "read-memory")) {
        char byte;
        struct iovec here = {&byte, 1}, there = {(void *)0x400000, 1};
        return result(process_vm_readv(number, &here, 1, &there, 1, 0));
    }
    if (!strcmp(name, "shell")) return result(execl("/bin/sh", "sh", "-c", "exit 0", NULL));
    if (!strcmp(name, "again")) return result(syscall(SYS_execveat, 3, "", environ, environ, AT_EMPTY_PATH));
    if (!strcmp(name, "kill")) return result(kill(number, SIGTERM));
    if (!strcmp(name, "namespace")) return result(unshare(CLONE_NEWUSER));
    if (!strcmp(name, "descriptor-of")) return result(syscall(SYS_pidfd_open, number, 0));
    if (!strcmp(name, "other-numbers")) {
#ifdef __x86_64__
        return result(syscall(0x40000000 | 41 /* socket of x32 */, AF_INET, SOCK_STREAM, 0));
#else
        raise(SIGSYS);
#endif
    }
    // Faults.
    if (!strcmp(name, "crash")) raise(SIGSEGV), abort();
    if (!strcmp(name, "spin")) for (;;) {}
    if (!strcmp(name, "hang")) for (;;) pause();
    if (!strcmp(name, "memory")) {
        for (size_t size = 1 << 20;; size += 1 << 20) {
            char *block = malloc(1 << 20);
            if (!block) exit(1);
            memset(block, 1, 1 << 20);
        }
    }
    if (!strcmp(name, "no-memory")) {
        fputs("[aac @ 0x1] Cannot allocate memory\n", stderr);
        exit(1);
    }
    if (!strcmp(name, "endless")) {
        static char zeros[1 << 16];
        while (write(1, zeros, sizeof(zeros)) > 0) {}
        exit(0);
    }
    if (!strcmp(name, "nonsense")) {
        puts("nonsense");
        exit(3);
    }
    return -1;
}

int main(void) {
    static char recording[1 << 16];
    ssize_t size = pread(3, recording, sizeof(recording) - 1, 0);
    char *line = size > 0 ? memmem(recording, size, "misbehave: ", 11) : NULL;
    if (!line) return 2;
    line += 11;
    line[strcspn(line, "\n")] = 0;
    int number = 0;
    for (char *next = strtok(line, ";"); next; next = strtok(NULL, ";")) {
        while (*next == ' ') next++;
        char *operand = strchr(next, ' ');
        if (operand) *operand++ = 0;
        fprintf(stderr, "%s%d=%d", number ? " " : "", number + 1, attempt(next, operand ? operand : ""));
        number++;
    }
    fputs("\n", stderr);
    return 1;
}
