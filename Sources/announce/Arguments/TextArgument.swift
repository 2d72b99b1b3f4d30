public import ArgumentParser

/// A value that is read from an argument by its own throwing initializer.
public protocol TextArgument: ExpressibleByArgument {
    init(_ text: String) throws
}

extension TextArgument {
    /// Returns nil if the initializer throws.
    public init?(argument: String) {
        guard let value = try? Self(argument) else { return nil }
        self = value
    }
}
