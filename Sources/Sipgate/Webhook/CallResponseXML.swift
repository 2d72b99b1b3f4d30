extension CallResponse {
    /// The XML document to send, in UTF-8, as `application/xml` with status 200. The provider ignores everything else.
    public var xml: String { document(masked: nil) }

    /// The XML document with some values masked, for display. Not meant to be sent.
    package func xml(masked mask: ResponseMask) -> String { document(masked: mask) }

    private func document(masked mask: ResponseMask?) -> String {
        var xml = XMLText(mask)
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
            for target in targets.targets {
                switch target {
                case .number(let number): xml.append("        <Number>", number, "</Number>\n")
                case .extension(let number): xml.append("        <Number>\(number.digits)</Number>\n")
                }
            }
            xml.append("    </Dial>\n")
        case .dial(.voicemail):
            xml.append("    <Dial>\n        <Voicemail/>\n    </Dial>\n")
        case .play(let url):
            xml.append("    <Play>\n        <Url>", url, "</Url>\n    </Play>\n")
        case .gather(let gather):
            xml.append("    <Gather onData=\"", gather.onData, "\" maxDigits=\"", isGatherURL: true)
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

/// Builds the document.
private struct XMLText {
    private(set) var text = ""
    private let mask: ResponseMask?

    init(_ mask: ResponseMask?) {
        self.mask = mask
        text.reserveCapacity(640)
    }

    /// Appends markup, or text that needs no escaping.
    mutating func append(_ markup: String) { text += markup }

    mutating func append(_ before: String, _ number: PhoneNumber, _ after: String) {
        text += before
        text += mask?.number(number) ?? number.digits
        text += after
    }

    mutating func append(_ before: String, _ url: AbsoluteURL, _ after: String, isGatherURL: Bool = false) {
        text += before
        // URLs are visible ASCII, so only markup needs escaping, and nearly all have none.
        let value = mask.map { isGatherURL ? $0.gatherURL(url) : $0.url(url) } ?? url.text
        if Self.hasMarkup(value) {
            for scalar in value.unicodeScalars { escape(scalar) }
        } else {
            text += value
        }
        text += after
    }

    private mutating func escape(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "&": text += "&amp;"
        case "<": text += "&lt;"
        case ">": text += "&gt;"
        case "\"": text += "&quot;"
        case "'": text += "&apos;"
        default: text.unicodeScalars.append(scalar)
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
