/// Finds the word that a misspelt one was meant to be.
package enum Suggestion {
    /// The candidate most similar to `word`, if it is similar enough to be meant; the alphabetically first of several.
    ///
    /// Case is ignored. At most a third of the letters can be wrong, but always one. Words longer than 100 Unicode
    /// scalars are never similar.
    package static func closest(to word: String, among candidates: some Sequence<String>) -> String? {
        let letters = Array(word.lowercased().unicodeScalars.prefix(longest + 1))
        guard (1...longest).contains(letters.count) else { return nil }
        var best: (distance: Int, candidate: String)?
        for candidate in candidates where candidate != word {
            let other = Array(candidate.lowercased().unicodeScalars.prefix(longest + 1))
            guard (1...longest).contains(other.count) else { continue }
            let limit = max(1, max(letters.count, other.count) / 3)
            guard abs(letters.count - other.count) <= limit else { continue }
            let distance = distance(letters, other)
            guard distance <= limit, distance < max(letters.count, other.count) else { continue }
            if best.map({ (distance, candidate) < ($0.distance, $0.candidate) }) ?? true {
                best = (distance, candidate)
            }
        }
        return best?.candidate
    }

    private static let longest = 100

    /// The optimal string alignment distance: how many insertions, deletions, substitutions and swaps of neighbours
    /// turn one word into the other (Damerau-Levenshtein, restricted: no letter is edited twice).
    ///
    /// By dynamic programming, of whose table only the last three rows are kept.
    static func distance(_ one: [Unicode.Scalar], _ two: [Unicode.Scalar]) -> Int {
        var before: [Int] = []
        var previous = Array(0...two.count)
        for i in one.indices {
            var current = [i + 1]
            for j in two.indices {
                var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (one[i] == two[j] ? 0 : 1))
                if i > 0, j > 0, one[i] == two[j - 1], one[i - 1] == two[j] { cost = min(cost, before[j - 1] + 1) }
                current.append(cost)
            }
            (before, previous) = (previous, current)
        }
        return previous[two.count]
    }
}
