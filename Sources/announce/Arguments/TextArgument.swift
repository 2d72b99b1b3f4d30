import ArgumentParser

/// A value that is read from an argument by its own throwing initializer, whose error says what is wrong with the text:
/// `transform: Value.argument`. The parser's own protocol has no room for a reason.
protocol TextArgument: SendableMetatype {
    init(_ text: String) throws
}

extension TextArgument {
    /// Reads a value of the command line.
    ///
    /// - Throws: `ValidationError` with the initializer's sentence.
    @Sendable static func argument(_ text: String) throws -> Self {
        do {
            return try Self(text)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
