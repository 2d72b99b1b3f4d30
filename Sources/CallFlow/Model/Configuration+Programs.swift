extension Configuration {
    /// The commands that it has this machine run, each a program with its arguments.
    ///
    /// The user who edits the file can run programs anyway; one who has only a login for the dashboard cannot, and an edit there must not
    /// change that.
    package var commands: Set<[String]> {
        var commands: Set<[String]> = []
        if let cleaner = recordings.cleaner { commands.insert(cleaner) }
        if case .command(let words)? = server.tunnel?.program { commands.insert(words) }
        for case .command(let words) in speech?.engines ?? [] { commands.insert(words) }
        return commands
    }
}
