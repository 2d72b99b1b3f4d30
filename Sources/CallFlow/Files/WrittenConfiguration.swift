/// A configuration as it is written: the text of its file, and the files that it names.
package struct WrittenConfiguration: Hashable, Sendable {
    package var text: String
    package var files: CompanionFiles

    package init(_ text: String, files: CompanionFiles = CompanionFiles()) {
        (self.text, self.files) = (text, files)
    }

    /// The names of the files whose text another one has, too, but not the same: `nil` for the configuration's own.
    package func files(otherThanIn other: WrittenConfiguration) -> [String?] {
        let paths = files.paths.filter { path in
            guard let content = files.contents[path], let old = other.files.contents[path] else { return false }
            return content.isReadable && old.isReadable && content != old
        }
        return (text == other.text ? [] : [nil]) + paths
    }

    /// Whether a file seems to be cut off: it is the beginning of what it was, or its last line has lost its end.
    func isCutOff(from old: WrittenConfiguration) -> Bool {
        if Self.isCutOff(text, from: old.text) { return true }
        return files(otherThanIn: old).contains { path in
            // A text's line often has no end.
            guard let path, !files.isScript(path) else { return false }
            if let new = files.rows(of: path), let old = old.files.rows(of: path) { return old.isEnded && !new.isEnded }
            guard let new = files.text(of: path), let old = old.files.text(of: path) else { return false }
            return Self.isCutOff(new, from: old)
        }
    }

    /// Whether both differ at most in large tables of numbers.
    func isSame(exceptRowsOf other: WrittenConfiguration) -> Bool {
        guard text == other.text, files.matches == other.files.matches,
            files.contents.keys == other.files.contents.keys
        else { return false }
        return files.contents.allSatisfy { path, content in
            if case .rows = content { return other.files.rows(of: path) != nil }
            return content == other.files.contents[path]
        }
    }

    private static func isCutOff(_ new: String, from old: String) -> Bool {
        let (oldBytes, newBytes) = (Array(old.utf8), Array(new.utf8))
        let isBeginning = newBytes.count < oldBytes.count && oldBytes.starts(with: newBytes)
        return isBeginning || oldBytes.last == 0x0A && newBytes.last != 0x0A
    }
}
