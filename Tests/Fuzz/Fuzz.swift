import ArgumentParser
import Foundation
import Glibc

/// Gives parsers inputs that no honest program would, until a limit of time, and keeps the input that broke one.
///
/// Inputs are mutations of valid ones (`Mutator`), reproducible by their seed. Not guided by coverage: that needs every
/// library built a second time with its instrumentation (`swift build --sanitize=fuzzer`), ten minutes on two cores. What
/// the mutations lack in aim they make up by beginning from one valid input for every form that a format has.
@main
struct Fuzz: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fuzz", abstract: "Give parsers malformed input until one fails.",
        discussion: "Exit status: 0 none has failed; 1 one has, and its input is in crash-TARGET; 64 wrong usage.")

    @Option(help: "Parser to test (default: all).")
    var target: String?

    @Option(help: "Seconds for each parser.")
    var seconds = 5.0

    @Option(help: "Mutations for each parser, instead of a time.")
    var count: Int?

    @Option(help: "Folder of valid inputs to mutate instead of the target's own.")
    var corpus: String?

    @Option(help: "Seed of the mutations.")
    var seed: UInt64 = 1

    @Option(help: "Run one input, such as crash-TARGET, instead of mutations.")
    var input: String?

    func validate() throws {
        if let target, !FuzzTarget.all.contains(where: { $0.name == target }) {
            let names = FuzzTarget.all.map(\.name).joined(separator: ", ")
            throw ValidationError("Unknown target \(target). Targets: \(names).")
        }
        if input != nil || corpus != nil, target == nil {
            throw ValidationError("--input and --corpus need --target.")
        }
    }

    func run() throws {
        // Recordings that only ffmpeg reads would measure ffmpeg.
        setenv("PATH", "/nonexistent", 1)
        signal(SIGPIPE, SIG_IGN)
        for target in FuzzTarget.all where self.target == nil || target.name == self.target {
            if let input {
                let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: input)))
                CrashReport.guarding(target.name, bytes) { try target.run(bytes) }
                continue
            }
            let start = ContinuousClock.now
            let valid = try corpus.map(Self.files) ?? target.corpus()
            var mutator = Mutator(seed: seed, corpus: valid, tokens: target.tokens)
            var done = 0
            for bytes in mutator.corpus { CrashReport.guarding(target.name, bytes) { try target.run(bytes) } }
            while count.map({ done < $0 }) ?? (ContinuousClock.now - start < .seconds(seconds)) {
                let bytes = mutator.next()
                CrashReport.guarding(target.name, bytes) { try target.run(bytes) }
                done += 1
            }
            print("\(target.name): \(mutator.corpus.count) valid inputs, \(done) mutations, none failed")
        }
    }

    private static func files(in folder: String) throws -> [[UInt8]] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
            Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")))
        }
    }
}
