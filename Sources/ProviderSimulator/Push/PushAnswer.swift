package import Telephony

/// A server's answer to an event, as the provider reads it.
package struct PushAnswer: Hashable, Sendable {
    package enum Action: Hashable, Sendable {
        case dial([DialTarget], callerID: String?)
        case voicemail
        case play(url: String)
        case gather(Gather)
        case reject(busy: Bool)
        case hangup
    }

    /// Keys to wait for.
    package struct Gather: Hashable, Sendable {
        package var onData: String
        /// At least 1.
        package var maxDigits: Int
        /// Milliseconds, at least 1.
        package var timeout: Int
        package var url: String?

        package init(onData: String, maxDigits: Int, timeout: Int, url: String? = nil) {
            (self.onData, self.maxDigits, self.timeout, self.url) = (onData, maxDigits, timeout, url)
        }
    }

    /// Nil: the call rings as usual.
    package var action: Action?
    package var onAnswer: String?
    package var onHangup: String?
    /// Whether there was more than one action. Whether the provider then takes more than the first is not documented.
    package var hasMoreActions = false

    package init() {}

    /// Reasons an answer is of no use to the provider, which then goes on as if there had been none.
    package enum Fault: Error, Hashable, Sendable {
        case notXML
        /// The root is not `Response`.
        case root(String)
        /// An unknown element.
        case element(String)
        /// An element without what it must have: "Gather has no onData".
        case incomplete(String)
        /// A value outside its range: "timeout".
        case value(String)
        case number(String)
    }

    /// Reads the document.
    ///
    /// - Throws: `Fault`.
    package init(xml: [UInt8]) throws(Fault) {
        let root: AnswerXML
        do throws(AnswerXML.ParseError) { root = try AnswerXML(xml) } catch { throw .notXML }
        guard root.name == "Response" else { throw .root(root.name) }
        for name in ["onAnswer", "onHangup"] {
            guard let address = root[name] else { continue }
            guard Self.isAbsolute(address) else { throw .value(name) }
        }
        (onAnswer, onHangup) = (root["onAnswer"], root["onHangup"])
        hasMoreActions = root.children.count > 1
        if let first = root.children.first { action = try Self.action(first) }
    }

    private static func action(_ element: AnswerXML) throws(Fault) -> Action {
        switch element.name {
        case "Dial": return try dial(element)
        case "Play": return .play(url: try url(of: element))
        case "Gather": return .gather(try gather(element))
        case "Reject":
            switch element["reason"] {
            case nil, "rejected": return .reject(busy: false)
            case "busy": return .reject(busy: true)
            case _?: throw .value("reason")
            }
        case "Hangup": return .hangup
        default: throw .element(element.name)
        }
    }

    private static func dial(_ element: AnswerXML) throws(Fault) -> Action {
        if element.children.contains(where: { $0.name == "Voicemail" }) { return .voicemail }
        let numbers = element.children.filter { $0.name == "Number" }
        guard numbers.count == element.children.count else { throw .element(element.children[0].name) }
        guard (1...5).contains(numbers.count) else {
            throw numbers.isEmpty ? .incomplete("Dial has no Number") : .value("Number")
        }
        var targets: [DialTarget] = []
        for number in numbers {
            guard let target = try? DialTarget(number.text) else { throw .number(number.text) }
            targets.append(target)
        }
        return .dial(targets, callerID: element["callerId"])
    }

    private static func gather(_ element: AnswerXML) throws(Fault) -> Gather {
        guard let onData = element["onData"] else { throw .incomplete("Gather has no onData") }
        guard isAbsolute(onData) else { throw .value("onData") }
        guard element["type"] ?? "dtmf" == "dtmf" else { throw .value("type") }
        func number(_ name: String, _ standard: Int) throws(Fault) -> Int {
            guard let text = element[name] else { return standard }
            guard let number = Int(text), number >= 1 else { throw .value(name) }
            return number
        }
        var gather = Gather(onData: onData, maxDigits: try number("maxDigits", 1), timeout: try number("timeout", 2000))
        guard let play = element.children.first else { return gather }
        guard play.name == "Play", element.children.count == 1 else { throw .element(play.name) }
        gather.url = try url(of: play)
        return gather
    }

    private static func url(of play: AnswerXML) throws(Fault) -> String {
        guard play.children.count == 1, let url = play.children.first, url.name == "Url" else {
            throw .incomplete("Play has no Url, or several")
        }
        guard isAbsolute(url.text) else { throw .value("Url") }
        return url.text
    }

    private static func isAbsolute(_ address: String) -> Bool {
        address.hasPrefix("https://") || address.hasPrefix("http://")
    }
}

extension PushAnswer.Fault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notXML: "the answer is not well-formed XML"
        case .root(let name): "the answer's root is \(name) instead of Response"
        case .element(let name): "the element \(name) does not belong there"
        case .incomplete(let words): words
        case .value(let name): "\(name) has an impossible value"
        case .number(let text): "“\(text)” is not a number to dial"
        }
    }
}
