import FoundationEssentials
import Glibc
import LocalFiles
import SystemPackage

/// An installed program that plays a WAV file on the loudspeaker, in the order in which they are looked for.
enum CallPlayer: String, CaseIterable {
    case aplay, paplay, play, ffplay

    /// The first that is installed.
    ///
    /// - Throws: `CallPlayerError.notInstalled`.
    static func installed() throws(CallPlayerError) -> CallPlayer {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let found = allCases.first { player in
            folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(player.rawValue)") }
        }
        guard let found else { throw .notInstalled }
        return found
    }

    /// Plays a sound to its end. The player reads it from its standard input, a file without a name.
    func play(_ sound: CallSound) throws(CallPlayerError) {
        let status: CInt
        do throws(Errno) {
            let file = try UnnamedFile(in: temporaryFolder(), isForPublishing: false)
            try file.descriptor.writeWhole(sound.wave)
            guard lseek(file.descriptor.rawValue, 0, SEEK_SET) == 0 else { throw Errno(rawValue: errno) }
            status = try run(input: file.descriptor)
        } catch {
            throw .system(self, error)
        }
        let signal = status & 0x7F
        guard status == 0 else { throw .failed(self, status: Int(signal == 0 ? status >> 8 & 0xFF : 128 + signal)) }
    }

    private var arguments: [String] {
        switch self {
        case .aplay: ["-q", "-"]
        case .paplay: ["/dev/stdin"]
        case .play: ["-q", "-t", "wav", "-"]
        case .ffplay: ["-nodisp", "-autoexit", "-loglevel", "error", "-i", "pipe:0"]
        }
    }

    /// Returns the wait status.
    private func run(input: FileDescriptor) throws(Errno) -> CInt {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.rawValue, STDIN_FILENO)
        // Its output is not a result of this command.
        posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
        var words = ([rawValue] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let failure = posix_spawnp(&process, rawValue, &actions, nil, &words, environ)
        guard failure == 0 else { throw Errno(rawValue: failure) }
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { throw Errno(rawValue: errno) }
        }
        return status
    }
}

/// The reason a call cannot be played.
enum CallPlayerError: ReportableError {
    case notInstalled
    case failed(CallPlayer, status: Int)
    case system(CallPlayer, Errno)

    var sentence: String {
        switch self {
        case .notInstalled:
            "--play needs aplay, paplay, play or ffplay, and none is installed (apt-get install alsa-utils). "
                + "--wav FILE works without."
        case .failed(let player, let status):
            "\(player.rawValue) could not play the call (status \(status)). --wav FILE writes it to a file."
        case .system(let player, let error): "\(player.rawValue) cannot be run: \(error.reason)."
        }
    }
}
