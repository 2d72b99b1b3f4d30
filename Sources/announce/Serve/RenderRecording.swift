import ArgumentParser
import CLinux
import SystemPackage
import TelephoneAudio

/// What the server runs for each recording: one conversion in a process of its own, so that a decoder that crashes or
/// hangs costs nothing else. The limits on time and memory are set by whoever runs it.
struct RenderRecording: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render-recording",
        abstract: "Convert one recording for the server, and print what came of it as one JSON object.",
        shouldDisplay: false)

    @OptionGroup var sound: RecipeOptions

    @Argument var recording: PathArgument

    @Argument var output: PathArgument

    func run() async throws {
        // Nobody waits for what an ended server has asked for.
        _ = announce_end_with_parent()
        let job = ConversionPlan.Job(source: .file(recording.path), target: .file(output.path))
        var outcome = ConversionOutcome(job: job, recipe: sound.recipe)
        do {
            let report = try await Conversion(sound.recipe)
                .convert(.file(recording.path), to: .file(output.path, replacing: true))
            outcome.result = .converted(report)
        } catch let error as RecordingError {
            outcome.result = .failed(.recording(error))
        } catch let error as OutputError {
            outcome.result = .failed(.output(error))
        }
        Console.result(jsonText(OutcomeObject(outcome)))
        if outcome.hasFailed { throw ExitCode(1) }
    }
}
