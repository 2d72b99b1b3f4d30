import GRDB
import Telephony

/// The calls of some numbers: those that came to them, and those that were made from them. Of a call with several legs the first one's
/// number counts: the customer whose number it was forwarded to does not see where it came in.
///
/// A log that masks numbers has `+49211123xxxx`. Such a call counts only if no number of someone else looks the same.
package struct CallScope: Hashable, Sendable {
    /// Numbers that begin like this, without those that someone else has.
    package struct Prefix: Hashable, Sendable {
        /// `+49211123`
        let text: String
        let exceptNumbers: [String]
        let exceptPrefixes: [String]

        package init(_ text: String, exceptNumbers: [String], exceptPrefixes: [String]) {
            (self.text, self.exceptNumbers, self.exceptPrefixes) = (text, exceptNumbers, exceptPrefixes)
        }

        fileprivate func contains(_ number: String) -> Bool {
            number.hasPrefix(text) && !exceptNumbers.contains(number)
                && !exceptPrefixes.contains(where: number.hasPrefix)
        }
    }

    let numbers: Set<String>
    let prefixes: [Prefix]

    /// - Parameters:
    ///   - numbers: as the log has them, masked ones too.
    package init(numbers: Set<String>, prefixes: [Prefix]) {
        (self.numbers, self.prefixes) = (numbers, prefixes)
    }

    /// Whether a call is one of them.
    package func contains(_ call: LoggedCall) -> Bool {
        let first = call.legs.first { $0.id == call.id } ?? call
        guard let number = first.direction == .outgoing ? first.from : first.to else { return false }
        return numbers.contains(number) || prefixes.contains { $0.contains(number) }
    }

    /// A condition of a row of `call` that is the first leg, with its arguments.
    func condition(_ row: String) -> (sql: String, arguments: [String]) {
        let number = "(CASE \(row).direction WHEN 'out' THEN \(row).caller ELSE \(row).called END)"
        var (parts, arguments) = (["\(number) IN (SELECT value FROM json_each(?))"], [Self.json(Array(numbers))])
        for prefix in prefixes {
            var conditions = ["substr(\(number), 1, length(?)) = ?"]
            arguments += [prefix.text, prefix.text]
            if !prefix.exceptNumbers.isEmpty {
                conditions.append("\(number) NOT IN (SELECT value FROM json_each(?))")
                arguments.append(Self.json(prefix.exceptNumbers))
            }
            for other in prefix.exceptPrefixes {
                conditions.append("substr(\(number), 1, length(?)) <> ?")
                arguments += [other, other]
            }
            parts.append("(" + conditions.joined(separator: " AND ") + ")")
        }
        return ("coalesce(" + parts.joined(separator: " OR ") + ", 0)", arguments)
    }

    /// A condition of the id of a leg, with its arguments.
    func condition(legID id: String) -> (sql: String, arguments: [String]) {
        let (sql, arguments) = condition("own")
        let first = "(SELECT coalesce(leg.firstLeg, leg.id) FROM call AS leg WHERE leg.id = \(id))"
        return ("EXISTS (SELECT 1 FROM call AS own WHERE own.id = \(first) AND \(sql))", arguments)
    }

    /// Numbers have no characters that JSON would escape.
    private static func json(_ numbers: [String]) -> String {
        "[" + numbers.sorted().map { "\"\($0.filter { $0 != "\"" && $0 != "\\" })\"" }.joined(separator: ",") + "]"
    }
}

extension CallScope? {
    /// The condition after ` AND `, or nothing if all calls count.
    func and(_ row: String) -> (sql: String, arguments: [String]) {
        guard let (sql, arguments) = self?.condition(row) else { return ("", []) }
        return (" AND \(sql)", arguments)
    }

    /// The same of the id of a leg.
    func and(legID id: String) -> (sql: String, arguments: [String]) {
        guard let (sql, arguments) = self?.condition(legID: id) else { return ("", []) }
        return (" AND \(sql)", arguments)
    }
}
