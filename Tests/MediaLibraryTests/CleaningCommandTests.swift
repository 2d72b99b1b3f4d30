import LocalFiles
import MediaLibrary
import Support
import TelephoneAudio
import Telephony
import Testing

/// A program that cleans recordings in place of what is built in.
@Suite(.timeLimit(.minutes(5)))
struct CleaningCommandTests {
    private func published(
        _ command: [String], in shop: Workshop, limits: ChildLimits = ChildLimits()
    ) async throws -> Catalogue {
        var settings = shop.settings(limits: limits)
        settings.cleaner = CleaningCommand(command)
        return try await MediaLibrary.survey(settings)
    }

    @Test(
        "what it writes is published, by standard output or as a file",
        arguments: [["cat"], ["cp", "{in}", "{out}"], ["sh", "-c", "cat $1; echo noise >&2", "sh", "{in}"]])
    func cleans(_ command: [String]) async throws {
        let shop = try Workshop()
        let bytes = try shop.record("welcome.wav", samples: 16_000)
        let catalogue = try await published(command, in: shop)
        let file = try #require(catalogue["welcome"], "\(String(describing: catalogue.failure("welcome")))")
        #expect(file.bytes == bytes)
        // A file for the announcement and none beside it.
        #expect(shop.storedFiles.count == 1)
    }

    @Test("another command makes another announcement of the same recording")
    func isPartOfRecipe() async throws {
        let shop = try Workshop()
        let bytes = try shop.record("welcome.wav", samples: 16_000)
        _ = try await published(["cat"], in: shop)
        // The samples' sign changes, so nothing else does.
        let script = "head -c 44; tail -c +1 | tr '\\000-\\377' '\\001-\\377\\000'"
        let other = try await published(["sh", "-c", script], in: shop)
        let file = try #require(other["welcome"], "\(String(describing: other.failure("welcome")))")
        #expect(file.bytes.count == bytes.count && file.bytes != bytes)
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let command: [String]
        let failure: CleaningFailure
        var testDescription: String { command.joined(separator: " ") }
    }

    @Test(
        "what it cannot do is an error, and what was published before stays",
        arguments: [
            Bad(command: ["sh", "-c", "echo no model >&2; exit 3"], failure: .failed(status: 3, words: "no model")),
            Bad(command: ["no-such-program"], failure: .notRun(errno: 2)),
            Bad(command: ["sh", "-c", "kill -SEGV $$"], failure: .ended(signal: 11, words: "")),
            Bad(command: ["echo", "not a sound"], failure: .unreadable),
            Bad(command: ["true"], failure: .unreadable),
            Bad(command: ["true", "{out}"], failure: .unreadable),
            Bad(command: ["sh", "-c", "head -c 44; head -c 32000 /dev/zero"], failure: .silent),
            Bad(command: ["sh", "-c", "head -c 16044"], failure: .otherLength(1, expected: 2)),
            Bad(command: ["yes"], failure: .tooMuch),
        ])
    func fails(_ bad: Bad) async throws {
        let shop = try Workshop()
        let bytes = try shop.record("welcome.wav", samples: 16_000)
        _ = try await published(["cat"], in: shop)
        let catalogue = try await published(bad.command, in: shop, limits: ChildLimits(fileSize: 1 << 24))
        #expect(catalogue.failure("welcome") == .notCleaned(bad.failure))
        #expect(catalogue["welcome"]?.bytes == bytes)
    }
}
