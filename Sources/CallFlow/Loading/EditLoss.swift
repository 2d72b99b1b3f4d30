import Telephony

/// What an edit takes away from callers, by which a half-written file can be told from a finished one.
///
/// A copy that breaks off, a full disk, an editor that is killed: what is then on the disk is often valid, since YAML needs
/// no end. Of the prefixes of an example, one in five is. An edit that loses any of this is therefore confirmed by a
/// person before it takes effect. Does not recognize every half-written file: one that has lost the choice of a menu and
/// ends with a line break looks like an edit.
package struct EditLoss: Hashable, Sendable {
    /// Numbers that are no longer listed, in the order of the file; those of outgoing calls begin with `outgoing`.
    package let numbers: [String]
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
        numbers = Self.names(old).filter { !kept.contains($0) }
        isCutOff = newText.isCutOff(from: oldText)
        if numbers.isEmpty, !isCutOff { return nil }
    }

    private static func names(_ configuration: Configuration) -> [String] {
        let plan = configuration.numbers
        return plan.incoming.entries.map(\.pattern.description) + (plan.otherwise == nil ? [] : ["default"])
            + plan.outgoing.entries.map { "outgoing \($0.pattern)" }
    }
}
