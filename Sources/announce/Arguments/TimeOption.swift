import CallFlow

extension WrittenTime {
    /// Reads an option's value: the `transform` of every option that takes a time.
    @Sendable static func argument(_ text: String) throws -> WrittenTime {
        try WrittenTime(text)
    }
}

extension WrittenTime.ParseError: CustomStringConvertible {
    /// The parser prints it after the option's name and value.
    package var description: String {
        switch self {
        case .notATime: "write, for example, \(WrittenTime.examples)."
        case .noSuchDay(let day): "\(day) is not in the calendar."
        }
    }
}
