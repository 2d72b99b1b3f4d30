extension CallResponse {
    /// The destination of a call.
    public enum Dial: Hashable, Sendable {
        /// Rings other numbers, or extensions of the account. `callerID`: the number shown to the callee; `anonymous`: whether no number is shown.
        /// With `nil`, the account's settings apply.
        case numbers(DialTargets, callerID: PhoneNumber? = nil, anonymous: Bool? = nil)
        /// Connects the account's voicemail, which must be booked.
        case voicemail
    }

    /// One to five numbers or extensions that ring at the same time. More than one is allowed for incoming calls only.
    public struct DialTargets: Hashable, Sendable {
        /// One to five.
        public let targets: [DialTarget]

        /// The telephone numbers among the targets.
        public var numbers: [PhoneNumber] {
            targets.compactMap { if case .number(let number) = $0 { number } else { nil } }
        }

        /// Reasons why numbers cannot be dialled together.
        public enum ValidationError: Error, Hashable, Sendable {
            case none
            /// More than five.
            case tooMany(Int)
        }

        /// One number.
        public init(_ number: PhoneNumber) { targets = [.number(number)] }

        /// Several numbers.
        ///
        /// - Throws: `ValidationError`.
        public init(_ numbers: [PhoneNumber]) throws(ValidationError) {
            try self.init(targets: numbers.map { .number($0) })
        }

        /// Numbers and extensions.
        ///
        /// - Throws: `ValidationError`.
        public init(targets: [DialTarget]) throws(ValidationError) {
            guard !targets.isEmpty else { throw .none }
            guard targets.count <= 5 else { throw .tooMany(targets.count) }
            self.targets = targets
        }
    }
}
