import Telephony

/// Checks that numbers which end in `{keys}` are dialled only in the steps of a choice, and that they are numbers whatever
/// keys of the choice are pressed.
struct KeyedDialCheck {
    let problems: ProblemCollector

    func run(_ syntax: ConfigurationSyntax) {
        syntax.forEachEntry { refuse(in: $0) }
        for flow in syntax.flows { refuse(in: flow.steps) }
        for menu in syntax.menus {
            for choice in menu.choices {
                // A choice that could not be read was reported.
                if let keys = choice.keys { check(choice.steps, keys.value) }
            }
            for list in [menu.otherwise, menu.silence.then, menu.wrongKey.then].compactMap(\.self) { refuse(in: list) }
        }
    }

    private func forEachKeyedDial(in list: StepListSyntax, _ body: (KeyedNumber, SourceSpan) -> Void) {
        list.forEachStep { step in
            guard case .dial(let dial, let spans) = step.action, case .keyed(let number) = dial.target else { return }
            body(number, spans.first ?? step.span)
        }
    }

    private func refuse(in list: StepListSyntax) {
        forEachKeyedDial(in: list) { _, span in problems.add(.keysOutsideChoice, at: span) }
    }

    private func check(_ list: StepListSyntax, _ keys: KeyPattern) {
        forEachKeyedDial(in: list) { number, span in
            guard !keys.text.contains(where: { $0 == "*" || $0 == "#" }) else {
                problems.add(.undiallableKeys(keys.text), at: span)
                return
            }
            // All keys of a choice are equally many, and a 9 is no prefix.
            do throws(PhoneNumber.ParseError) {
                _ = try number.target(after: keys.text.replacing("x", with: "9"))
            } catch {
                problems.add(.badKeyedNumber(number.description, keys: keys.text, error), at: span)
            }
        }
    }
}
