package import TelephoneAudio

/// What a worker process is asked to do: convert one recording into one announcement. It is the worker's only argument.
package struct RenderRequest: WorkerMessage, Hashable {
    /// Path of the recording; absolute.
    package let recording: String
    /// Path of the announcement; absolute. A file of this name is replaced.
    package let output: String
    /// What the announcement sounds like.
    package let recipe: Recipe

    /// - Parameter recipe: how samples are stored is left out of it: announcements are always 16-bit PCM with a header.
    package init(recording: String, output: String, recipe: Recipe) {
        var recipe = recipe
        recipe.encoding = .pcm16
        recipe.headerless = false
        self.recording = recording
        self.output = output
        self.recipe = recipe
    }
}
