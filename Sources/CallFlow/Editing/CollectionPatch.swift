import Telephony

// Adding, changing and removing the entries of lists and mappings, however they are written: by indentation, in braces on one
// line, or in braces over several lines. Nothing but the lines of the entry changes; of a neighbour at most its comma.

/// A way of writing that is left to people with an editor.
struct UnusualWriting: Error {
    /// Where it is, in Unicode scalars from the beginning of the text.
    let position: Int
}

/// A value to be written.
enum NewValue {
    /// On one line: a scalar with its quotes, or a collection in braces.
    case line(String)
    /// Lines of a mapping of their own, by indentation.
    case lines([String])
}

extension TextPatch {
    /// Replaces the value of an entry.
    mutating func setValue(of entry: WrittenNode.Entry, to text: String) throws(UnusualWriting) {
        let value = entry.value
        if case .alias = value.content { throw UnusualWriting(position: value.range.lowerBound) }
        if value.isAnchored { throw UnusualWriting(position: value.range.lowerBound) }
        if value.isNothing {
            replaceInLine(value.range, with: " " + text)
            return
        }
        let range = trimmed(value.range)
        guard value.entries != nil || value.items != nil, value.style != .flow else {
            if isBroken(range) || value.style == .block { throw UnusualWriting(position: range.lowerBound) }
            return replaceInLine(range, with: text)
        }
        // Lines below the key become one value behind it. Comments among them would be lost.
        guard !scalars[entry.key.range.upperBound..<range.upperBound].contains("#") else {
            throw UnusualWriting(position: range.lowerBound)
        }
        let colon = try self.colon(behind: entry.key)
        replace(colon + 1..<range.upperBound, with: " " + text)
    }

    private func colon(behind key: WrittenNode) throws(UnusualWriting) -> Int {
        var index = key.range.upperBound
        while index < scalars.count, scalars[index] == " " { index += 1 }
        guard index < scalars.count, scalars[index] == ":" else { throw UnusualWriting(position: key.range.lowerBound) }
        return index
    }

    /// A range without blanks and line breaks at its end, which a text behind `|` has.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound, scalars[end - 1].isLineBreak || scalars[end - 1] == " " { end -= 1 }
        return range.lowerBound..<end
    }

    // MARK: Inserting

    /// Adds an entry or an item.
    ///
    /// - Parameters:
    ///   - index: how many are before it.
    ///   - key: nil for the item of a list.
    mutating func insert(
        _ key: String?, _ value: NewValue, into node: WrittenNode, at index: Int, step: Int = 2
    ) throws(UnusualWriting) {
        let ranges = try self.ranges(in: node)
        if node.style == .flow {
            guard case .line(let line) = value else { throw UnusualWriting(position: node.range.lowerBound) }
            insertInBraces(key.map { "\($0): \(line)" } ?? line, node, ranges, at: index)
            return
        }
        guard let first = ranges.first else { throw UnusualWriting(position: node.range.lowerBound) }
        let prefix = try linePrefix(ranges[index > 0 ? index - 1 : 0], isItem: key == nil)
        let indentation = key == nil ? prefix : String(repeating: " ", count: prefix.count)
        var text = key.map { indentation + $0 + ":" } ?? indentation
        switch value {
        case .line(let line): text += key == nil || line.first?.isNewline ?? false ? line : " " + line
        case .lines(let lines) where key == nil:
            // An item of several lines: behind its dash, and below that.
            let deeper = String(repeating: " ", count: prefix.count)
            text += lines.joined(separator: lineBreak + deeper)
        case .lines(let lines):
            let deeper = indentation + String(repeating: " ", count: step)
            text += lines.map { lineBreak + deeper + $0 }.joined()
        }
        if index > 0 {
            insert(lineBreak + text, at: endOfLine(at: ranges[index - 1].upperBound))
        } else {
            insert(text.dropFirst(prefix.count) + lineBreak + prefix, at: first.lowerBound)
        }
    }

    /// What is before an entry in its line: blanks, or for an item also its dash.
    private func linePrefix(_ range: Range<Int>, isItem: Bool) throws(UnusualWriting) -> String {
        let prefix = scalars[startOfLine(at: range.lowerBound)..<range.lowerBound]
        let isUsual = isItem ? prefix.reversed().starts(with: " -".unicodeScalars) : true
        guard isUsual, prefix.allSatisfy({ $0 == " " || $0 == "-" }) else {
            throw UnusualWriting(position: range.lowerBound)
        }
        return isItem ? String(String.UnicodeScalarView(prefix)) : String(repeating: " ", count: prefix.count)
    }

    private mutating func insertInBraces(_ text: String, _ node: WrittenNode, _ ranges: [Range<Int>], at index: Int) {
        guard let first = ranges.first else {
            let (open, close) = (scalars[node.range.lowerBound], scalars[node.range.upperBound - 1])
            return replace(node.range, with: "\(open) \(text) \(close)")
        }
        guard index > 0 else {
            // The first in the line of the one that was first.
            let isOwn = startsLine(first.lowerBound)
            return insert(
                text + "," + (isOwn ? lineBreak + indentation(of: first.lowerBound) : " "), at: first.lowerBound)
        }
        let previous = ranges[index - 1]
        guard startsLine(previous.lowerBound) else { return insert(", " + text, at: previous.upperBound) }
        let end = endOfLine(at: previous.upperBound)
        let rest = scalars[previous.upperBound..<end].drop { $0 == " " }
        let line = lineBreak + indentation(of: previous.lowerBound) + text
        if rest.isEmpty || rest.first == "#" {
            insert(",", at: previous.upperBound)
            insert(line, at: end)
        } else if rest.first == ",", rest.dropFirst().first(where: { $0 != " " }).map({ $0 == "#" }) ?? true {
            insert(line + ",", at: end)
        } else {
            insert(", " + text, at: previous.upperBound)
        }
    }

    // MARK: Removing

    /// Removes an entry or an item of several; comments in lines of their own stay.
    mutating func remove(_ index: Int, from node: WrittenNode) throws(UnusualWriting) {
        let ranges = try self.ranges(in: node)
        let range = ranges[index]
        guard ranges.count > 1 else { throw UnusualWriting(position: range.lowerBound) }
        if node.style != .flow {
            let prefix = scalars[startOfLine(at: range.lowerBound)..<range.lowerBound]
            let isItem = node.items != nil
            guard prefix.allSatisfy({ $0 == " " || isItem && $0 == "-" }), prefix.count(where: { $0 == "-" }) < 2 else {
                throw UnusualWriting(position: range.lowerBound)
            }
            return removeLines(of: range)
        }
        let isOwn = startsLine(range.lowerBound)
        let rest = scalars[range.upperBound..<endOfLine(at: range.upperBound)].drop { $0 == " " || $0 == "," }
        if isOwn, rest.isEmpty || rest.first == "#" {
            removeLines(of: range)
        } else if index > 0, !isBroken(ranges[index - 1].upperBound..<range.lowerBound) {
            delete(ranges[index - 1].upperBound..<range.upperBound)
        } else if index + 1 < ranges.count, !isBroken(range.upperBound..<ranges[index + 1].lowerBound) {
            delete(range.lowerBound..<ranges[index + 1].lowerBound)
        } else if isOwn, index > 0 {
            // `}` follows in the same line: it goes up behind the entry before, or below its comment.
            let blanks = startOfLine(at: range.lowerBound)..<range.lowerBound
            delete(blanks.upperBound..<range.upperBound)
        } else {
            throw UnusualWriting(position: range.lowerBound)
        }
    }

    private mutating func removeLines(of range: Range<Int>) {
        let start = startOfLine(at: range.lowerBound)
        let next = startOfNextLine(after: range.upperBound)
        // The last line may have no end; then the one before it has none.
        let isUnended = next == scalars.count && !(scalars.last?.isLineBreak ?? true)
        if isUnended, start > 0 {
            let isPair = start > 1 && scalars[start - 1] == "\n" && scalars[start - 2] == "\r"
            delete(start - (isPair ? 2 : 1)..<next)
        } else {
            delete(start..<next)
        }
    }

    private func ranges(in node: WrittenNode) throws(UnusualWriting) -> [Range<Int>] {
        if node.isAnchored { throw UnusualWriting(position: node.range.lowerBound) }
        switch node.content {
        case .list(let nodes): return nodes.map { trimmed($0.range) }
        case .mapping(let entries): return entries.map { trimmed($0.range) }
        case .text, .alias: throw UnusualWriting(position: node.range.lowerBound)
        }
    }
}

extension WrittenNode {
    var items: [WrittenNode]? { if case .list(let nodes) = content { nodes } else { nil } }
}

/// Writes a text as a scalar in the way another one is written, or as people write it: without quotes where none are needed.
///
/// - Parameters:
///   - isInBraces: whether a comma or a brace would end it.
///   - other: a value that it takes the place of, or a neighbour.
func yamlScalar(_ text: String, isInBraces: Bool, like other: YAMLStyle? = nil) -> String {
    let quoted = yamlScalar(text)
    switch other {
    case .singleQuoted where !text.unicodeScalars.contains(where: \.isControl):
        return "'" + text.replacing("'", with: "''") + "'"
    case .doubleQuoted: return quoted.first == "\"" ? quoted : "\"\(quoted)\""
    default: break
    }
    // Outside of braces a comma is a character as any other.
    let isPlain = !isInBraces && !text.contains(",,") && yamlScalar(text.replacing(", ", with: " ")).first != "\""
    return isPlain ? text : quoted
}
