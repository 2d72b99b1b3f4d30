import TelephoneAudio

/// What the workers of a `DecoderPool` do with a recording. It comes open, for a conversion together with the announcement, and
/// with a scratch file if the level is changed (`Conversion.convert(_:into:scratch:progress:)`).
enum DecoderTask: WorkerMessage, Hashable {
    /// - workers: threads that it may use.
    /// - reportsProgress: whether progress is worth messages.
    case convert(Recipe, workers: Int, reportsProgress: Bool)
    case inspect(ChannelChoice, ReadingOptions)
    /// Whether the file is a recording.
    case recognize

    /// How many files come, with the recording.
    var files: Int {
        if case .convert(let recipe, _, _) = self { recipe.level.isNeutral ? 2 : 3 } else { 1 }
    }

    /// Threads that a recording may use.
    var threads: Int {
        if case .convert(_, let workers, _) = self { workers } else { 1 }
    }
}

/// What a worker of a `DecoderPool` answers: any number of steps, then a result.
enum DecoderAnswer: WorkerMessage, Hashable {
    case expects(seconds: Double)
    case advanced(seconds: Double)
    case converted(ConversionReport)
    case inspected(Inspection)
    case recognized(Bool)
    case failed(RenderFailure)
}
