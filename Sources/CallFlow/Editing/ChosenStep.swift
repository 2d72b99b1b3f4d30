package import Telephony

/// A step as a form offers it: one that needs no more than a name or numbers.
package enum ChosenStep: Hashable, Sendable {
    case flow(String)
    case menu(String)
    /// An announcement, then the end of the call.
    case playAndHangUp(AnnouncementName)
    /// An announcement, then the provider's voicemail.
    case playAndRecord(AnnouncementName)
    /// One to five numbers, extensions, people and rotas.
    case dial([DialTarget], people: [String])
    case voicemail
    case hangup
    case connect
    case busy
    case reject
    /// In menus only.
    case `repeat`
    case back

    /// What a list consists of, if it is one that a form can offer.
    package init?(_ list: StepList) {
        switch (list.steps.first, list.steps.count) {
        // With values of parameters, it is an instance that is named so.
        case (.flow(let name)?, 1) where !name.contains("("): self = .flow(name)
        case (.menu(let name)?, 1) where !name.contains("("): self = .menu(name)
        case (.voicemail?, 1): self = .voicemail
        case (.hangup?, 1): self = .hangup
        case (.connect?, 1): self = .connect
        case (.reject(.busy)?, 1): self = .busy
        case (.reject(.rejected)?, 1): self = .reject
        case (.repeat?, 1): self = .repeat
        case (.back?, 1): self = .back
        case (.dial(let dial)?, 1):
            guard case .numbers(let numbers) = dial.target, dial.callerID == nil, dial.anonymous == nil else {
                return nil
            }
            self = .dial(numbers, people: dial.people)
        case (.play(let prompt)?, 2):
            guard let name = prompt.parts.first, prompt.parts.count == 1 else { return nil }
            switch list.steps[1] {
            case .hangup: self = .playAndHangUp(name)
            case .voicemail: self = .playAndRecord(name)
            default: return nil
            }
        default: return nil
        }
    }

    package var steps: [Step] {
        switch self {
        case .flow(let name): [.flow(name)]
        case .menu(let name): [.menu(name)]
        case .playAndHangUp(let name): [.play(Prompt(name)), .hangup]
        case .playAndRecord(let name): [.play(Prompt(name)), .voicemail]
        case .dial(let numbers, let people): [.dial(Dial(.numbers(numbers), people: people))]
        case .voicemail: [.voicemail]
        case .hangup: [.hangup]
        case .connect: [.connect]
        case .busy: [.reject(.busy)]
        case .reject: [.reject(.rejected)]
        case .repeat: [.repeat]
        case .back: [.back]
        }
    }

    /// The value as it is written.
    ///
    /// - Parameter isNumber: whether it is the value of a number, where the name of a flow is a step.
    func yaml(isNumber: Bool) -> String {
        func scalar(_ text: String) -> String { yamlScalar(text, isInBraces: true) }
        switch self {
        case .flow(let name):
            // A flow may be called as a step is; then the word would be the step.
            return isNumber && StepWord(rawValue: name) == nil ? scalar(name) : "{ flow: \(scalar(name)) }"
        case .menu(let name): return "{ menu: \(scalar(name)) }"
        case .playAndHangUp(let name): return "[ { play: \(scalar(name.text)) }, hangup ]"
        case .playAndRecord(let name): return "[ { play: \(scalar(name.text)) }, voicemail ]"
        case .dial(let numbers, let people):
            let targets = numbers.map { scalar($0.spaced) } + people.map(scalar)
            return targets.count == 1 ? "{ dial: \(targets[0]) }" : "{ dial: [ \(targets.joined(separator: ", ")) ] }"
        case .voicemail: return StepWord.voicemail.rawValue
        case .hangup: return StepWord.hangup.rawValue
        case .connect: return StepWord.connect.rawValue
        case .busy: return "{ reject: busy }"
        case .reject: return StepWord.reject.rawValue
        case .repeat: return StepWord.repeat.rawValue
        case .back: return StepWord.back.rawValue
        }
    }
}

extension DialTarget {
    /// As people read and write it: `+49 211 1234567`, `12`.
    package var spaced: String {
        switch self {
        case .number(let number): number.spaced
        case .extension: description
        }
    }
}

extension NumberPattern {
    /// As people read it and write it in the file: `+49 211 123 4567`, `+49 211 12*`.
    package var spaced: String {
        guard let number = try? PhoneNumber("+\(digits)") else { return description }
        return number.spaced + (isPrefix ? "*" : "")
    }
}
