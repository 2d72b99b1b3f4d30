package import TelephoneAudio

/// What a worker process is asked to do: convert one recording into one announcement. It is the worker's only argument.
///
/// It names no files: the worker gets them open, under the numbers of `WorkerFiles`.
package struct RenderRequest: WorkerMessage, Hashable {
    /// What the announcement sounds like.
    package let recipe: Recipe

    /// - Parameter recipe: how samples are stored is left out of it: announcements are always 16-bit PCM with a header.
    package init(recipe: Recipe) {
        var recipe = recipe
        recipe.encoding = .pcm16
        recipe.headerless = false
        self.recipe = recipe
    }
}
