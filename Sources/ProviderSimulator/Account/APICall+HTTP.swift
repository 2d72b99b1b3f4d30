import FoundationEssentials
import HTTPListener
import Sipgate

/// The REST API's exchange as HTTP has it: what `AccountServer` and the tests' own server have in common.
extension APICall {
    /// Reads a request.
    ///
    /// - Parameters:
    ///   - target: Path and query, encoded.
    ///   - authorization: The header's value.
    /// - Returns: nil if the path is not below `/v2`, the API's base.
    package init?(method: String, target: String, body: [UInt8], authorization: String?) {
        guard let path = RequestPath(target: target)?.decoded, path.first == "v2",
            let query = try? FormFields(repairing: target.drop { $0 != "?" }.dropFirst().utf8)
        else { return nil }
        self.init(
            method: method, path: Array(path.dropFirst()), query: query.fields.map { ($0.name, $0.value) }, body: body,
            authorization: authorization)
    }
}

extension APIAnswer {
    /// The body and its media type; nil: there is none.
    package var content: (bytes: [UInt8], type: String)? {
        if let json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            // It holds what JSON can hold, so it can be encoded.
            return ([UInt8]((try? encoder.encode(json)) ?? Data()), "application/json")
        }
        return text.map { (Array($0.utf8), "text/plain; charset=utf-8") }
    }
}
