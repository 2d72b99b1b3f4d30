import CallFlow
import Sipgate
import Telephony

/// A menu beside its keys: what callers hear, how long it waits, and what happens without a key that it knows.
struct MenuSettingsForm: Hashable, Sendable {
    /// What happens when no key is pressed, or a wrong one.
    struct Miss: Hashable, Sendable {
        var say: PromptChooser
        var tries: String
        var then: StepChooser
    }

    var prompt: PromptChooser
    var again: PromptChooser
    /// Seconds.
    var timeout: String
    var otherwise: StepChooser
    var misses: [Miss]

    /// The fields for a menu as it is.
    init(_ menu: Menu) {
        prompt = PromptChooser(menu.prompt)
        again = PromptChooser(menu.again)
        timeout = Texts.Flows.seconds(menu.timeout)
        otherwise = menu.otherwise.map { StepChooser($0) } ?? StepChooser(kind: StepChooser.next)
        misses = MenuMiss.allCases.map { miss in
            let retry = menu.retry(miss)
            return Miss(say: PromptChooser(retry.say), tries: "\(retry.tries)", then: StepChooser(retry.then))
        }
    }

    /// The fields as they were sent; nil if the form has none of them.
    init?(_ fields: FormFields) {
        guard fields["settings"] != nil else { return nil }
        prompt = PromptChooser(fields, "prompt")
        again = PromptChooser(fields, "again")
        timeout = fields["timeout"] ?? ""
        otherwise = StepChooser(fields, "else")
        misses = MenuMiss.allCases.map { miss in
            let name = miss.rawValue
            return Miss(
                say: PromptChooser(fields, name + "-say"), tries: fields[name + "-tries"] ?? "",
                then: StepChooser(fields, name))
        }
    }

    // MARK: Meaning

    /// The changes with a line about each, and sentences about fields that cannot be read.
    func changes(
        of menu: Menu, in configuration: Configuration
    ) -> (changes: [MenuChange], lines: [String], problems: [String]) {
        var changes: [(change: MenuChange, line: String)] = []
        var problems: [String] = []
        let sentences = StepSentences(configuration)
        func words(_ step: ChosenStep) -> String { sentences.line(StepList(path: "", steps: step.steps)) }
        func note(_ change: MenuChange, _ what: String, _ before: String, _ after: String) {
            changes.append((change, "\(what): \(before) → \(after)"))
        }
        func attempt(_ what: String, _ work: () throws(StepChooser.Mistake) -> Void) {
            do throws(StepChooser.Mistake) { try work() } catch { problems.append("\(what): \(error.sentence)") }
        }
        attempt(Texts.Flows.prompt) { () throws(StepChooser.Mistake) in
            guard let new = try prompt.prompt() else { throw StepChooser.Mistake(Texts.Steps.noAnnouncement) }
            if new != menu.prompt { note(.prompt(new), Texts.Flows.prompt, "\(menu.prompt)", "\(new)") }
        }
        attempt(Texts.Flows.again) { () throws(StepChooser.Mistake) in
            let new = try again.prompt()
            guard new != menu.again else { return }
            func text(_ prompt: Prompt?) -> String { prompt?.description ?? Texts.Flows.same }
            note(.again(new), Texts.Flows.again, text(menu.again), text(new))
        }
        attempt(Texts.Flows.timeoutShort) { () throws(StepChooser.Mistake) in
            guard let new = MenuChange.milliseconds(typed: timeout) else {
                throw StepChooser.Mistake(Texts.Flows.notSeconds(timeout))
            }
            guard new != menu.timeout else { return }
            note(
                .timeout(new), Texts.Flows.timeoutShort, "\(Texts.Flows.seconds(menu.timeout)) s",
                "\(Texts.Flows.seconds(new)) s")
        }
        attempt(Texts.Flows.otherKeys) { () throws(StepChooser.Mistake) in
            let old = menu.otherwise.map { sentences.line($0) } ?? Texts.Flows.isWrong
            if otherwise.kind == StepChooser.next {
                if menu.otherwise != nil { note(.otherwise(nil), Texts.Flows.otherKeys, old, Texts.Flows.isWrong) }
            } else if let step = try otherwise.step(in: configuration), menu.otherwise?.steps != step.steps {
                note(.otherwise(step), Texts.Flows.otherKeys, old, words(step))
            }
        }
        for (miss, fields) in zip(MenuMiss.allCases, misses) {
            let (title, old) = (Self.title(miss), menu.retry(miss))
            attempt(title) { () throws(StepChooser.Mistake) in
                let say = try fields.say.prompt()
                if say != old.say {
                    func text(_ prompt: Prompt?) -> String { prompt?.description ?? Texts.Flows.nothing }
                    note(.say(miss, say), "\(title), \(Texts.Flows.say)", text(old.say), text(say))
                }
                guard let tries = Int(fields.tries.trimmed), (1...20).contains(tries) else {
                    throw StepChooser.Mistake(Texts.Flows.notTries(fields.tries))
                }
                if tries != old.tries {
                    note(.tries(miss, tries), "\(title), \(Texts.Flows.tries)", "\(old.tries)", "\(tries)")
                }
                if let then = try fields.then.step(in: configuration), then.steps != old.then.steps {
                    note(
                        .then(miss, then), "\(title), \(Texts.Flows.then)", sentences.line(old.then), words(then))
                }
            }
        }
        return (changes.map(\.change), changes.map(\.line), problems)
    }

    private static func title(_ miss: MenuMiss) -> String {
        switch miss {
        case .silence: Texts.Flows.silence
        case .wrongKey: Texts.Flows.wrongKey
        }
    }

    // MARK: Fields

    /// - Parameter typed: the fields of an announcement that is typed with the menu.
    func html(
        _ menu: Menu, _ configuration: Configuration, announcements: [AnnouncementName], typed: HTML?
    ) -> HTML {
        func kept(_ steps: StepList?) -> String? {
            steps.flatMap { steps in
                ChosenStep(steps) == nil ? Texts.Steps.kept(StepSentences(configuration).line(steps)) : nil
            }
        }
        let rows = zip(MenuMiss.allCases, misses).map { miss, fields -> HTML in
            let (name, title) = (miss.rawValue, Self.title(miss))
            // A way for all other keys leaves none that is wrong.
            if miss == .wrongKey, menu.otherwise != nil {
                return """
                    <input type="hidden" name="\(name)-tries" value="\(fields.tries)">\
                    \(fields.say.names.enumerated().map { index, said -> HTML in
                        "<input type=\"hidden\" name=\"\(name)-say\(index)\" value=\"\(said)\">"
                    })
                    """
            }
            let then = fields.then.html(
                name, title, kept: kept(menu.retry(miss).then), isInMenu: true, problem: nil, configuration,
                announcements: announcements, does: Texts.Flows.then)
            return """
                <fieldset class="card"><legend><h2>\(title)</h2></legend>\
                \(fields.say.html(
                    name + "-say", Texts.Flows.say, context: title, none: Texts.Flows.nothing,
                    announcements: announcements))\
                <div><label for="\(name)-tries">\(Texts.Flows.tries) <span class="hidden">\(title)</span></label>\
                <input id="\(name)-tries" name="\(name)-tries" value="\(fields.tries)" size="4" inputmode="numeric" autocomplete="off"></div>\
                \(then)</fieldset>
                """
        }
        let otherKeys = otherwise.html(
            "else", Texts.Flows.otherKeys, kept: kept(menu.otherwise), isInMenu: true, problem: nil, configuration,
            announcements: announcements, next: Texts.Flows.isWrong, does: Texts.Flows.otherKeys)
        return """
            <input type="hidden" name="settings" value="1"><fieldset class="card">\
            <legend><h2>\(Texts.Flows.prompt)</h2></legend>\
            \(prompt.html(
                "prompt", Texts.Flows.announcement, context: "", none: Texts.Flows.chooseOne,
                announcements: announcements))\
            \(again.html(
                "again", Texts.Flows.again, context: "", none: Texts.Flows.same, announcements: announcements))\
            <div><label for="timeout">\(Texts.Flows.timeout)</label>\
            <input id="timeout" name="timeout" value="\(timeout)" size="4" inputmode="decimal" autocomplete="off"></div>\
            \(PromptChooser.recordLink(announcements, typed: typed))</fieldset><div class="card">\(otherKeys)</div>\(rows)
            """
    }
}

extension Menu {
    func retry(_ miss: MenuMiss) -> Retry {
        switch miss {
        case .silence: silence
        case .wrongKey: wrongKey
        }
    }
}
