extension Response {
    /// The document to send, in UTF-8, as `application/xml` and with status 200: anything else is not read.
    public var xml: String {
        var xml = XMLText()
        xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response")
        if let onAnswer { xml.append(" onAnswer=\"", onAnswer, "\"") }
        if let onHangup { xml.append(" onHangup=\"", onHangup, "\"") }
        guard let action else {
            xml.append("/>\n")
            return xml.text
        }
        xml.append(">\n")
        switch action {
        case .dial(.numbers(let targets, let callerID, let anonymous)):
            xml.append("    <Dial")
            if let callerID { xml.append(" callerId=\"", callerID, "\"") }
            if let anonymous { xml.append(anonymous ? " anonymous=\"true\"" : " anonymous=\"false\"") }
            xml.append(">\n")
            for number in targets.numbers { xml.append("        <Number>", number, "</Number>\n") }
            xml.append("    </Dial>\n")
        case .dial(.voicemail):
            xml.append("    <Dial>\n        <Voicemail/>\n    </Dial>\n")
        case .play(let url):
            xml.append("    <Play>\n        <Url>", url, "</Url>\n    </Play>\n")
        case .gather(let gather):
            xml.append("    <Gather onData=\"", gather.onData, "\" maxDigits=\"")
            xml.append(String(gather.maxDigits))
            xml.append("\" timeout=\"")
            xml.append(String(gather.timeout))
            if let url = gather.play {
                xml.append("\">\n        <Play>\n            <Url>", url, "</Url>\n        </Play>\n    </Gather>\n")
            } else {
                xml.append("\"/>\n")
            }
        case .reject(.rejected):
            xml.append("    <Reject reason=\"rejected\"/>\n")
        case .reject(.busy):
            xml.append("    <Reject reason=\"busy\"/>\n")
        case .hangup:
            xml.append("    <Hangup/>\n")
        }
        xml.append("</Response>\n")
        return xml.text
    }
}

/// A document in the making.
private struct XMLText {
    private(set) var text = ""

    init() { text.reserveCapacity(640) }

    /// Markup, or text that has none.
    mutating func append(_ markup: String) { text += markup }

    mutating func append(_ before: String, _ number: PhoneNumber, _ after: String) {
        text += before
        text += number.digits
        text += after
    }

    mutating func append(_ before: String, _ url: AbsoluteURL, _ after: String) {
        text += before
        // Addresses are visible ASCII, so markup is all there is to escape; nearly always there is none.
        if Self.hasMarkup(url.text) {
            for byte in url.text.utf8 { escape(byte) }
        } else {
            text += url.text
        }
        text += after
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "&"): text += "&amp;"
        case UInt8(ascii: "<"): text += "&lt;"
        case UInt8(ascii: ">"): text += "&gt;"
        case UInt8(ascii: "\""): text += "&quot;"
        case UInt8(ascii: "'"): text += "&apos;"
        default: text.unicodeScalars.append(Unicode.Scalar(byte))
        }
    }

    private static func hasMarkup(_ text: String) -> Bool {
        let bytes = text.utf8.span
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"):
                return true
            default: continue
            }
        }
        return false
    }
}
