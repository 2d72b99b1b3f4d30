extension Response {
    /// The destination of a call.
    public enum Dial: Hashable, Sendable {
        /// Rings other numbers. `callerID`: the number shown to the callee; `anonymous`: whether no number is shown.
        /// With `nil`, the account's settings apply.
        case numbers(DialTargets, callerID: PhoneNumber? = nil, anonymous: Bool? = nil)
        /// Connects the account's voicemail, which must be booked.
        case voicemail
    }

    /// One to five numbers that ring at the same time. More than one is allowed for incoming calls only.
    public struct DialTargets: Hashable, Sendable {
        /// One to five.
        public let numbers: [PhoneNumber]

        /// Reasons why numbers cannot be dialled together.
        public enum ValidationError: Error, Hashable, Sendable {
            case none
            /// More than five.
            case tooMany(Int)
        }

        /// One number.
        public init(_ number: PhoneNumber) { numbers = [number] }

        /// Several numbers.
        ///
        /// - Throws: `ValidationError`.
        public init(_ numbers: [PhoneNumber]) throws(ValidationError) {
            guard !numbers.isEmpty else { throw .none }
            guard numbers.count <= 5 else { throw .tooMany(numbers.count) }
            self.numbers = numbers
        }
    }
}
