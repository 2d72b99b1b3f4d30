import Telephony

/// Shows that every name leads somewhere, every path ends and every step can be reached, or says where not.
///
/// The proofs do not stand on each other: each reports what it finds in whatever could be read.
struct Proof {
    let syntax: ConfigurationSyntax
    let announcements: Set<AnnouncementName>?
    let problems: ProblemCollector

    init(_ syntax: ConfigurationSyntax, announcements: Set<AnnouncementName>?, problems: ProblemCollector) {
        self.syntax = syntax
        self.announcements = announcements
        self.problems = problems
    }

    func run() {
        var names = NameProof(syntax, announcements: announcements, problems: problems)
        let meant = names.run()
        syntax.forEachList(proveEnds)
        let map = FlowMap(syntax)
        MenuReturnProof(map, problems: problems).run()
        CycleProof(map, problems: problems).run()
        var calls = CallProof(map, meant: meant, problems: problems)
        calls.run()
        DialLoopProof(map, problems: problems).run()
    }
}
