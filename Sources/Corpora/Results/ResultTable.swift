/// What is known of many recordings, in little memory: 32 bytes for each, and a third to two thirds of that which are free. IDs
/// are not kept, but 96 bits of them (`RecordingKey`).
///
/// 256 hash tables with open addressing, by the first byte of the hash: an entry stands at the place that the other bits give, or,
/// where that is taken, at the next free one. Nothing is ever removed. A table that is full is copied into a larger one; that
/// there are many keeps the room for the copy small.
package struct ResultTable: Sendable {
    /// The folder and the extension that all announcements of a run have.
    package struct Origin: Hashable, Sendable {
        package var folder: String
        package var suffix: String

        package init(folder: String, suffix: String) { (self.folder, self.suffix) = (folder, suffix) }
    }

    /// What is known of one recording.
    package struct Entry: Hashable, Sendable {
        package enum State: UInt8, Sendable {
            case free
            /// A manifest names it, and it has no result.
            case missing
            case converted
            case failed
        }

        fileprivate var hash: UInt64 = 0
        /// Of its content and the recipe (`InputStamp.fingerprint`).
        fileprivate(set) var fingerprint: UInt64 = 0
        fileprivate var check: UInt32 = 0
        /// Of the announcement; the longest that a WAV header can declare has fewer than 2³¹.
        fileprivate(set) var samples: UInt32 = 0
        /// Of the path that a manifest has named for it.
        fileprivate var path: UInt32 = 0
        /// The number of its `Origin`.
        fileprivate var origin: UInt16 = 0
        package fileprivate(set) var state = State.free
        fileprivate var isNamed = false
    }

    private var tables = [[Entry]](repeating: [Entry](repeating: Entry(), count: 8), count: 256)
    /// How many entries each has.
    private var taken = [Int](repeating: 0, count: 256)
    /// Where announcements were written to; few, as a run has one.
    private var origins: [Origin] = []

    package init() {}

    /// How many recordings are known.
    package var count: Int { taken.reduce(0, +) }

    /// Adds a result, which replaces an earlier one of the recording; a failure does not replace a success with the same content.
    mutating func add(_ result: RecordingResult, _ key: RecordingKey) {
        let (table, place) = place(of: key)
        var entry = tables[table][place]
        let fingerprint = InputStamp.fingerprint(result.stamp, recipe: result.recipe)
        switch result.outcome {
        case .converted(let output, let samples, _):
            entry.state = .converted
            entry.samples = UInt32(clamping: samples)
            entry.origin = origin(of: output)
        case .failed:
            guard entry.state != .converted || entry.fingerprint != fingerprint else { return }
            entry.state = .failed
        }
        entry.fingerprint = fingerprint
        tables[table][place] = entry
    }

    /// What is known of a recording that a manifest names.
    package enum Naming: Hashable, Sendable {
        case first(Known)
        /// An earlier line names the same file.
        case again(Known)
        /// An earlier line names another file by this ID.
        case otherRecording
    }

    /// What is known of a recording.
    package struct Known: Hashable, Sendable {
        package let state: Entry.State
        /// Where the announcement was written; nil unless converted.
        package let origin: Origin?
        package let samples: Int
        private let fingerprint: UInt64

        fileprivate init(_ entry: Entry, _ origin: Origin?) {
            (state, self.origin, samples, fingerprint) = (entry.state, origin, Int(entry.samples), entry.fingerprint)
        }

        /// Whether the result is that of this content by this recipe.
        package func isOf(_ stamp: InputStamp?, recipe: String) -> Bool {
            fingerprint == InputStamp.fingerprint(stamp, recipe: recipe)
        }
    }

    /// Says that a manifest names a recording.
    package mutating func name(_ key: RecordingKey, path: String) -> Naming {
        let (table, place) = place(of: key)
        let entry = tables[table][place]
        let file = UInt32(truncatingIfNeeded: RecordingKey(path).hash)
        let origin = Int(entry.origin)
        let known = Known(entry, entry.state == .converted && origin < origins.count ? origins[origin] : nil)
        guard !entry.isNamed else { return entry.path == file ? .again(known) : .otherRecording }
        tables[table][place].isNamed = true
        tables[table][place].path = file
        return .first(known)
    }

    // MARK: Places

    /// The place of a recording, which is taken for it if it has none.
    private mutating func place(of key: RecordingKey) -> (table: Int, place: Int) {
        let table = Int(key.hash >> 56)
        if taken[table] * 4 >= tables[table].count * 3 { grow(table) }
        let place = Self.search(key.hash, key.check, in: tables[table])
        if tables[table][place].state == .free {
            tables[table][place] = Entry(hash: key.hash, check: key.check, state: .missing)
            taken[table] += 1
        }
        return (table, place)
    }

    /// The place of a recording, or the free one where it would be.
    private static func search(_ hash: UInt64, _ check: UInt32, in entries: [Entry]) -> Int {
        // The bits behind the first byte as a fraction of the table.
        var place = Int((hash << 8).multipliedFullWidth(by: UInt64(entries.count)).high)
        while entries[place].state != .free, entries[place].hash != hash || entries[place].check != check {
            place = place + 1 == entries.count ? 0 : place + 1
        }
        return place
    }

    private mutating func grow(_ table: Int) {
        let old = tables[table]
        var new = [Entry](repeating: Entry(), count: old.count / 4 * 5 + 4)
        for entry in old where entry.state != .free { new[Self.search(entry.hash, entry.check, in: new)] = entry }
        tables[table] = new
    }

    /// The number of what the path of an announcement has in common with others of its run: `FOLDER/3f/NAME.SUFFIX`.
    private mutating func origin(of output: String) -> UInt16 {
        let dot = output.utf8.lastIndex(of: UInt8(ascii: ".")).map { output.index(after: $0) } ?? output.endIndex
        var folder = output[...]
        for _ in 0..<2 {
            guard let slash = folder.utf8.lastIndex(of: UInt8(ascii: "/")) else { break }
            folder = folder[..<slash]
        }
        let suffix = output[dot...]
        // Nearly always the last one.
        for number in origins.indices.reversed()
        where origins[number].folder == folder && origins[number].suffix == suffix { return UInt16(number) }
        // No number is left: what is there is not found, and done again.
        guard origins.count < UInt16.max else { return .max }
        origins.append(Origin(folder: String(folder), suffix: String(suffix)))
        return UInt16(origins.count - 1)
    }
}
