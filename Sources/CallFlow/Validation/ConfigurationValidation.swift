import Telephony

/// Validates a configuration that was read: every name refers to something, every call ends, every step can be reached.
///
/// The checks are independent: each reports what it finds in the parts that could be read, and none assumes that
/// another found nothing. Steps that were reported while reading are `broken` and assumed to be correct.
struct ConfigurationValidation {
    let syntax: ConfigurationSyntax
    /// Those that exist; `nil` if any name is allowed.
    let announcements: Set<AnnouncementName>?
    let problems: ProblemCollector

    func run() {
        var names = NameCheck(syntax, announcements: announcements, problems: problems)
        let intended = names.run()
        let ends = ListEndCheck(problems: problems)
        syntax.forEachList(ends.run)
        KeyedDialCheck(problems: problems).run(syntax)
        let graph = SyntaxGraph(syntax)
        MenuReturnCheck(graph, problems: problems).run()
        CycleCheck(graph, problems: problems).run()
        var paths = CallPathCheck(graph, intended: intended, problems: problems)
        paths.run()
        DialLoopCheck(graph, problems: problems).run()
    }
}
