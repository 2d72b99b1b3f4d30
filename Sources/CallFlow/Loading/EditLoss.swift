import Telephony

/// What an edit takes away from callers, by which a half-written file can be told from a finished one.
///
/// A copy that breaks off, a full disk, an editor that is killed: what is then on the disk is often valid, since YAML needs
/// no end. Of the prefixes of an example, one in five is. An edit that loses any of this is therefore confirmed by a
/// person before it takes effect. Does not recognize every half-written file: one that has lost the choice of a menu and
/// ends with a line break looks like an edit.
package struct EditLoss: Hashable, Sendable {
    /// Numbers that are no longer listed, in the order of the file, of large tables the first; those of outgoing calls begin with
    /// `outgoing`.
    package let numbers: [String]
    /// How many they are in all.
    package let count: Int
    /// Whether the text, or that of a file it names, seems to be cut off: it is the beginning of the text in use, or its
    /// last line has no end.
    package let isCutOff: Bool

    /// `nil` if nothing is lost, or no call would notice.
    ///
    /// - Parameters:
    ///   - old: the configuration in use.
    ///   - oldText: its text.
    ///   - new: the configuration of the edit.
    ///   - newText: its text.
    package init?(
        from old: Configuration, _ oldText: WrittenConfiguration, to new: Configuration, _ newText: WrittenConfiguration
    ) {
        guard old != new else { return nil }
        let kept = Set(Self.names(new))
        let table = new.numbers.incoming
        let listed = Self.names(old).filter { !kept.contains($0) }.filter { name in
            !((try? NumberPattern(name)).map(table.isInLargeTable) ?? false)
        }
        let (count, first) = Self.rows(of: old, missingIn: new)
        numbers = listed + first
        self.count = listed.count + count
        isCutOff = newText.isCutOff(from: oldText)
        if numbers.isEmpty, !isCutOff { return nil }
    }

    /// Of large tables.
    private static func rows(of old: Configuration, missingIn new: Configuration) -> (Int, first: [String]) {
        var (count, first) = (0, [String]())
        let tables = Dictionary(new.numbers.incoming.large.map { ($0.file, $0) }) { first, _ in first }
        for table in old.numbers.incoming.large where tables[table.file]?.rows != table.rows {
            NumberRows.merge(table.rows, tables[table.file]?.rows) { row, newRow in
                guard let row, newRow == nil else { return }
                let pattern = table.rows.pattern(at: row)
                guard new.numbers.incoming.entry(of: pattern) == nil else { return }
                count += 1
                if first.count < 10 { first.append(pattern.description) }
            }
        }
        return (count, first)
    }

    private static func names(_ configuration: Configuration) -> [String] {
        let plan = configuration.numbers
        return plan.incoming.entries.map(\.pattern.description) + (plan.otherwise == nil ? [] : ["default"])
            + plan.outgoing.entries.map { "outgoing \($0.pattern)" }
    }
}
