import Foundation
import Glibc
import MediaLibrary
import Support
import SystemPackage
import TelephoneAudio
import Telephony
import Testing

/// The contract between the library and its worker process.
@Suite(.timeLimit(.minutes(5)))
struct WorkerTests {
    static let recipes = [
        Recipe(), Recipe(channels: .only(2), resampler: .libsamplerate, dither: true),
        Recipe(level: LevelRecipe(target: .telephone, highPass: true, trim: true)),
    ]

    @Test(arguments: recipes)
    func aRequestArrivesAsItWasSent(recipe: Recipe) throws {
        let request = RenderRequest(recipe: recipe)
        #expect(try RenderRequest(json: request.json.utf8) == request)
        #expect(!request.json.contains("\n") && request.recipe == recipe)
    }

    @Test func announcementsArePCMWhateverTheRecipeSays() {
        let request = RenderRequest(recipe: Recipe(dither: true, encoding: .alaw, headerless: true))
        #expect(request.recipe == Recipe(dither: true))
    }

    @Test(arguments: [
        RenderFailure.recording(.empty), .recording(.notAudio(looksLike: "text")),
        .recording(.notAudio(looksLike: nil)),
        .recording(.noSuchChannel(.only(3), channels: 2)), .recording(.system(errno: 5, action: .read)),
        .recording(.undecodable(format: "M4A", reason: "oh\0 dear")), .output(.exists("/x")),
        .output(.system(errno: 28, action: .write, path: "/x")), .outOfMemory,
    ])
    func aFailureArrivesAsItWasSent(failure: RenderFailure) throws {
        let result = RenderResult.failed(failure)
        #expect(try RenderResult(json: result.json.utf8) == result)
    }

    @Test(arguments: ["", "{}", "[]", #"{"rendered":{}}"#, #"{"failed":{"_0":{"recording":{"_0":"empty"}}}}"#])
    func whatIsNoResultIsRefused(json: String) {
        #expect(throws: DecodingError.self) { try RenderResult(json: json.utf8) }
    }

    /// The program itself, run as the library runs it: with the files open, and without any.
    @Test func theProgramAnswersWithAResult() throws {
        let shop = try Workshop()
        try shop.base.write(Workshop.wave(samples: 400, seed: 1), to: "in.wav")
        func answer(_ files: String) throws -> RenderResult {
            let script = "cd \"$1\" && exec \"$2\" \"$3\" \"$4\" \(files)"
            let request = RenderRequest(recipe: Recipe()).json
            let arguments = [
                "-c", script, "sh", shop.base.path.string, Workshop.announce, RenderWorker.commandName, request,
            ]
            return try RenderResult(json: Tool.require("/bin/sh", arguments).output)
        }
        guard case .rendered(let report) = try answer("3<in.wav 4<>out.wav 5<>scratch") else {
            Issue.record("no result")
            return
        }
        #expect(report.format.container == "WAV" && report.format.sampleRate == 8000 && report.recordedSeconds == 0.05)
        #expect(try shop.base.bytes(of: "out.wav") == Workshop.wave(samples: 400, seed: 1))
        #expect(try answer("3<&- 4<&- 5<&-") == .failed(.recording(.system(errno: EBADF, action: .open))))
    }
}
