import ServerProbe
import Sipgate

extension PublicClient.Answer {
    /// An answer other than 200, in words.
    var words: String {
        if (300..<400).contains(status) {
            return "it redirects: status \(status) to \(header("location") ?? "no address")"
        }
        let text = String(decoding: body.prefix(200), as: UTF8.self).split(separator: "\n").first ?? ""
        let isText = header("content-type")?.hasPrefix("text/plain") == true && !text.isEmpty
        return "status \(status)" + (isText ? ": \(text)" : "")
    }
}

extension PublicClient.RequestError {
    /// The reason there is no answer, in words.
    var words: String {
        switch self {
        case .timedOut(let limit): "no complete answer within \(limit.components.seconds) seconds"
        case .tooLarge(let limit): "the answer is larger than \(limit) bytes"
        case .failed(let failure): failure.words
        }
    }
}
