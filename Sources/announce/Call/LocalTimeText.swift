import CallFlow

extension LocalTime {
    /// Reads `2026-12-24T13:59:00`, seconds optional.
    init?(argument text: String) {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, let date = try? CivilDate(String(parts[0])), parts[0].utf8.count == 10 else {
            return nil
        }
        let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 2 || clock.count == 3 else { return nil }
        var numbers: [Int] = []
        for (part, limit) in zip(clock, [24, 60, 60]) {
            guard part.utf8.count == 2, part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(part),
                number < limit
            else { return nil }
            numbers.append(number)
        }
        self.init(date: date, second: numbers[0] * 3600 + numbers[1] * 60 + (numbers.count > 2 ? numbers[2] : 0))
    }
}
