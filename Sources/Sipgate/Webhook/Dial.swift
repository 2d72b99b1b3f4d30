extension Response {
    /// Where a call goes.
    public enum Dial: Hashable, Sendable {
        /// Rings at other numbers. `callerID`: what the called see; `anonymous`: whether they see nothing. Nil is what the
        /// account's settings say.
        case numbers(DialTargets, callerID: PhoneNumber? = nil, anonymous: Bool? = nil)
        /// The account's voicemail takes the call; it has to be booked.
        case voicemail
    }

    /// One to five numbers that ring at the same time. More than one is for incoming calls only.
    public struct DialTargets: Hashable, Sendable {
        /// One to five.
        public let numbers: [PhoneNumber]

        /// Why numbers cannot be dialled together.
        public enum Invalid: Error, Hashable, Sendable {
            case none
            /// More than five.
            case tooMany(Int)
        }

        /// One number.
        public init(_ number: PhoneNumber) { numbers = [number] }

        /// Several numbers.
        ///
        /// - Throws: `Invalid`.
        public init(_ numbers: [PhoneNumber]) throws(Invalid) {
            guard !numbers.isEmpty else { throw .none }
            guard numbers.count <= 5 else { throw .tooMany(numbers.count) }
            self.numbers = numbers
        }
    }
}
