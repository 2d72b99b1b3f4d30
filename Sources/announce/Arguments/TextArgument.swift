public import ArgumentParser
import CallFlow
public import Telephony

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

extension PhoneNumber: TextArgument {}

extension LocalTime: ExpressibleByArgument {
    /// Reads `2026-12-24T13:59:00`, seconds optional.
    init?(argument: String) {
        self.init(argument)
    }
}
