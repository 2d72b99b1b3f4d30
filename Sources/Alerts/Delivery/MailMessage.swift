import FoundationEssentials
import Telephony

/// A mail of plain text (RFC 5322, RFC 2045), in lines of ASCII that end in CR LF.
struct MailMessage: Sendable {
    let bytes: [UInt8]

    init(_ text: AlertText, from: String, to: [String], at moment: Moment, id: String) {
        let lines = [
            "From: announce <\(from)>",
            "To: \(to.joined(separator: ", "))",
            "Subject: \(EncodedWord.field(text.title))",
            "Date: \(Self.date(moment))",
            "Message-ID: <\(id)>",
            // No vacation message is to answer it (RFC 3834).
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
            "",
        ]
        let body = Data((text.text.replacing("\n", with: "\r\n") + "\r\n").utf8).base64EncodedString()
        bytes = Array((lines + Self.folded(body) + [""]).joined(separator: "\r\n").utf8)
    }

    /// Lines of 76 characters (RFC 2045, section 6.8).
    private static func folded(_ text: String) -> [String] {
        let all = Array(text.utf8)
        return stride(from: 0, to: all.count, by: 76).map {
            String(decoding: all[$0..<min($0 + 76, all.count)], as: UTF8.self)
        }
    }

    /// `Fri, 27 Nov 2026 15:26:13 +0000`
    private static func date(_ moment: Moment) -> String {
        let parts = Calendar(identifier: .gregorian).utcComponents(moment)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
        return
            "\(days[(parts.weekday ?? 1) - 1]), \(two(parts.day)) \(months[(parts.month ?? 1) - 1]) \(parts.year ?? 0) "
            + "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) +0000"
    }
}

extension Calendar {
    fileprivate func utcComponents(_ moment: Moment) -> DateComponents {
        var calendar = self
        calendar.timeZone = .gmt
        return calendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .second, .weekday],
            from: Date(timeIntervalSince1970: Double(moment.milliseconds / 1000)))
    }
}

/// Text in a header field: as it is if it is printable ASCII, else as encoded words (RFC 2047), which hold no line breaks.
enum EncodedWord {
    static func field(_ text: String) -> String {
        if text.unicodeScalars.allSatisfy({ $0.isASCII && $0 >= " " && $0 != "\u{7F}" }), !text.hasPrefix("=?") {
            return text
        }
        // An encoded word has 75 characters at most, and whole characters in it.
        var words: [String] = []
        var word = ""
        for character in text {
            if word.utf8.count + String(character).utf8.count > 42 {
                words.append(word)
                word = ""
            }
            word.append(character)
        }
        return (words + [word]).map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: " ")
    }
}
