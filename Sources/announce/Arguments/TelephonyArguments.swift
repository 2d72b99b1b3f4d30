public import ArgumentParser
import CallFlow
public import Telephony

extension PhoneNumber: ExpressibleByArgument {
    /// Any international notation.
    public init?(argument: String) {
        guard let number = try? PhoneNumber(argument) else { return nil }
        self = number
    }
}

extension LocalTime: ExpressibleByArgument {}
