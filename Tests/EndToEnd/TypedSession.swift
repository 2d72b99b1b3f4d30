import Support

/// A program on a pseudo terminal, to which answers are typed.
enum TypedSession {
    /// Types each answer once its prompt is shown, and returns everything on the terminal and the exit status.
    ///
    /// - Parameter answers: an answer is typed as it is: `\n` ends a line, `\u{3}` is Ctrl-C. `TERM` sends SIGTERM.
    static func run(
        _ command: [String], _ answers: [(prompt: String, answer: String)]
    ) throws -> (text: String, status: Int?) {
        let script = #"""
            import os, pty, signal, sys
            count = int(sys.argv[1])
            answers, command = sys.argv[2:2 + 2 * count], sys.argv[2 + 2 * count:]
            pid, terminal = pty.fork()
            if pid == 0: os.execv(command[0], command)
            seen, start = "", 0
            def read():
                try: return os.read(terminal, 4096).decode()
                except OSError: return ""
            for prompt, answer in zip(answers[::2], answers[1::2]):
                while prompt not in seen[start:]: seen += read() or sys.exit(f"no {prompt!r} in {seen!r}")
                start = seen.index(prompt, start) + len(prompt)
                if answer == "TERM": os.kill(pid, signal.SIGTERM)
                else: os.write(terminal, answer.encode())
            while part := read(): seen += part
            status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            print(status, seen.replace("\r\n", "\n"), end="")
            """#
        let pairs = answers.flatMap { [$0.prompt, $0.answer] }
        let run = try Tool.require("/usr/bin/python3", ["-c", script, "\(answers.count)"] + pairs + command)
        let parts = run.text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts.last ?? ""), parts.first.flatMap { Int($0) })
    }
}
