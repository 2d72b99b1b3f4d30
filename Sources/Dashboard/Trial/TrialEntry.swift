import CallFlow
import HTTPListener

extension TrialExchange {
    /// An entry in the list of requests and answers.
    var entry: HTML {
        let player = sound.map { name -> HTML in
            "<audio controls preload=\"none\" src=\"/media/\(name.percentEncoded)\" aria-label=\"\(prompt)\"></audio>"
        }
        let fields = form.replacing("&", with: "\n&")
        return """
            <li><h3>\(request)</h3>
            <p>\(status)</p>\(remark.map { "<p class=\"note\">\($0)</p>" as HTML })\(player)
            <p class="faint">\(way.isEmpty ? "" : way + " · ")answered in \(latency)</p>
            <div class="exchange"><pre aria-label="Request">POST \(path)\n\n\(fields)</pre><pre aria-label="Answer">\(xml)</pre></div>
            </li>
            """
    }

    /// The event in words.
    private var request: String {
        switch (event, keys) {
        case ("newCall", _): "Call started"
        case ("hangup", _): "Caller hung up"
        case (_, ""?): "Nothing pressed"
        case (_, let keys?): "Pressed \(keys)"
        default: "Prompt ended"
        }
    }

    /// What the caller hears now, or how the call ended.
    var status: String {
        let heard = prompt.map { sound == nil ? "\($0) is not published, so it is skipped. " : "Playing \($0). " } ?? ""
        if let gather {
            guard gather.isAsking else { return heard + "Then the call continues." }
            let keys = gather.maxDigits == 1 ? "1 key" : "\(gather.maxDigits) keys"
            return heard + "Then waiting \(Self.seconds(gather.timeout)) for \(keys)."
        }
        if event == "hangup" { return "You hung up." }
        if let dial { return heard + "Ringing \(dial.joined(separator: " and "))." }
        switch end.flatMap(CallEnd.init) {
        case .hangup: return heard + "The call is hung up."
        case .voicemail: return heard + "The call goes to voicemail."
        case .reject: return heard + "The call is rejected."
        case .busy: return heard + "The call is rejected as busy."
        case .connect, nil: return heard + "The telephone rings as usual."
        }
    }

    private var latency: String {
        let hundredths = microseconds / 10
        let (whole, part) = hundredths.quotientAndRemainder(dividingBy: 100)
        return "\(whole).\(part < 10 ? "0" : "")\(part) ms"
    }

    private static func seconds(_ milliseconds: Int) -> String {
        let (whole, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        return rest == 0 ? "\(whole) s" : milliseconds < 1000 ? "\(milliseconds) ms" : "\(whole).\(rest / 100) s"
    }
}
