/// Writes edits into the files of a configuration: only the lines of what is changed, so that comments, order and style of all
/// else stay.
///
/// What an edit was to mean is computed from the values, apart from the text; the text that comes out is read by the ordinary reader,
/// and both are compared. An edit of which the reading differs in anything is refused, so the worst that a mistake in here can do is
/// to refuse.
package struct ConfigurationEditor: Sendable {
    /// The files as they are now.
    package private(set) var written: WrittenConfiguration
    /// What they mean.
    package private(set) var configuration: Configuration
    private let folder: String

    /// Opens a configuration. Names of announcements are not checked.
    ///
    /// - Parameter folder: as `ConfigurationFile.read` takes it.
    /// - Throws: `ConfigurationEditError.invalidBefore`.
    package init(_ written: WrittenConfiguration, folder: String) throws(ConfigurationEditError) {
        let reading = Self.read(written, folder)
        guard let configuration = reading.configuration else { throw .invalidBefore(reading.errors) }
        (self.written, self.configuration, self.folder) = (written, configuration, folder)
    }

    private static func read(_ written: WrittenConfiguration, _ folder: String) -> ConfigurationFile.Reading {
        ConfigurationFile.read(written.text, folder: folder, announcements: nil, files: written.files)
    }

    /// Makes edits, all of them or none.
    ///
    /// - Throws: `ConfigurationEditError`.
    package mutating func apply(_ edits: [ConfigurationEdit]) throws(ConfigurationEditError) {
        var (text, meant) = (written, configuration)
        for edit in edits {
            meant = try meant.applying(edit)
            text = try Self.write(edit, into: text)
        }
        let reading = Self.read(text, folder)
        guard let result = reading.configuration else { throw .invalid(reading.errors) }
        guard result.meansTheSame(as: meant) else { throw .misread }
        (written, configuration) = (text, result)
    }

    private static func write(
        _ edit: ConfigurationEdit, into written: WrittenConfiguration
    ) throws(ConfigurationEditError) -> WrittenConfiguration {
        let sources = SourceFiles(written.text, files: written.files, problems: ProblemCollector())
        let files = zip(sources.names, sources.texts).map { name, text in EditedText(name: name, text: text) }
        let (tables, others) = (
            sources.numberTables.map { Int($0.file) },
            Set(sources.listTables.values.map { Int($0.file) } + sources.scripts.map { Int($0.file) })
        )
        var result = written
        guard let changed = try edit.write(into: files, tables: tables, others: others) else { return written }
        if let name = changed.name {
            result.files.contents[name] = .text(changed.text)
        } else {
            // Places refer to a text without its byte order mark.
            let mark = written.text.unicodeScalars.first == "\u{FEFF}" ? "\u{FEFF}" : ""
            result.text = mark + changed.text
        }
        return result
    }
}

/// A file of a configuration as an edit sees it.
struct EditedText {
    /// `nil` for the configuration's own.
    let name: String?
    var text: String

    /// Changes the text where a value is; a way of writing that cannot be changed is reported by its line.
    mutating func patch(_ change: (inout TextPatch) throws(UnusualWriting) -> Void) throws(ConfigurationEditError) {
        var patch = TextPatch(text)
        do throws(UnusualWriting) {
            try change(&patch)
        } catch {
            let before = patch.scalars[..<min(error.position, patch.scalars.count)]
            throw .unusual(line: before.count { $0 == "\n" } + 1, file: name)
        }
        text = patch.result
    }
}

extension ConfigurationFile.Reading {
    var errors: [ConfigurationProblem] { problems.filter { $0.severity == .error } }
}

extension Configuration {
    /// Whether calls go the same ways. Numbers, and names of holidays, may be in another order; a flow or menu with parameters has an
    /// instance for each set of values that a step gives it, so with the step its instance goes.
    fileprivate func meansTheSame(as other: Configuration) -> Bool {
        let instances = Set(flows.keys).intersection(other.flows.keys).union(
            Set(menus.keys).intersection(other.menus.keys))
        return sorted(instances) == other.sorted(instances)
    }

    private func sorted(_ instances: Set<String>) -> Configuration {
        func sorted(_ table: NumberTable) -> NumberTable {
            NumberTable(
                table.entries.sorted { $0.pattern.description < $1.pattern.description }, large: table.large)
        }
        // No other name has parentheses.
        func isKept(_ name: String) -> Bool { !name.contains("(") || instances.contains(name) }
        var copy = self
        copy.numbers = NumberPlan(
            incoming: sorted(numbers.incoming), outgoing: sorted(numbers.outgoing), otherwise: numbers.otherwise,
            names: NumberNames(numbers.names.entries.sorted { $0.pattern.description < $1.pattern.description }))
        copy.customers = customers.mapValues { customer in
            Customer(
                name: customer.name, title: customer.title,
                numbers: customer.numbers.sorted { $0.description < $1.description }, schedules: customer.schedules,
                recordings: customer.recordings)
        }
        copy.flows = flows.filter { isKept($0.key) }
        copy.menus = menus.filter { isKept($0.key) }
        copy.schedules = schedules.mapValues { schedule in
            let holidays = schedule.holidays
            return Schedule(
                // Without hours, a schedule of single days is closed on all others.
                name: schedule.name, week: schedule.week.isEmpty ? Array(repeating: .closed, count: 7) : schedule.week,
                seasons: schedule.seasons,
                holidays: HolidaySelection(
                    holidays.regions, adding: holidays.added.sorted(), removing: holidays.removed.sorted()),
                specialDays: schedule.specialDays, timeZone: schedule.timeZone)
        }
        return copy
    }
}
