import Synchronization

/// How far a conversion has come.
public struct ConversionProgress: Hashable, Sendable {
    /// Seconds of the recording that were converted.
    public var converted = 0.0
    /// Seconds of the recording in all; nil as long as that is unknown, and for recordings that don't say.
    public var expected: Double?

    /// Nothing is converted yet.
    package init() {}

    /// From 0 to 1; nil if the length of the recording is unknown.
    public var fraction: Double? { expected.map { min(1, converted / max($0, 0.001)) } }
}

/// A conversion under way: its progress as it comes, and its report at the end.
///
/// It begins when the loop over it does, and is cancelled when the loop is left early or its task is cancelled. A loop that
/// is slower than the conversion misses steps of progress, and never the report.
public struct ConversionUpdates: AsyncSequence, Sendable {
    /// A step of the conversion.
    public enum Element: Hashable, Sendable {
        /// It has come this far.
        case progress(ConversionProgress)
        /// It is complete, and the output has its name.
        case finished(ConversionReport)
    }

    let conversion: Conversion
    let input: RecordingInput
    let output: AnnouncementOutput

    /// Starts the conversion.
    public func makeAsyncIterator() -> AsyncThrowingStream<Element, any Error>.Iterator {
        let (stream, continuation) = AsyncThrowingStream.makeStream(
            of: Element.self, throwing: (any Error).self, bufferingPolicy: .bufferingNewest(1))
        let progress = Mutex(ConversionProgress())
        let task = Task { [conversion, input, output] in
            do {
                let report = try await conversion.convert(input, to: output) { step in
                    progress.withLock { progress in
                        progress.take(step)
                        continuation.yield(.progress(progress))
                    }
                }
                continuation.yield(.finished(report))
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        continuation.onTermination = { _ in task.cancel() }
        return stream.makeAsyncIterator()
    }
}

extension Conversion {
    /// Converts `input` to `output` in a loop that hears how far it has come. Throws what ``convert(_:to:progress:)`` does.
    public func updates(_ input: RecordingInput, to output: AnnouncementOutput) -> ConversionUpdates {
        ConversionUpdates(conversion: self, input: input, output: output)
    }
}

extension ConversionProgress {
    /// Streams of one recording are converted one after the other, so what they expect adds up.
    package mutating func take(_ step: Conversion.Progress) {
        switch step {
        case .expects(let seconds): expected = (expected ?? 0) + seconds
        case .advanced(let seconds): converted += seconds
        }
    }
}
