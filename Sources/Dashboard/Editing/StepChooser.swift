import CallFlow
import Sipgate
import Telephony

/// The choice of a step: what happens, and with it a number to ring or an announcement to play.
struct StepChooser: Hashable, Sendable {
    /// The value of the first field: `dial`, `flow:reception`; `keep` leaves the steps as the file has them.
    var kind: String
    /// Numbers, extensions and people, separated by commas.
    var dial: String
    var announcement: String

    static let keep = "keep"
    /// The next step follows; of branches, and of keys that have no steps of their own.
    static let next = "next"

    /// The choice that steps are; `keep` for those that a form cannot say.
    init(_ list: StepList?) {
        (kind, dial, announcement) = (Self.keep, "", "")
        guard let list, let step = ChosenStep(list) else { return }
        switch step {
        case .flow(let name): kind = "flow:\(name)"
        case .menu(let name): kind = "menu:\(name)"
        case .playAndHangUp(let name): (kind, announcement) = ("play-hangup", name.text)
        case .playAndRecord(let name): (kind, announcement) = ("play-voicemail", name.text)
        case .dial(let numbers, let people):
            kind = "dial"
            dial = (numbers.map(\.spaced) + people).joined(separator: ", ")
        case .voicemail: kind = "voicemail"
        case .hangup: kind = "hangup"
        case .connect: kind = "connect"
        case .busy: kind = "busy"
        case .reject: kind = "reject"
        case .repeat: kind = "repeat"
        case .back: kind = "back"
        }
    }

    init(kind: String) { (self.kind, dial, announcement) = (kind, "", "") }

    /// As sent by a form.
    init(_ fields: FormFields, _ name: String) {
        kind = fields["\(name)-do"] ?? Self.keep
        // A list always has a value; one that is not for this choice says nothing.
        dial = kind == "dial" ? fields["\(name)-dial"] ?? "" : ""
        announcement = kind.hasPrefix("play-") ? fields["\(name)-play"] ?? "" : ""
    }

    /// The step; nil to leave it as it is.
    ///
    /// - Throws: a sentence about what cannot be read.
    func step(in configuration: Configuration) throws(Mistake) -> ChosenStep? {
        switch kind {
        case Self.keep: return nil
        case "voicemail": return .voicemail
        case "hangup": return .hangup
        case "connect": return .connect
        case "busy": return .busy
        case "reject": return .reject
        case "repeat": return .repeat
        case "back": return .back
        case "play-hangup", "play-voicemail":
            guard let name = try? AnnouncementName(announcement) else { throw Mistake(Texts.Steps.noAnnouncement) }
            return kind == "play-hangup" ? .playAndHangUp(name) : .playAndRecord(name)
        case "dial":
            return try Self.dial(dial, configuration)
        default:
            let parts = kind.split(separator: ":", maxSplits: 1).map(String.init)
            if parts.count == 2, parts[0] == "flow", configuration.flows[parts[1]] != nil { return .flow(parts[1]) }
            if parts.count == 2, parts[0] == "menu", configuration.menus[parts[1]] != nil { return .menu(parts[1]) }
            throw Mistake(Texts.Forms.missing(parts.last ?? kind))
        }
    }

    /// What is wrong with a choice, as a sentence.
    struct Mistake: Error, Hashable {
        let sentence: String

        init(_ sentence: String) { self.sentence = sentence }
    }

    private static func dial(_ text: String, _ configuration: Configuration) throws(Mistake) -> ChosenStep {
        var (numbers, people) = ([DialTarget](), [String]())
        for word in text.split(whereSeparator: { ",;".contains($0) }).map({ $0.trimmed }) where !word.isEmpty {
            if configuration.people[word] != nil || configuration.rotas[word] != nil {
                people.append(word)
                continue
            }
            guard let target = DialTarget(typed: word, in: configuration.timeZone) else {
                throw Mistake(Texts.Steps.notANumber(word))
            }
            numbers.append(target)
        }
        guard (1...5).contains(numbers.count + people.count) else { throw Mistake(Texts.Steps.howMany) }
        return .dial(numbers, people: people)
    }
}

extension StepChooser {
    /// The fields.
    ///
    /// - Parameters:
    ///   - name: what their names begin with.
    ///   - title: what the choice is for, for screen readers: `Key 1`.
    ///   - kept: what `keep` means in words; nil if there is nothing to keep.
    ///   - next: what `next` means in words; nil where it is not offered.
    ///   - isAlone: whether only single steps are offered.
    func html(
        _ name: String, _ title: String, kept: String?, isInMenu: Bool, problem: String?,
        _ configuration: Configuration, announcements: [AnnouncementName], next: String? = nil, isAlone: Bool = false,
        does: String = Texts.Steps.does
    ) -> HTML {
        func option(_ value: String, _ words: String) -> HTML {
            "<option value=\"\(value)\"\(if: value == kind, "selected")>\(words)</option>"
        }
        let flows = configuration.flows.keys.filter { !$0.contains("(") }.sorted()
        let menus = configuration.menus.keys.filter { !$0.contains("(") }.sorted()
        let ends = ["dial", "voicemail", "play-voicemail", "play-hangup", "connect", "busy", "reject", "hangup"]
            .filter { !isAlone || !$0.hasPrefix("play") }
        let words = (ends + (isInMenu ? ["repeat", "back"] : [])).map { option($0, Texts.Steps.kind($0)) }
        let field = AnnouncementField(announcements: announcements)
        func group(_ label: String, _ kind: String, _ names: [String]) -> HTML? {
            names.isEmpty
                ? nil : "<optgroup label=\"\(label)\">\(names.map { option("\(kind):\($0)", $0) })</optgroup>"
        }
        let state: HTML = problem == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"\(name)-problem\""
        let played: HTML? =
            isAlone
            ? nil
            : """
            <div data-for="play-hangup play-voicemail"><label for="\(name)-play">\(Texts.Steps.announcement) \
            <span class="hidden">\(title)</span></label>\
            \(field.input("\(name)-play", id: "\(name)-play", none: nil, chosen: announcement))</div>
            """
        return """
            <div class="chooser"><div><label for="\(name)-do">\(does) <span class="hidden">\(title)</span></label>\
            <select id="\(name)-do" name="\(name)-do"\(state)>\(kept.map { option(Self.keep, $0) })\
            \(next.map { option(Self.next, $0) })\(words)\
            \(group(Texts.Steps.menus, "menu", menus))\(group(Texts.Steps.flows, "flow", flows))</select></div>\
            <div data-for="dial"><label for="\(name)-dial">\(Texts.Steps.whom) <span class="hidden">\(title)</span></label>\
            <input id="\(name)-dial" name="\(name)-dial" value="\(dial)" autocomplete="off" inputmode="tel"\(state)></div>\
            \(played)\(problem.map { "<small class=\"failed\" id=\"\(name)-problem\">\($0)</small>" as HTML })</div>
            """
    }
}

extension DialTarget {
    /// A number as people type it, also without its country code, which is guessed from the time zone.
    init?(typed text: String, in zone: Zone) {
        if let target = try? DialTarget(text) {
            self = target
        } else if let number = try? PhoneNumber(PhoneNumber.international(text, inZone: "\(zone)")) {
            self = .number(number)
        } else {
            return nil
        }
    }
}
