import Support
import SystemPackage
import Testing

@testable import TelephoneAudio

/// The result of converting a file that may be anything.
enum InputOutcome {
    case refused(RecordingError)
    case converted(Converted)

    var samples: [Int16] {
        if case .converted(let converted) = self { converted.samples } else { [] }
    }

    var findings: [Finding] {
        if case .converted(let converted) = self { converted.report.findings } else { [] }
    }

    var error: RecordingError? {
        if case .refused(let error) = self { error } else { nil }
    }

    /// Converts and, if asked, inspects as well; both must come to the same verdict. What is thrown but a
    /// `RecordingError` fails the test.
    static func of(_ bytes: [UInt8], workers: Int = 1, inspecting: Bool = false) async throws -> InputOutcome {
        let folder = try TemporaryFolder()
        let input = RecordingInput.file(try folder.write(bytes, to: "in"))
        let outcome: InputOutcome
        do throws(RecordingError) {
            outcome = .converted(try await converted(folder.file("in"), workers: workers))
        } catch {
            outcome = .refused(error)
        }
        if inspecting {
            let failure = try Inspector().inspect(input).failure
            #expect((failure == nil) == (outcome.error == nil), "\(String(describing: failure))")
        }
        withExtendedLifetime(folder) {}
        return outcome
    }

    private static func converted(_ file: FilePath, workers: Int) async throws(RecordingError) -> Converted {
        do {
            return try await Converted(file: file, workers: workers)
        } catch let error as RecordingError {
            throw error
        } catch {
            Issue.record(error)
            throw .empty
        }
    }

    /// A small recording of sound that is nowhere silent, nor so simple that an encoder needs next to nothing for it.
    static func recording(_ kind: RecordingKind, seconds: Double, rate: Int = 8000) throws -> [UInt8] {
        var generator = SplitMix(state: 3)
        let music = ConversionTests.music(seconds: seconds, rate: rate, channels: 1).map {
            $0 + Int16.random(in: -4000...4000, using: &generator)
        }
        // Frames of lower rates have no room for lame's tag.
        let options: [RecordingKind: [String]] = [
            .mp3: ["-b", "64", "--resample", "\(Double(rate) / 1000)"], .vorbis: ["-q", "8"],
        ]
        return try kind.encode(WaveBytes.pcm16(music, rate: rate), options: options[kind] ?? [])
    }
}
