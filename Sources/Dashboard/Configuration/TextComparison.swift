/// A comparison of two texts line by line.
struct TextComparison {
    private enum Side {
        case both, old, new
    }

    private let lines: [(side: Side, text: Substring)]

    /// The number of equal lines shown around a difference.
    private static let context = 3

    /// - Parameters:
    ///   - old: the text on disk.
    ///   - new: the text in the editor.
    init(_ old: String, _ new: String) {
        let (old, new) = (Self.lines(of: old), Self.lines(of: new))
        var (removed, inserted) = (Set<Int>(), Set<Int>())
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var lines: [(Side, Substring)] = []
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            if i < old.count, removed.contains(i) {
                lines.append((.old, old[i]))
                i += 1
            } else if j < new.count, inserted.contains(j) {
                lines.append((.new, new[j]))
                j += 1
            } else {
                lines.append((.both, i < old.count ? old[i] : new[j]))
                i += 1
                j += 1
            }
        }
        self.lines = lines
    }

    private static func lines(of text: String) -> [Substring] {
        text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    }

    /// The number of lines that one text has and the other has not; of a changed line both count as one.
    var changedLines: Int {
        let (old, new) = (lines.count { $0.side == .old }, lines.count { $0.side == .new })
        return max(old, new)
    }

    var html: HTML {
        let different = lines.indices.filter { lines[$0].side != .both }
        guard !different.isEmpty else { return "<p>\(Texts.Configuration.noDifferences)</p>" }
        var shown = Set<Int>()
        for index in different {
            shown.formUnion(max(0, index - Self.context)...min(lines.count - 1, index + Self.context))
        }
        var rows: [HTML] = []
        var last = -1
        for index in shown.sorted() {
            if index > last + 1 { rows.append("<span class=\"faint\">…</span>\n") }
            last = index
            let text = lines[index].text
            switch lines[index].side {
            case .both: rows.append("  \(text)\n")
            case .old: rows.append("<del>- \(text)</del>\n")
            case .new: rows.append("<ins>+ \(text)</ins>\n")
            }
        }
        return
            "<p class=\"faint\">\(Texts.Configuration.differencesHelp)</p><pre>\(rows)</pre>"
    }
}
