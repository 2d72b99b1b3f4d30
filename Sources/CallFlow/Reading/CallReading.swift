import Telephony

/// Who calls whom: what the calls of all files of calls begin with.
struct WrittenCall {
    /// Nil, and reported, if it is missing or no number.
    let to: PhoneNumber?
    let direction: CallDirection
    /// Nil, and reported, if it is no caller.
    let from: Caller?
    let diverted: PhoneNumber?
    let name: String?

    /// The keys that are read.
    static let keys = ["call", "at", "from", "diverted", "outgoing", "name"]
}

/// Files of calls: golden calls, and the scripts of simulated days.
extension ConfigurationReader {
    /// Returns the calls of a file that could be read completely.
    func calls<Call>(_ root: YAMLNode, _ call: (YAMLNode) -> Call?) -> [Call] {
        guard case .list(let nodes) = root.content else {
            let expected = "a list of calls, each beginning with `- call:`"
            problems.add(.wrongKind("the file", expected: expected, found: root.kind), at: root.span)
            return []
        }
        if nodes.isEmpty { problems.add(.emptyFile, at: root.span) }
        return nodes.compactMap(call)
    }

    func call(_ fields: Fields) -> WrittenCall {
        let to = required("call", in: fields, example: "call: +49 211 1234567")
            .flatMap { text($0, of: "`call`") }.flatMap { phoneNumber($0) }
        let isOutgoing = fields["outgoing"].flatMap { boolean($0, of: "`outgoing`") } ?? false
        return WrittenCall(
            to: to, direction: isOutgoing ? .outgoing : .incoming,
            from: isOutgoing ? ownNumber(fields) : fields["from"].map(caller) ?? .unknown(""),
            diverted: fields["diverted"].flatMap { text($0, of: "`diverted`") }.flatMap { phoneNumber($0) },
            name: fields["name"].flatMap { text($0, of: "`name`") }?.value)
    }

    /// Returns the caller of a key `from`: a number, an extension or `anonymous`.
    private func caller(_ node: YAMLNode) -> Caller? {
        guard let text = text(node, of: "`from`") else { return nil }
        let caller = Caller(text.value)
        if caller == .anonymous || caller.internalExtension != nil { return caller }
        return phoneNumber(text, orWordsLike: [Caller.anonymous.description]).map { .number($0) }
    }

    /// Returns the caller of an outgoing call, which is one of the account's own numbers.
    private func ownNumber(_ fields: Fields) -> Caller? {
        required("from", in: fields, example: "from: +49 211 1234567")
            .flatMap { text($0, of: "`from`") }.flatMap { phoneNumber($0) }.map { .number($0) }
    }
}
