extension Instance {
    /// What is wrong with an instance, as sentences.
    package func problems(in overview: Overview) -> [String] {
        var problems = reasons
        if let problem, let refuses {
            problems.append("Version \(refuses) of the configuration cannot be used: \(problem)")
        } else if let current = overview.current, isLive, (answers ?? 0) < current {
            problems.append("Version \(current) of the configuration is in use elsewhere.")
        }
        if !isLive { problems.append("Not heard of for \(silence.components.seconds) s.") }
        return problems
    }
}
