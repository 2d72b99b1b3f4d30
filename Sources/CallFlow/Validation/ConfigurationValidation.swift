import Telephony

/// Validates a configuration that was read: every name refers to something, every call ends, every step can be reached.
///
/// The checks are independent: each reports what it finds in the parts that could be read, and none assumes that
/// another found nothing. Steps that were reported while reading are `broken` and assumed to be correct.
struct ConfigurationValidation {
    let syntax: ConfigurationSyntax
    /// Those that exist; `nil` if any name is allowed.
    let announcements: Set<AnnouncementName>?
    /// Those of which there is only a text that nothing speaks.
    let silent: Set<AnnouncementName>
    let problems: ProblemCollector

    func run() {
        var names = NameCheck(syntax, announcements: announcements, silent: silent, problems: problems)
        let intended = names.run()
        let use = FlowUse(syntax)
        let ends = ListEndCheck(use: use, problems: problems)
        syntax.forEachEntry { ends.run($0) }
        for flow in syntax.flows { ends.run(flow.steps, isFinal: use.isFinal(flow.name.value)) }
        for menu in syntax.menus { menu.forEachList { ends.run($0) } }
        KeyedDialCheck(problems: problems).run(syntax)
        let graph = SyntaxGraph(syntax)
        MenuReturnCheck(graph, problems: problems).run()
        CycleCheck(graph, problems: problems).run()
        FlowCountCheck(graph, problems: problems).run()
        var paths = CallPathCheck(graph, use, intended: intended, problems: problems)
        paths.run()
        DialLoopCheck(graph, problems: problems).run()
        NumberNameCheck(syntax: syntax, problems: problems).run()
        TextCheck(syntax: syntax, problems: problems).run()
        SpokenKeysCheck(syntax: syntax, problems: problems).run()
        CustomerCheck(syntax: syntax, announcements: announcements, problems: problems).run()
    }
}
