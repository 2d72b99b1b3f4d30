import CallFlow
import Telephony
import Testing

/// A configuration with «marks» around what should be reported.
struct MarkedConfiguration {
    let text: String
    /// The marked places, in order.
    let places: [Place]

    /// The keys that every configuration needs.
    static let head = "public-url: https://phone.example.com\ntime-zone: Europe/Berlin\n"

    init(_ marked: String) {
        var text = String.UnicodeScalarView()
        var places: [Place] = []
        var (line, column) = (1, 1)
        for scalar in marked.unicodeScalars {
            switch scalar {
            case "«": places.append(Place(line: line, column: column, length: 0, text: ""))
            case "»":
                let start = places.removeLast()
                let content = String(String.UnicodeScalarView(text.suffix(column - start.column)))
                places.append(
                    Place(line: line, column: start.column, length: column - start.column, text: content))
            default:
                text.append(scalar)
                column += 1
                if scalar == "\n" { (line, column) = (line + 1, 1) }
            }
        }
        self.text = String(text)
        self.places = places
    }

    /// The text with a problem's suggestion written where the problem is.
    func corrected(by problem: ConfigurationProblem) throws -> String {
        let suggestion = try #require(problem.suggestion)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let place = problem.place
        let line = lines[place.line - 1].unicodeScalars
        let start = line.index(line.startIndex, offsetBy: place.column - 1)
        let end = line.index(start, offsetBy: place.length)
        let (before, marked, after) = (String(line[..<start]), String(line[start..<end]), String(line[end...]))
        guard case .missingKey = problem.kind else {
            lines[place.line - 1] = before + suggestion + after
            return lines.joined(separator: "\n")
        }
        // A missing key is added to the mapping: to the file, to one in braces, or to one that begins in a list.
        if place.length == 0 {
            lines.insert(suggestion, at: 0)
        } else if let brace = after.firstIndex(of: "{") {
            lines[place.line - 1] =
                before + marked + after[...brace] + " \(suggestion)," + after[after.index(after: brace)...]
        } else {
            lines[place.line - 1] = "\(before)\(suggestion)\n  \(marked)\(after)"
        }
        return lines.joined(separator: "\n")
    }

    /// - Parameter announcements: Those that exist; `nil` if any name is allowed.
    func read(_ announcements: [String]? = nil) throws -> ConfigurationFile.Reading {
        let names = try announcements.map { Set(try $0.map { try AnnouncementName($0) }) }
        return ConfigurationFile.read(text, folder: "/etc/announce", announcements: names)
    }
}

extension ConfigurationProblem {
    /// The problem that a test expects: the place as marked, the kind, and the suggestion.
    static func expected(_ kind: Kind, _ suggestion: String? = nil, at place: Place) -> ConfigurationProblem {
        ConfigurationProblem(kind, at: place, suggestion: suggestion)
    }
}
