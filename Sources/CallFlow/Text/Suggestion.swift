/// Finds the word that was meant.
package enum Suggestion {
    /// The candidate fewest slips away from `word`, if it is so few that it was probably meant; the first by alphabet of several.
    package static func closest(to word: String, among candidates: some Sequence<String>) -> String? {
        let letters = Array(word.lowercased().unicodeScalars.prefix(longest + 1))
        guard (1...longest).contains(letters.count) else { return nil }
        var best: (distance: Int, candidate: String)?
        for candidate in candidates where candidate != word {
            let other = Array(candidate.lowercased().unicodeScalars.prefix(longest + 1))
            guard (1...longest).contains(other.count) else { continue }
            // A third of the letters may be wrong, and always one; a short word is easily like any other.
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

    /// Letters put in, left out or changed, and neighbours swapped (optimal string alignment).
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
