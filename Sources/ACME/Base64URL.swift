import FoundationEssentials

extension Sequence<UInt8> {
    /// Base64 for URLs, without padding (RFC 4648, section 5).
    var base64URL: String {
        Data(self).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
