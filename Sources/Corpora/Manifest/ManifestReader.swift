import LocalFiles
package import SystemPackage

/// The recordings that a manifest names, one after the other, whatever its form: Kaldi's `wav.scp`, JSON Lines of NeMo or
/// Lhotse, CSV or TSV with a header. The first line shows which it is; the file's name plays no part.
///
/// Memory does not grow with the manifest. Commands that a manifest names are refused, never run. For one thread at a time.
package final class ManifestReader {
    private enum Form {
        case kaldi
        case json
        case table(TableColumns)
    }

    private let lines: LineReader
    private let form: Form
    /// Where relative paths begin, where the user says so.
    private let root: FilePath?
    /// The folder of the manifest.
    private let folder: FilePath
    private var pending: LineReader.Line?
    /// The item returned last, as it is written.
    private var current: LineReader.Line
    private var isAtHeader: Bool

    /// - Parameters:
    ///   - path: nil is standard input.
    ///   - root: where relative paths begin. Nil is the custom of the form: the working directory for Kaldi and Lhotse, the
    ///     manifest's folder for NeMo and tables.
    package init(_ path: FilePath?, root: FilePath?) throws(ManifestError) {
        self.root = root
        folder = path?.folder ?? "."
        do throws(LineReader.Failure) {
            lines = try LineReader(path)
            var first = try lines.next()
            while let line = first, line.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { first = try lines.next() }
            pending = first
        } catch {
            throw ManifestError(error)
        }
        let bytes = pending?.bytes ?? []
        current = pending ?? LineReader.Line(number: 0, bytes: [])
        // One without a line has no recordings.
        form = pending == nil ? .json : try Self.form(bytes, isTable: ["csv", "tsv"].contains(path?.extension))
        isAtHeader = if case .table = form { true } else { false }
    }

    private static func form(_ first: [UInt8], isTable: Bool) throws(ManifestError) -> Form {
        switch first.first(where: { $0 != 0x20 && $0 != 0x09 }) {
        case UInt8(ascii: "{"): return .json
        case UInt8(ascii: "["): throw .jsonArray
        default: break
        }
        if let columns = TableColumns(header: first) { return .table(columns) }
        if isTable {
            let separator = first.contains(0x09) ? 0x09 : UInt8(ascii: ",")
            throw .noPathColumn(TableColumns.names(in: first, separator))
        }
        // Of a command, the first line may be refused, but it shows the form.
        do throws(ManifestRefusal) {
            _ = try KaldiLine.entry(first)
        } catch .command {
            return .kaldi
        } catch {
            throw .unknownForm
        }
        return .kaldi
    }

    /// The next line that is not empty; nil at the end.
    package func next() throws(ManifestError) -> ManifestItem? {
        guard let line = try nextLine() else { return nil }
        current = line
        if isAtHeader {
            isAtHeader = false
            return .header
        }
        do throws(ManifestRefusal) {
            let (id, path) = try entry(line.bytes)
            return .entry(ManifestEntry(id: id, path: path, line: line.number))
        } catch {
            return .refused(line: line.number, error)
        }
    }

    private func entry(_ line: [UInt8]) throws(ManifestRefusal) -> (String, FilePath) {
        switch form {
        case .kaldi:
            let entry = try KaldiLine.entry(line)
            return (entry.id, place(entry.path, custom: nil))
        case .json:
            let entry = try JSONLine(line)
            return (entry.id, place(entry.path, custom: entry.isLhotse ? nil : folder))
        case .table(let columns):
            let entry = try columns.entry(TableRow(line, separator: columns.separator))
            return (entry.id, place(entry.path, custom: folder))
        }
    }

    private func place(_ text: String, custom: FilePath?) -> FilePath {
        let path = FilePath(text)
        guard path.isRelative, let start = root ?? custom, start != "." else { return path }
        return start.pushing(path)
    }

    /// Whether it has the sizes of files.
    package var hasSizes: Bool { if case .table(let columns) = form { columns.hasSizes } else { false } }

    /// The line returned last, as it is written.
    package var line: [UInt8] { current.bytes }

    /// The line returned last, with what the recording has become in the place of the recording. Only after an entry.
    package func rewritten(_ recording: ConvertedRecording) -> [UInt8] {
        switch form {
        case .kaldi: KaldiLine.rewritten(current.bytes, recording)
        case .json: (try? JSONLine(current.bytes).rewritten(recording)) ?? current.bytes
        case .table(let columns):
            columns.rewritten(TableRow(current.bytes, separator: columns.separator), recording)
        }
    }

    private func take() throws(ManifestError) -> LineReader.Line? {
        if let first = pending {
            pending = nil
            return first
        }
        do throws(LineReader.Failure) {
            return try lines.next()
        } catch {
            throw ManifestError(error)
        }
    }

    private func nextLine() throws(ManifestError) -> LineReader.Line? {
        while var line = try take() {
            if line.bytes.isEmpty { continue }
            guard case .table(let columns) = form else { return line }
            // A field in quotation marks may hold line breaks.
            while TableRow(line.bytes, separator: columns.separator).isOpen {
                guard line.bytes.count < Self.longestRow, let next = try take() else { throw .openQuote(line.number) }
                line.bytes += [0x0A] + next.bytes
            }
            return line
        }
        return nil
    }

    /// Bytes of a row of several lines, at most.
    private static let longestRow = 1 << 16
}

extension ManifestError {
    init(_ failure: LineReader.Failure) {
        self =
            switch failure {
            case .system(let error): .system(error)
            case .damagedGzip: .damagedGzip
            case .longLine(let line): .longLine(line)
            }
    }
}
