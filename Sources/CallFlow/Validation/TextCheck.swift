import Telephony

/// Checks that the schedules exist that texts name, and that their language has rules for what follows the time.
struct TextCheck {
    let syntax: ConfigurationSyntax
    let problems: ProblemCollector

    func run() {
        let schedules = Dictionary(syntax.schedules.map { ($0.name.value, $0.schedule) }) { first, _ in first }
        for text in syntax.texts {
            let owner = "the text \(quoted(text.name.value.text))"
            do throws(TextProblem) {
                _ = try text.text.template.schedules(in: schedules)
            } catch {
                problems.add(.badText(owner, error), at: text.name.span)
            }
            guard let language = text.text.language ?? syntax.speech?.language, text.text.template.followsTime,
                WordingLanguage(tag: language.code) == nil
            else { continue }
            problems.add(.badText(owner, .unknownLanguage(language.code)), at: text.name.span)
        }
    }
}
