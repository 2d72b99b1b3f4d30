import ServerProbe

extension PublicClient.Answer {
    /// An answer other than 200, in words.
    var words: String {
        if (300..<400).contains(status) { return "it leads elsewhere: \(status) to \(header("location") ?? "nowhere")" }
        let text = String(decoding: body.prefix(200), as: UTF8.self).split(separator: "\n").first ?? ""
        let isText = header("content-type")?.hasPrefix("text/plain") == true && !text.isEmpty
        return "status \(status)" + (isText ? ": \(text)" : "")
    }
}

extension PublicClient.RequestError {
    /// Why there is no answer, in words.
    var words: String {
        switch self {
        case .timedOut(let limit): "no whole answer within \(limit.components.seconds) seconds"
        case .broken(let reason): reason
        }
    }
}
