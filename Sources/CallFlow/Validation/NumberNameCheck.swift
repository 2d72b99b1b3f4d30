import Telephony

/// Checks that the numbers with names are listed, and that none has two names.
struct NumberNameCheck {
    let syntax: ConfigurationSyntax
    let problems: ProblemCollector

    func run() {
        guard !syntax.numberNames.isEmpty else { return }
        let listed = ListedNumbers(syntax)
        var known: Set<NumberPattern> = []
        for (number, _) in syntax.numberNames {
            if !known.insert(number.value).inserted {
                problems.add(.twoNames(number.value.description), at: number.span)
            } else if !listed.contains(number.value) {
                problems.add(.numberNotListed(number.value.description), at: number.span)
            }
        }
    }
}
