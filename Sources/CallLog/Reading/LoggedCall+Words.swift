import Telephony

extension LoggedCall {
    /// The duration in milliseconds; `nil` while the call is in progress.
    package var length: Int64? { ended.map { $0.milliseconds - began.milliseconds } }

    /// The last answer, who answered the call, and why it ended, for display: without what would steer a terminal or the
    /// order of text.
    package var remarks: String {
        [lastStep, answerer.map { "by \($0)" }, cause].compactMap { $0 }.joined(separator: ", ").printable
    }

    /// Who answered, with the number: `Doc (+492111234500)`; of several legs one after the other: `…, then Marty`.
    package var answerer: String? {
        guard legs.isEmpty else {
            var names: [String] = []
            for case let name? in legs.map(\.answerer) where names.last != name { names.append(name) }
            return names.isEmpty ? nil : names.joined(separator: ", then ")
        }
        guard let name = answeredBy, let number = answeringNumber, name != number else {
            return answeredBy ?? answeringNumber
        }
        return "\(name) (\(number))"
    }

    /// The numbers of a call, or of one leg: `+4930123456 > +492111234567`. A call of which only the id is known is `call 123`.
    ///
    /// - Parameter arrow: What stands between caller and callee.
    package func parties(_ arrow: String) -> String {
        if from == nil, to == nil { return "call \(callID)".printable }
        return "\(Self.words(from)) \(arrow) \(Self.words(to))"
    }

    /// A number of the log, for display: callers may choose any text.
    package static func words(_ number: String?) -> String {
        switch number {
        case nil: "?"
        case ""?: "unknown"
        case let number?: number.printable
        }
    }
}
