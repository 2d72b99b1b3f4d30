import ArgumentParser
import MediaLibrary

/// The media library's worker process; hidden from users.
struct RenderRecording: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: RenderWorker.commandName,
        abstract: "Convert one recording for the server and print the result as a JSON object.",
        shouldDisplay: false)

    @Argument var request: String

    func run() async throws { try await RenderWorker.run(request) }
}
