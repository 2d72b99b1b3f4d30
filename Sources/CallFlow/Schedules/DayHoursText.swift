import Telephony

extension DayHours {
    /// The reason a text does not name hours.
    package enum ParseError: Error, Hashable, Sendable {
        /// Not `closed`, and not two times with a dash in between.
        case notASpan(String)
        /// Not `00:00` to `23:59`, or `24:00` as an end.
        case notATime(String)
        /// The end is the beginning.
        case emptySpan(String)
        /// Two spans that overlap.
        case overlap(String, String)
    }

    /// Reads `09:00-12:30, 13:30-17:00`, `22:00-06:00` (until the next morning), `00:00-24:00` or `closed`.
    ///
    /// Spans can be in any order; adjacent ones are joined.
    ///
    /// - Throws: `ParseError`.
    package init(_ text: String) throws(ParseError) {
        if text.trimmed.lowercased() == "closed" {
            self = .closed
            return
        }
        var found: [(text: String, minutes: Range<Int>)] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            found.append((part.trimmed, try Self.span(part.trimmed)))
        }
        found.sort { $0.minutes.lowerBound < $1.minutes.lowerBound }
        var spans: [Range<Int>] = []
        for (index, next) in found.enumerated() {
            guard index > 0, let last = spans.last, next.minutes.lowerBound <= last.upperBound else {
                spans.append(next.minutes)
                continue
            }
            guard next.minutes.lowerBound == last.upperBound else { throw .overlap(found[index - 1].text, next.text) }
            spans[spans.count - 1] = last.lowerBound..<next.minutes.upperBound
        }
        self.init(spans: spans)
    }

    private static func span(_ text: String) throws(ParseError) -> Range<Int> {
        guard let (first, last) = text.aroundDash else { throw .notASpan(text) }
        guard let start = minute(first), start < 1440 else { throw .notATime(first) }
        guard let end = minute(last) else { throw .notATime(last) }
        guard start != end else { throw .emptySpan(text) }
        return start..<(end > start ? end : end + 1440)
    }

    /// Minutes after midnight, 0...1440.
    private static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
            let hour = parts[0].plainNumber, let minute = parts[1].plainNumber, minute < 60,
            hour * 60 + minute <= 1440
        else { return nil }
        return hour * 60 + minute
    }
}

extension DayHours: CustomStringConvertible {
    /// The hours as they are read: `09:00-12:30, 13:30-17:00`, `closed`.
    package var description: String {
        guard !spans.isEmpty else { return "closed" }
        func clock(_ minute: Int) -> String {
            // The end of the day is 24:00; later ends are on the next day.
            let minute = minute > 1440 ? minute - 1440 : minute
            let (hour, rest) = minute.quotientAndRemainder(dividingBy: 60)
            return (hour < 10 ? "0" : "") + "\(hour):" + (rest < 10 ? "0" : "") + "\(rest)"
        }
        return spans.map { "\(clock($0.lowerBound))-\(clock($0.upperBound))" }.joined(separator: ", ")
    }
}
